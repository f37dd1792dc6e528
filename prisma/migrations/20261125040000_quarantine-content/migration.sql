-- A quarantined record that is read again from its redacted line must become the event that it is in
-- its file: a keyed digest of what it said before redaction is kept beside it.
ALTER TABLE "QuarantineEntry" ADD COLUMN "content" TEXT;
