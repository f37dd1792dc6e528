-- CreateTable
CREATE TABLE "CredentialColumns" (
    "workspaceId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "choice" JSONB NOT NULL,
    "createdBy" TEXT NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CredentialColumns_pkey" PRIMARY KEY ("workspaceId","id")
);

-- AddForeignKey
ALTER TABLE "CredentialColumns" ADD CONSTRAINT "CredentialColumns_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;
