-- CreateTable
CREATE TABLE "CredentialPolicy" (
    "workspaceId" TEXT NOT NULL,
    "document" JSONB,
    "applied" TEXT,
    "updatedBy" TEXT,
    "updatedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CredentialPolicy_pkey" PRIMARY KEY ("workspaceId")
);

-- AddForeignKey
ALTER TABLE "CredentialPolicy" ADD CONSTRAINT "CredentialPolicy_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;
