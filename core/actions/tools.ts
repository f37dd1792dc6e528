import type { ToolCall } from '../event/event.ts';
import { isSecretFile } from './access-files.ts';
import type { Reading } from './action.ts';
import { readName } from './catalogue/verbs.ts';
import { environmentOfName } from './environment.ts';
import { readRequest } from './http/request.ts';
import { reading, readOperation, resourceRef } from './reading.ts';
import { rememberPatch } from './shell/patches.ts';
import type { ShellState } from './shell/script.ts';
import { readSql } from './sql/statements.ts';
import { NOTHING_DESCRIBES, type Understanding } from './understanding.ts';

type Input = Readonly<Record<string, unknown>>;

const text = (input: Input, ...names: string[]): string | null => {
	for (const name of names) {
		const value = input[name];
		if (typeof value === 'string' && value !== '') return value;
	}
	return null;
};

const SHELL =
	/^(bash|shell|sh|zsh|terminal|run_?terminal_?(cmd|command)(_v2)?|run_?command|execute_?command|run_?shell(_?command)?|exec(_command)?|local_shell(_call)?|container\.exec|shell_command|execute_bash|bash_tool|cmd|command|developer__shell|run_in_terminal|process)$/i;
const READS =
	/^(read|read_?file(_v2)?|view|view_file|open_file|get_file_contents|cat|readfile|notebookread|read_many_files|fetch_file)$/i;
const WRITES =
	/^(write|write_?file|create_?file|edit|multiedit|edit_?file(_v2)?|apply_?patch|search_replace|str_replace(_editor|_based_edit_tool)?|notebookedit|replace|insert|update_file|strreplace)$/i;
const DELETES_FILE = /^(delete|delete_?file|remove_?file|rm)$/i;
const SEARCHES =
	/^(grep|glob|ls|list|list_?dir(ectory)?(_v2)?|codebase_search|file_search|search_files|find|ripgrep(_raw_search)?|glob_file_search|grep_search|search_file_content|semsearch|toolsearch)$/i;
const FETCHES =
	/^(webfetch|web_?fetch|fetch|fetch_url|open_url|browser_navigate|navigate|http_request|request|get_webpage|visit_url|web_search|websearch|google_web_search|search_web)$/i;
const OWN =
	/^(task|agent|todowrite|todo_write|todoread|update_plan|exitplanmode|enterplanmode|think|askuserquestion|skill|killshell|bashoutput|write_stdin|wait|attempt_completion|save_memory|updatecurrentstep|create_plan|taskcreate|taskupdate|tasklist|taskget|taskoutput|sendmessage|read_lints|readlints)$/i;

/** Reads an agent's tool call as acts. An unknown tool is read by its name and its parameters. */
export function readToolCall(
	call: ToolCall,
	understanding: Understanding,
	state: ShellState,
): Reading[] {
	const input: Input =
		call.input !== null && typeof call.input === 'object' && !Array.isArray(call.input)
			? call.input
			: { input: call.input };
	const tool = call.tool;
	const script = shellScript(tool, input);
	if (script !== null) {
		const folder = text(input, 'cwd', 'workdir', 'working_directory', 'directory', 'dir_path');
		return understanding.readShell(
			folder === null || folder === '' ? script : `cd '${folder.replaceAll("'", '')}'\n${script}`,
			state,
		);
	}
	const shown = JSON.stringify(call.input) ?? '';
	const path = text(
		input,
		'file_path',
		'path',
		'target_file',
		'filePath',
		'absolute_path',
		'filename',
		'target_directory',
		'notebook_path',
		'uri',
		'relative_workspace_path',
		'dir_path',
	);
	if (READS.test(tool)) return [file('read', tool, path, shown)];
	if (DELETES_FILE.test(tool)) return [file('destroy', tool, path, shown)];
	if (WRITES.test(tool)) {
		rememberScript(path, input, state);
		const viewing = text(input, 'command') === 'view';
		return [file(viewing ? 'read' : 'modify', tool, path ?? patchedPath(input), shown)];
	}
	if (SEARCHES.test(tool)) return [file('read', tool, path, shown)];
	if (OWN.test(tool)) return [];
	const base = tool.replace(/^.*(?:__|\.|\/)/, '');
	if (
		FETCHES.test(tool) ||
		(FETCHES.test(base) && text(input, 'url', 'uri') !== null && text(input, 'method') !== null)
	)
		return fetches(tool, input, understanding, shown);
	return readNamedTool(tool, input, understanding, shown);
}

