-- CreateTable
CREATE TABLE "RuleHit" (
    "workspaceId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "ruleId" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "reports" BOOLEAN NOT NULL,
    "eventIds" TEXT[],
    "timeMicros" BIGINT,
    "order" BIGINT NOT NULL,
    "values" JSONB NOT NULL,
    "importId" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "RuleHit_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateIndex
CREATE INDEX "RuleHit_workspaceId_ruleId_timeMicros_idx" ON "RuleHit"("workspaceId", "ruleId", "timeMicros");

-- AddForeignKey
ALTER TABLE "RuleHit" ADD CONSTRAINT "RuleHit_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;
