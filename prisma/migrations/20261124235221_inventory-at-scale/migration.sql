-- AlterTable
ALTER TABLE "Credential" ADD COLUMN     "assessAt" TIMESTAMP(3) NOT NULL DEFAULT '1970-01-01 00:00:00'::timestamp,
ADD COLUMN     "mergedInto" TEXT,
ADD COLUMN     "revision" INTEGER NOT NULL DEFAULT 1;

-- CreateTable
CREATE TABLE "CredentialApart" (
    "workspaceId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "fromId" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CredentialApart_pkey" PRIMARY KEY ("workspaceId","id","fromId")
);

-- CreateTable
CREATE TABLE "CredentialSnapshot" (
    "workspaceId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "figures" JSONB NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CredentialSnapshot_pkey" PRIMARY KEY ("workspaceId","day")
);

-- CreateIndex
CREATE INDEX "Credential_workspaceId_assessAt_idx" ON "Credential"("workspaceId", "assessAt");

-- CreateIndex
CREATE INDEX "Credential_workspaceId_mergedInto_idx" ON "Credential"("workspaceId", "mergedInto");

-- AddForeignKey
ALTER TABLE "CredentialApart" ADD CONSTRAINT "CredentialApart_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CredentialSnapshot" ADD CONSTRAINT "CredentialSnapshot_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;
