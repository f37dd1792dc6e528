import { agentdojo } from './agentdojo/reader.ts';
import { atif } from './atif/reader.ts';
import { azureActivity } from './azure-activity/reader.ts';
import { chatMessages } from './chat-messages/reader.ts';
import { claudeCode } from './claude-code/reader.ts';
import { cloudtrail } from './cloudtrail/reader.ts';
import { codex } from './codex/reader.ts';
import { copilotCli } from './copilot-cli/reader.ts';
import { cursor } from './cursor/reader.ts';
import { cursorDatabase } from './cursor-database/reader.ts';
import type { FormatReader, Sample } from './format.ts';
import { gcpAudit } from './gcp-audit/reader.ts';
import { geminiCli } from './gemini-cli/reader.ts';
import { genericNdjson } from './generic-ndjson/reader.ts';
import { githubAudit } from './github-audit/reader.ts';
import { inspectAi } from './inspect-ai/reader.ts';
import { kubernetesAudit } from './kubernetes-audit/reader.ts';
import { langfuse } from './langfuse/reader.ts';
import { mcpJsonrpc } from './mcp-jsonrpc/reader.ts';
import { ocsf } from './ocsf/reader.ts';
import { okta } from './okta/reader.ts';
import { opencode } from './opencode/reader.ts';
import { openhands } from './openhands/reader.ts';
import { otlp } from './otlp/reader.ts';
import { postgres } from './postgres/reader.ts';
import { railwayAudit } from './railway-audit/reader.ts';
import { vaultAudit } from './vault-audit/reader.ts';

/** Every reader. Explicit: a format that is not listed here is not read. */
export const formatReaders: readonly FormatReader[] = [
	claudeCode,
	cursor,
	cursorDatabase,
	codex,
	geminiCli,
	agentdojo,
	openhands,
	atif,
	mcpJsonrpc,
	otlp,
	langfuse,
	inspectAi,
	copilotCli,
	opencode,
	chatMessages,
	railwayAudit,
	cloudtrail,
	githubAudit,
	kubernetesAudit,
	gcpAudit,
	azureActivity,
	okta,
	vaultAudit,
	ocsf,
	postgres,
	genericNdjson,
];

export const formatReader = (id: string): FormatReader | null =>
	formatReaders.find((reader) => reader.id === id) ?? null;

/** The reader that is surest of the sample; null when none is sure enough. */
export function recogniseFormat(sample: Sample): FormatReader | null {
	let best: FormatReader | null = null;
	let confidence = 0.1;
	for (const reader of formatReaders) {
		const sure = reader.recognise(sample);
		if (sure > confidence) {
			best = reader;
			confidence = sure;
		}
	}
	return best;
}
