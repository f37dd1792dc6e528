-- AlterTable
ALTER TABLE "Import" ADD COLUMN     "folder" TEXT;

-- AlterTable
ALTER TABLE "QuarantineEntry" ADD COLUMN     "kept" TEXT,
ADD COLUMN     "resolvedAt" TIMESTAMP(3);
