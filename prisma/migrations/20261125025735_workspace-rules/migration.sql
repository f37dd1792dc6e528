-- CreateTable
CREATE TABLE "RuleText" (
    "workspaceId" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "updatedBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "RuleText_pkey" PRIMARY KEY ("workspaceId","path")
);

-- CreateTable
CREATE TABLE "RuleSwitch" (
    "workspaceId" TEXT NOT NULL,
    "ruleId" TEXT NOT NULL,
    "updatedBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "RuleSwitch_pkey" PRIMARY KEY ("workspaceId","ruleId")
);

-- AddForeignKey
ALTER TABLE "RuleText" ADD CONSTRAINT "RuleText_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RuleSwitch" ADD CONSTRAINT "RuleSwitch_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;
