-- CreateTable
CREATE TABLE "RuleHunt" (
    "workspaceId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "ruleIds" TEXT[],
    "draftPath" TEXT,
    "draftText" TEXT,
    "fromMicros" BIGINT,
    "toMicros" BIGINT NOT NULL,
    "total" INTEGER,
    "looked" INTEGER NOT NULL DEFAULT 0,
    "cursor" JSONB,
    "found" JSONB NOT NULL DEFAULT '{}',
    "leftOut" INTEGER NOT NULL DEFAULT 0,
    "notLoaded" INTEGER NOT NULL DEFAULT 0,
    "failure" TEXT,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "beatAt" TIMESTAMP(3),
    "finishedAt" TIMESTAMP(3),

    CONSTRAINT "RuleHunt_pkey" PRIMARY KEY ("workspaceId","id")
);

-- CreateTable
CREATE TABLE "RuleHuntHit" (
    "workspaceId" TEXT NOT NULL,
    "huntId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "ruleId" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "reports" BOOLEAN NOT NULL,
    "eventIds" TEXT[],
    "timeMicros" BIGINT,
    "order" BIGINT NOT NULL,
    "values" JSONB NOT NULL,

    CONSTRAINT "RuleHuntHit_pkey" PRIMARY KEY ("workspaceId","huntId","id")
);

-- CreateIndex
CREATE INDEX "RuleHunt_state_createdAt_idx" ON "RuleHunt"("state", "createdAt");

-- CreateIndex
CREATE INDEX "RuleHuntHit_workspaceId_huntId_ruleId_timeMicros_idx" ON "RuleHuntHit"("workspaceId", "huntId", "ruleId", "timeMicros");

-- AddForeignKey
ALTER TABLE "RuleHunt" ADD CONSTRAINT "RuleHunt_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RuleHuntHit" ADD CONSTRAINT "RuleHuntHit_workspaceId_huntId_fkey" FOREIGN KEY ("workspaceId", "huntId") REFERENCES "RuleHunt"("workspaceId", "id") ON DELETE CASCADE ON UPDATE CASCADE;