function shellScript(tool: string, input: Input): string | null {
	const base = tool.replace(/^.*(?:__|\.|\/)/, '');
	if (!SHELL.test(tool) && !SHELL.test(base)) return null;
	const value = input.command ?? input.cmd ?? input.script ?? input.input ?? input.action;
	if (typeof value === 'string') return value;
	const list = Array.isArray(value)
		? value
		: isRecord(value) && Array.isArray(value.command)
			? value.command
			: null;
	if (list === null) return null;
	const words = list.map(String);
	// `["bash", "-lc", "script"]`: the script is the third word.
	if (/^(.*\/)?(ba|z|da|k)?sh$/.test(words[0] ?? '') && /^-[a-z]*c$/.test(words[1] ?? ''))
		return words[2] ?? null;
	return words
		.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
		.join(' ');
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
	value !== null && typeof value === 'object' && !Array.isArray(value);

function file(
	actionClass: 'read' | 'modify' | 'destroy',
	tool: string,
	path: string | null,
	shown: string,
): Reading {
	const paths = path === null ? [] : [path];
	return reading({
		class: actionClass,
		provider: 'filesystem',
		operation: tool,
		text: shown,
		readsPaths: actionClass === 'read' ? paths : [],
		writesPaths: actionClass === 'read' ? [] : paths,
		resources: actionClass === 'read' ? [] : paths.map((p) => resourceRef('filesystem', 'file', p)),
		basis: `tool ${tool}`,
	});
}

/** Scripts that the agent writes are kept, so that running them later is understood. */
function rememberScript(path: string | null, input: Input, state: ShellState): void {
	const content = text(input, 'content', 'contents', 'file_text', 'code_edit');
	if (path !== null && content !== null && content.length < 200_000)
		state.files.set(path.slice(path.lastIndexOf('/') + 1), content);
	const patch = text(input, 'patch', 'input', 'diff');
	if (patch !== null) rememberPatch(patch, state);
}

function patchedPath(input: Input): string | null {
	const patch = text(input, 'patch', 'input', 'diff');
	return patch === null
		? null
		: (/^\*\*\* (?:Add|Update|Delete) File: (.+)$/m.exec(patch)?.[1] ?? null);
}

function fetches(
	tool: string,
	input: Input,
	{ catalogue }: Understanding,
	shown: string,
): Reading[] {
	const url = text(input, 'url', 'uri', 'href', 'link');
	if (url === null)
		return [
			reading({
				class: 'read',
				provider: 'web',
				operation: tool,
				text: shown,
				basis: `tool ${tool}`,
			}),
		];
	const method = (text(input, 'method') ?? 'GET').toUpperCase();
	const body = input.body ?? input.data ?? null;
	return readRequest(
		{
			method,
			url,
			headers: {},
			body: body === null ? null : typeof body === 'string' ? body : JSON.stringify(body),
			sends: [],
			saves: null,
		},
		catalogue,
		shown,
	);
}

/** MCP servers and function tools: the provider by the server's name, SQL and GraphQL by the parameters. */
function readNamedTool(
	tool: string,
	input: Input,
	understanding: Understanding,
	shown: string,
): Reading[] {
	const { catalogue, sql } = understanding;
	const placed = (acts: Reading[]): Reading[] =>
		acts.map((act) => ({ ...act, environment: act.environment ?? environmentOfName(server) }));
	const parts =
		/^mcp__(.+?)__(.+)$/.exec(tool) ??
		/^(?:mcp_)?([A-Za-z0-9-]+)[./](.+)$/.exec(tool) ??
		// Gemini CLI joins the server and its tool by one underscore.
		/^mcp_([A-Za-z0-9-]+)_(.+)$/.exec(tool);
	const server = parts?.[1] ?? '';
	const name = parts?.[2] ?? tool;
	const provider =
		catalogue.providers.find(
			(p) =>
				server.toLowerCase().includes(p.provider) ||
				tool.toLowerCase().startsWith(`${p.provider}_`),
		)?.provider ?? (server === '' ? 'tool' : server.toLowerCase());
	const statement = text(input, 'sql', 'query', 'statement');
	if (
		statement !== null &&
		/sql|query|execute|migration|database|db/i.test(name) &&
		/^\s*(?:--|\/\*|(?:select|insert|update|delete|drop|truncate|alter|create|grant|revoke|with|begin|start|commit|end|rollback|abort|set|reset|do|call|copy|merge|explain)\b)/i.test(
			statement,
		)
	) {
		const acts = readSql(
			statement,
			sql,
			catalogue,
			text(input, 'project_id', 'projectId', 'database', 'branch'),
		);
		if (acts.length > 0) return placed(acts);
	}
	const commanded = commandLine(tool, input, understanding);
	if (commanded !== null) return placed(commanded);
	const known = catalogue.operation(provider, name, input);
	const anywhere =
		known === null && provider === 'tool'
			? catalogue.providers.find(
					(p) => catalogue.operation(p.provider, name, input) !== null && name.includes('_'),
				)
			: undefined;
	const owner = text(input, 'owner', 'org');
	const repository = text(input, 'repo', 'repository');
	const isRepository =
		provider === 'github' && known?.kind === 'repository' && owner !== null && repository !== null;
	const act = readOperation(catalogue, {
		provider: anywhere?.provider ?? provider,
		operation: name,
		parameters: input,
		...(isRepository ? { ids: [`${owner}/${repository}`], idsFirst: true } : {}),
		text: shown,
	});
	const url = text(input, 'url', 'webhook_url', 'endpoint');
	const host = url === null ? null : (/^[a-z]+:\/\/([^/:?#]+)/i.exec(url)?.[1] ?? null);
	return placed([
		{
			...act,
			...(opensToAll(act.class, input) || handsSecretFile(name, input)
				? { class: 'expose' as const }
				: {}),
			hosts: host === null ? act.hosts : [...act.hosts, host.toLowerCase()],
		},
	]);
}

/** Command lines that tools are named after: `kubectl_run`, `call_aws`. */
const COMMAND_LINES =
	/(?:^|[^a-z])(kubectl|helm|terraform|tofu|gcloud|aws|az|gh|glab|docker|psql|flyctl|vercel|railway|supabase|heroku|wrangler|doctl|oci)(?:$|[^a-z])/i;

/** A tool that takes a command line: `call_aws {cli_command: "aws s3 rb …"}`, `kubectl_generic {command: "delete ns x"}`. */
function commandLine(tool: string, input: Input, understanding: Understanding): Reading[] | null {
	const line = text(input, 'cli_command', 'command_line', 'cli', 'command', 'cmd', 'args');
	if (line === null) return null;
	const program = COMMAND_LINES.exec(tool.replaceAll('_', ' '))?.[1]?.toLowerCase();
	const tries = [line, ...(program === undefined ? [] : [`${program} ${line}`])];
	for (const script of tries) {
		const acts = understanding.readShell(script, null);
		if (acts.length > 0 && acts.every((act) => act.basis !== NOTHING_DESCRIBES)) return acts;
	}
	return null;
}

/** A tool that sends, posts or uploads a file which holds credentials by its name. */
const handsSecretFile = (name: string, input: Input): boolean =>
	/^(send|post|upload|publish|share|attach|submit|reply|forward|create|add)$/.test(
		readName(name)?.verb ?? '',
	) &&
	Object.values(input)
		.flat()
		.some((value) => typeof value === 'string' && isSecretFile(value));

/** Whether a change says of a resource that anyone may see it: a permission for `anyone`, `private: false`. */
const opensToAll = (actionClass: Reading['class'], input: Input): boolean =>
	actionClass !== 'read' &&
	actionClass !== 'destroy' &&
	actionClass !== 'delete' &&
	[input, ...Object.values(input).filter(isRecord)].some(
		(each) =>
			each.private === false ||
			each.public === true ||
			each.isPublic === true ||
			each.visibility === 'public' ||
			(/^(anyone|public)$/i.test(text(each, 'type', 'grantee', 'scope', 'audience') ?? '') &&
				text(each, 'role', 'permission', 'access', 'audience') !== null),
	);
