-- CreateTable
CREATE TABLE "CredentialReview" (
    "workspaceId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "filter" JSONB NOT NULL,
    "dueAt" TIMESTAMP(3) NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "closedAt" TIMESTAMP(3),
    "closedBy" TEXT,

    CONSTRAINT "CredentialReview_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "CredentialReviewItem" (
    "workspaceId" TEXT NOT NULL,
    "reviewId" TEXT NOT NULL,
    "credentialId" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "face" JSONB NOT NULL,
    "decision" TEXT,
    "note" TEXT,
    "decidedBy" TEXT,
    "decidedAt" TIMESTAMP(3),

    CONSTRAINT "CredentialReviewItem_pkey" PRIMARY KEY ("workspaceId","reviewId","credentialId")
);

-- CreateTable
CREATE TABLE "CredentialReviewLink" (
    "workspaceId" TEXT NOT NULL,
    "reviewId" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CredentialReviewLink_pkey" PRIMARY KEY ("workspaceId","reviewId","owner")
);

-- CreateIndex
CREATE INDEX "CredentialReviewItem_workspaceId_reviewId_owner_idx" ON "CredentialReviewItem"("workspaceId", "reviewId", "owner");

-- CreateIndex
CREATE UNIQUE INDEX "CredentialReviewLink_tokenHash_key" ON "CredentialReviewLink"("tokenHash");

-- AddForeignKey
ALTER TABLE "CredentialReview" ADD CONSTRAINT "CredentialReview_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CredentialReviewItem" ADD CONSTRAINT "CredentialReviewItem_workspaceId_reviewId_fkey" FOREIGN KEY ("workspaceId", "reviewId") REFERENCES "CredentialReview"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CredentialReviewLink" ADD CONSTRAINT "CredentialReviewLink_workspaceId_reviewId_fkey" FOREIGN KEY ("workspaceId", "reviewId") REFERENCES "CredentialReview"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
