-- The inventory: one document a credential with what sources say of it, keys by which it is
-- recognised, and its uses. The columns that go were never written.
-- AlterTable
ALTER TABLE "Credential" DROP COLUMN "environments",
DROP COLUMN "expiresAt",
DROP COLUMN "inventory",
DROP COLUMN "inventoryId",
DROP COLUMN "issuedAt",
DROP COLUMN "neverExpires",
DROP COLUMN "owner",
DROP COLUMN "scopes",
ADD COLUMN     "document" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "manual" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "provider" TEXT NOT NULL DEFAULT 'generic',
ADD COLUMN     "status" TEXT NOT NULL DEFAULT 'unknown',
ALTER COLUMN "updatedAt" SET DEFAULT CURRENT_TIMESTAMP;

-- AlterTable
ALTER TABLE "Sighting" ADD COLUMN     "command" TEXT,
ADD COLUMN     "file" TEXT,
ADD COLUMN     "machine" TEXT,
ADD COLUMN     "person" TEXT,
ADD COLUMN     "place" TEXT NOT NULL DEFAULT 'transcript',
ADD COLUMN     "runId" TEXT;

-- CreateTable
CREATE TABLE "CredentialKey" (
    "workspaceId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "credentialId" TEXT NOT NULL,

    CONSTRAINT "CredentialKey_pkey" PRIMARY KEY ("workspaceId","key","credentialId")
);

-- CreateTable
CREATE TABLE "CredentialUse" (
    "workspaceId" TEXT NOT NULL,
    "credentialId" TEXT NOT NULL,
    "eventId" TEXT NOT NULL,
    "timeMicros" BIGINT,
    "provider" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "actionClass" TEXT,
    "outcome" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "resources" TEXT[],
    "runId" TEXT,
    "machine" TEXT,
    "principal" TEXT,
    "sourceAddress" TEXT,
    "runEnvironment" TEXT NOT NULL DEFAULT 'unknown',

    CONSTRAINT "CredentialUse_pkey" PRIMARY KEY ("workspaceId","credentialId","eventId")
);

-- CreateIndex
CREATE INDEX "CredentialKey_workspaceId_credentialId_idx" ON "CredentialKey"("workspaceId", "credentialId");

-- CreateIndex
CREATE INDEX "CredentialUse_workspaceId_credentialId_timeMicros_idx" ON "CredentialUse"("workspaceId", "credentialId", "timeMicros");

-- AddForeignKey
ALTER TABLE "CredentialKey" ADD CONSTRAINT "CredentialKey_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CredentialKey" ADD CONSTRAINT "CredentialKey_workspaceId_credentialId_fkey" FOREIGN KEY ("workspaceId", "credentialId") REFERENCES "Credential"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CredentialUse" ADD CONSTRAINT "CredentialUse_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CredentialUse" ADD CONSTRAINT "CredentialUse_workspaceId_credentialId_fkey" FOREIGN KEY ("workspaceId", "credentialId") REFERENCES "Credential"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What was seen before keeps its place: such a credential is known by its fingerprint.
UPDATE "Credential" SET "document" = jsonb_build_object(
    'fingerprints', jsonb_build_array(jsonb_build_object('fingerprint', "id", 'since', NULL, 'until', NULL)),
    'sources', jsonb_build_array('logs')
);
INSERT INTO "CredentialKey" ("workspaceId", "key", "credentialId")
SELECT "workspaceId", 'print:' || "id", "id" FROM "Credential";
