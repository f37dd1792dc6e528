-- AlterTable
ALTER TABLE "Incident" ADD COLUMN     "mergedInto" INTEGER,
ADD COLUMN     "reconstructed" JSONB,
ADD COLUMN     "splitEvents" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "splitFrom" INTEGER;
