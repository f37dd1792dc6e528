/** One way in, as it is pasted. */
export interface SetupSnippet {
	readonly id: string;
	readonly title: string;
	/** Where it goes. */
	readonly place: string;
	readonly text: string;
}

const hookCommand = (url: string): string =>
	`curl -sS -m 2 -o /dev/null -H "Authorization: Bearer $AFTERTRACE_KEY" --data-binary @- ${url}/api/v1/hooks/claude-code || true`;

const hook = (url: string, matcher: boolean) => [
	{
		...(matcher ? { matcher: '*' } : {}),
		hooks: [{ type: 'command', command: hookCommand(url) }],
	},
];

const connectorPlace =
	'shell, with a key for sources.write and the provider’s credential in the environment';

/** Adds a connector over the API; the shell fills in the variables, and no argument shows them. */
const connector = (url: string, setup: object): string =>
	`curl -sS -X POST ${url}/api/v1/connectors \\\n  -H "Authorization: Bearer $AFTERTRACE_KEY" -H 'Content-Type: application/json' \\\n  --data-binary @- <<END\n${JSON.stringify(setup, null, 2)}\nEND`;

/**
 * How to connect each kind of source to this console. Each is run as it stands in a test; the key
 * is always taken from `AFTERTRACE_KEY`, so that none is pasted into a file.
 */
export const setupSnippets = (url: string, workspace: string): readonly SetupSnippet[] => [
	{
		id: 'curl',
		title: 'One file, with curl',
		place: 'shell',
		text: `curl -sS -X POST '${url}/api/v1/ingest?source=railway' \\\n  -H "Authorization: Bearer $AFTERTRACE_KEY" \\\n  --data-binary @railway-audit.json`,
	},
	{
		id: 'cli',
		title: 'A folder, to this console',
		place: 'shell',
		text: `npx aftertrace ingest ~/.claude/projects --server ${url} --key "$AFTERTRACE_KEY"`,
	},
	{
		id: 'local',
		title: 'A folder, while no console uses the data folder',
		place: 'shell',
		text: `npx aftertrace ingest ~/.claude/projects --workspace '${workspace.replaceAll("'", "'\\''")}'`,
	},
	{
		id: 'watch',
		title: 'A folder that is followed, while no console uses the data folder',
		place: 'shell; Ctrl-C ends it',
		text: `npx aftertrace ingest ~/.claude/projects --watch --workspace '${workspace.replaceAll("'", "'\\''")}'`,
	},
	{
		id: 'otlp',
		title: 'Any OpenTelemetry SDK or collector',
		place: 'environment of the agent',
		text: `export OTEL_EXPORTER_OTLP_ENDPOINT=${url}\nexport OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf\nexport OTEL_EXPORTER_OTLP_HEADERS="Authorization=Bearer%20$AFTERTRACE_KEY"`,
	},
	{
		id: 'claude-code-telemetry',
		title: 'Claude Code, telemetry',
		place: 'environment of Claude Code',
		text: `export CLAUDE_CODE_ENABLE_TELEMETRY=1\nexport OTEL_LOGS_EXPORTER=otlp\nexport OTEL_LOG_USER_PROMPTS=1\nexport OTEL_LOG_TOOL_DETAILS=1\nexport OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf\nexport OTEL_EXPORTER_OTLP_ENDPOINT=${url}\nexport OTEL_EXPORTER_OTLP_HEADERS="Authorization=Bearer%20$AFTERTRACE_KEY"`,
	},
	{
		id: 'claude-code-hooks',
		title: 'Claude Code, hooks',
		place: '~/.claude/settings.json',
		text: JSON.stringify(
			{
				hooks: {
					SessionStart: hook(url, false),
					UserPromptSubmit: hook(url, false),
					PreToolUse: hook(url, true),
					PostToolUse: hook(url, true),
				},
			},
			null,
			2,
		),
	},
	{
		id: 'codex-telemetry',
		title: 'Codex, telemetry',
		place: '~/.codex/config.toml, with your key in place of at_…',
		text: `[otel]\nlog_user_prompt = true\n\n[otel.exporter.otlp-http]\nendpoint = "${url}/v1/logs"\nprotocol = "binary"\nheaders = { "Authorization" = "Bearer at_…" }`,
	},
	{
		id: 'gemini-telemetry',
		title: 'Gemini CLI, telemetry',
		place: '~/.gemini/settings.json, with OTEL_EXPORTER_OTLP_HEADERS as above',
		text: JSON.stringify(
			{
				telemetry: {
					enabled: true,
					target: 'local',
					otlpEndpoint: url,
					otlpProtocol: 'http',
					logPrompts: true,
				},
			},
			null,
			2,
		),
	},
	{
		id: 'connector-cloudtrail',
		title: 'CloudTrail, pulled from its bucket',
		place: connectorPlace,
		text: connector(url, {
			kind: 'cloudtrail-s3',
			name: 'CloudTrail',
			settings: { bucket: 'your-trail-bucket', region: 'eu-central-1' },
			credential: {
				accessKeyId: '$AWS_ACCESS_KEY_ID',
				secretAccessKey: '$AWS_SECRET_ACCESS_KEY',
			},
		}),
	},
	{
		id: 'connector-github',
		title: 'GitHub’s audit log, pulled',
		place: connectorPlace,
		text: connector(url, {
			kind: 'github-audit',
			name: 'GitHub',
			settings: { owner: 'your-organization' },
			credential: { token: '$GITHUB_TOKEN' },
		}),
	},
	{
		id: 'connector-railway',
		title: 'Railway’s audit log, pulled',
		place: connectorPlace,
		text: connector(url, {
			kind: 'railway',
			name: 'Railway',
			settings: { workspace: 'your-workspace-id' },
			credential: { token: '$RAILWAY_API_TOKEN' },
		}),
	},
];
