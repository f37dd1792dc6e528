import type { Redirect, ShellCommand, Word } from './command.ts';
import type { ShellGrammar, SyntaxNode } from './grammar.ts';
import { madeScript } from './made-scripts.ts';
import { rememberPatch } from './patches.ts';
import { plainScript } from './plain-script.ts';
import { recipeOf } from './recipes.ts';
import { scheduledBy } from './scheduled.ts';
import { unwrapCommand } from './wrappers.ts';

/** What earlier commands of a run left behind: variables, and the scripts that the agent wrote. */
export interface ShellState {
	readonly variables: Map<string, string>;
	/** Path as written → content, for scripts that are written and later run. */
	readonly files: Map<string, string>;
}

export const newShellState = (): ShellState => ({ variables: new Map(), files: new Map() });

/** Bounds that keep a hostile script from costing more than its length. */
const LIMITS = { nesting: 8, commands: 2_000, loopValues: 50, scriptChars: 200_000 } as const;

interface Walk {
	readonly grammar: ShellGrammar;
	readonly state: ShellState;
	readonly commands: ShellCommand[];
	readonly depth: number;
	folder: string | null;
}

/**
 * Reads a bash script into its simple commands, in order, with quotes, variables, loops over literal
 * values, `sh -c`, ssh and here-documents resolved as far as the text allows. Never throws: what the
 * grammar cannot parse is skipped, the rest is read. At most 2,000 commands and eight levels of
 * nesting are read; beyond that the script is cut.
 */
export function readScript(
	script: string,
	grammar: ShellGrammar,
	state: ShellState,
	depth = 0,
): ShellCommand[] {
	if (depth > LIMITS.nesting || script.length > LIMITS.scriptChars) return [];
	const walk: Walk = { grammar, state, commands: [], depth, folder: null };
	const text = withSlashes(script);
	const plain = plainScript(text);
	if (plain !== null) visit(plain, walk, []);
	else grammar.withTree(text, (root) => visit(root, walk, []));
	return walk.commands;
}

/**
 * Paths of Windows with slashes: bash would take their backslashes for escapes. `C:\\a\\b` becomes
 * `C:/a/b`, as PowerShell itself reads it; ids are shown with backslashes again.
 */
const withSlashes = (script: string): string =>
	/[A-Za-z]:\\/.test(script)
		? script.replace(
				/(^|[\s"'=(,;])([A-Za-z]:)((?:\\[^\s"'\\|&;<>)]*)+)/g,
				(_, lead, drive, rest) => `${lead}${drive}${rest.replaceAll('\\', '/')}`,
			)
		: script;

const children = (node: SyntaxNode): SyntaxNode[] =>
	node.namedChildren.filter((child): child is SyntaxNode => child !== null);

function visit(node: SyntaxNode, walk: Walk, pipedFrom: readonly string[], extra?: Extra): void {
	if (walk.commands.length >= LIMITS.commands) return;
	switch (node.type) {
		case 'command':
			emitCommand(node, walk, pipedFrom, extra);
			return;
		case 'declaration_command':
		case 'variable_assignment':
			for (const assignment of node.type === 'variable_assignment' ? [node] : children(node))
				if (assignment.type === 'variable_assignment') assign(assignment, walk);
			return;
		case 'pipeline':
			visitPipeline(node, walk, extra);
			return;
		case 'redirected_statement':
			visitRedirected(node, walk, pipedFrom);
			return;
		case 'list': {
			// `a && b > file`: the redirection belongs to the last command only.
			const parts = children(node);
			for (const part of parts)
				visit(part, walk, pipedFrom, part === parts.at(-1) ? extra : undefined);
			return;
		}
		case 'for_statement':
			visitFor(node, walk, pipedFrom);
			return;
		case 'function_definition':
		case 'comment':
		case 'test_command':
			// A function's body counts when it stands in the script: calls of it are not traced.
			if (node.type !== 'function_definition') return;
			break;
		default:
			break;
	}
	for (const child of children(node)) visit(child, walk, pipedFrom, extra);
}

interface Extra {
	readonly redirects: readonly Redirect[];
	readonly input: string | null;
}

function visitPipeline(node: SyntaxNode, walk: Walk, extra?: Extra): void {
	const stages = children(node);
	let upstream: string[] = [];
	let produced: string | null = null;
	for (const [index, stage] of stages.entries()) {
		const before = walk.commands.length;
		const last = index === stages.length - 1;
		const input = produced;
		visit(stage, walk, upstream, {
			redirects: last ? (extra?.redirects ?? []) : [],
			input: input ?? (last ? (extra?.input ?? null) : null),
		});
		const added = walk.commands.slice(before);
		upstream = [...upstream, ...added.map((command) => command.source)];
		produced = literalOutput(added.at(-1));
	}
}

/** What `echo`, `printf` or `cat <<EOF` send down a pipe: known text. */
function literalOutput(command: ShellCommand | undefined): string | null {
	if (command === undefined) return null;
	if (command.name === 'echo' || command.name === 'printf') {
		const words = command.args.map((word) => word.text).filter((text) => !/^-[neE]+$/.test(text));
		return command.name === 'printf' ? formatted(words) : words.join(' ');
	}
	if (command.name === 'base64' && command.input !== null)
		return command.args.some((word) => /^(-d|-D|--decode)$/.test(word.text))
			? decoded(command.input)
			: null;
	return command.name === 'cat' && command.input !== null ? command.input : null;
}

/** `printf '%s\\n' a b`: the format once for each word; without a place for words, as it is. */
function formatted([format = '', ...words]: readonly string[]): string {
	const text = format.replaceAll('\\n', '\n');
	return /%[sbq]/.test(text) && words.length > 0
		? words.map((word) => text.replace(/%[sbq]/, () => word)).join('')
		: [text, ...words].join(' ');
}

/** Base64 as text; null when it is none. */
function decoded(input: string): string | null {
	const packed = input.replace(/\s/g, '');
	if (!/^[A-Za-z0-9+/]+={0,2}$/.test(packed) || packed.length > LIMITS.scriptChars) return null;
	const bytes = Uint8Array.from(atob(packed), (char) => char.charCodeAt(0));
	return new TextDecoder().decode(bytes);
}

function visitRedirected(node: SyntaxNode, walk: Walk, pipedFrom: readonly string[]): void {
	const body = node.childForFieldName('body');
	const redirects: Redirect[] = [];
	let input: string | null = null;
	const trailing: SyntaxNode[] = [];
	for (const child of children(node)) {
		if (child.type === 'file_redirect') {
			const target = child.childForFieldName('destination') ?? children(child).at(-1);
			const operator = child.children.find((c) => c !== null && !c.isNamed)?.text ?? '>';
			// `< <(echo …)`: what the command inside prints.
			if (target?.type === 'process_substitution' && operator === '<') {
				const before = walk.commands.length;
				for (const inner of children(target)) visit(inner, walk, []);
				input = literalOutput(walk.commands.slice(before).at(-1));
			} else if (target && target.type !== 'number')
				redirects.push({ operator, target: resolve(target, walk).text });
		} else if (child.type === 'heredoc_redirect') {
			const heredoc = children(child).find((c) => c.type === 'heredoc_body');
			input = heredoc === undefined ? '' : expandText(heredoc.text, walk);
			for (const inner of children(child)) {
				if (inner.type === 'file_redirect') {
					const target = inner.childForFieldName('destination');
					if (target) redirects.push({ operator: '>', target: resolve(target, walk).text });
				} else if (!inner.type.startsWith('heredoc')) trailing.push(inner);
			}
		} else if (child.type === 'herestring_redirect') {
			const text = children(child)[0];
			input = text === undefined ? '' : resolve(text, walk).text;
		}
	}
	const before = walk.commands.length;
	if (body !== null) visit(body, walk, pipedFrom, { redirects, input });
	else if (redirects.length > 0) walk.commands.push(bareRedirect(node, redirects, walk));
	rememberWrittenFile(walk.commands.slice(before).at(-1), redirects, walk);
	// `cmd <<EOF | next`: the grammar hangs the rest of the pipe under the here-document.
	const upstream = walk.commands.slice(before).map((command) => command.source);
	for (const rest of trailing) visit(rest, walk, upstream);
}

/** `> file` alone empties the file: a command without a program. */
const bareRedirect = (
	node: SyntaxNode,
	redirects: readonly Redirect[],
	walk: Walk,
): ShellCommand => ({
	name: ':',
	args: [],
	environment: {},
	redirects,
	input: null,
	pipedFrom: [],
	substitutions: [],
	wrappers: [],
	host: null,
	folder: walk.folder,
	source: node.text,
});

/** `cat > deploy.sh <<EOF` and `echo … > x.sh`: keeps the content, so that running it later is understood. */
function rememberWrittenFile(
	command: ShellCommand | undefined,
	redirects: readonly Redirect[],
	walk: Walk,
): void {
	const target = redirects.find((redirect) => redirect.operator.startsWith('>'))?.target;
	if (command === undefined || target === undefined) return;
	const content = literalOutput(command);
	if (content !== null && content.length <= LIMITS.scriptChars)
		walk.state.files.set(baseName(target), content);
}

export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

function visitFor(node: SyntaxNode, walk: Walk, pipedFrom: readonly string[]): void {
	const name = node.childForFieldName('variable')?.text;
	const body = node.childForFieldName('body') ?? children(node).find((c) => c.type === 'do_group');
	const values = children(node).filter(
		(c) => c.type !== 'variable_name' && c.type !== 'do_group' && c !== body,
	);
	if (!name || !body) return;
	const words = values.flatMap((value) => {
		const text = resolve(value, walk).text;
		// What a command prints is known to the running shell only; the command itself runs here.
		if (value.type === 'command_substitution') {
			collectSubstitutions(value, walk);
			return ['$()'];
		}
		return value.type === 'word' || value.type.includes('string') ? [text] : text.split(/\s+/);
	});
	const literal = words.filter((word) => word !== '').slice(0, LIMITS.loopValues);
	if (literal.length === 0) {
		visit(body, walk, pipedFrom);
		return;
	}
	for (const word of literal) {
		if (/^\$|`/.test(word)) walk.state.variables.delete(name);
		else walk.state.variables.set(name, word);
		visit(body, walk, pipedFrom);
	}
}

function assign(node: SyntaxNode, walk: Walk): void {
	const name = node.childForFieldName('name')?.text;
	const value = node.childForFieldName('value');
	if (!name) return;
	const word = value === null ? { text: '', unresolved: [], variables: [] } : resolve(value, walk);
	if (value !== null) collectSubstitutions(value, walk);
	// A value that only the running shell knows is remembered as its text, `$(cat .env)`: provenance needs it.
	walk.state.variables.set(name, word.text);
}

function emitCommand(
	node: SyntaxNode,
	walk: Walk,
	pipedFrom: readonly string[],
	extra?: Extra,
): void {
	const environment: Record<string, string> = {};
	const words: Word[] = [];
	const redirects: Redirect[] = [...(extra?.redirects ?? [])];
	let input = extra?.input ?? null;
	const substitutions: ShellCommand[] = [];
	for (const child of children(node)) {
		if (child.type === 'variable_assignment') {
			const value = child.childForFieldName('value');
			environment[child.childForFieldName('name')?.text ?? ''] =
				value === null ? '' : resolve(value, walk).text;
			if (value !== null) substitutions.push(...collectSubstitutions(value, walk));
		} else if (child.type === 'file_redirect') {
			const target = child.childForFieldName('destination');
			if (target && target.type !== 'number')
				redirects.push({ operator: '>', target: resolve(target, walk).text });
		} else if (child.type === 'herestring_redirect') {
			const text = children(child)[0];
			input = text === undefined ? '' : resolve(text, walk).text;
		} else {
			words.push(resolve(child, walk));
			// `psql -f <(echo …)`: the file that it reads is what the command inside prints.
			if (child.type === 'process_substitution') input ??= printedBy(child, walk);
			substitutions.push(...collectSubstitutions(child, walk));
		}
	}
	const unwrapped = unwrapCommand({ words: withSentFiles(words, walk.state), environment });
	const first = unwrapped.words[0];
	if (first === undefined) return;
	if (unwrapped.script !== null) {
		const read = redirects.filter(({ operator }) => operator === '<');
		const fed = pipedFrom.length > 0 ? pipedFrom : read.map(({ target }) => `cat ${target}`);
		for (const inner of readScript(unwrapped.script, walk.grammar, walk.state, walk.depth + 1))
			walk.commands.push({
				...inner,
				// What is piped into ssh is the input of what runs there.
				pipedFrom: inner.pipedFrom.length === 0 ? fed : inner.pipedFrom,
				wrappers: [...unwrapped.wrappers, ...inner.wrappers],
				host: unwrapped.host ?? inner.host,
			});
		if (unwrapped.isCall !== true) return;
	}
	const command: ShellCommand = {
		name: baseName(first.text),
		args: fedArguments(unwrapped.words.slice(1), unwrapped.wrappers, input),
		environment: unwrapped.environment,
		redirects,
		input,
		pipedFrom,
		substitutions,
		wrappers: unwrapped.wrappers,
		host: unwrapped.host,
		folder: walk.folder,
		source: node.text,
	};
	const program = writtenProgram(command, walk.state);
	walk.commands.push(program === null ? command : { ...command, input: program });
	if (command.name === 'cd' && command.args[0] !== undefined) walk.folder = command.args[0].text;
	runInnerScript(command, walk);
}

/** `curl -d @body.json` of a file that the run wrote: its text is the body. */
function withSentFiles(words: readonly Word[], state: ShellState): readonly Word[] {
	if (state.files.size === 0 || !words.some((word) => word.text.startsWith('@'))) return words;
	const isRequest = words.some((word) => /(^|\/)(curl|xh|http)$/.test(word.text));
	return !isRequest
		? words
		: words.map((word) => {
				const content = /^@[^-]/.test(word.text)
					? state.files.get(baseName(word.text.slice(1)))
					: undefined;
				return content === undefined ? word : { ...word, text: content };
			});
}

/** What known text makes `xargs` append, or put in the place of `{}`; at most 50 words. */
function fedArguments(
	args: readonly Word[],
	wrappers: readonly string[],
	input: string | null,
): readonly Word[] {
	if (input === null || !(wrappers.includes('xargs') || wrappers.includes('parallel'))) return args;
	const fed = input
		.split(/[\s\0]+/)
		.filter((text) => text !== '')
		.slice(0, LIMITS.loopValues);
	const asWord = (text: string): Word => ({ text, unresolved: [], variables: [] });
	return args.some((word) => word.text.includes('{}'))
		? args.flatMap((word) =>
				word.text.includes('{}')
					? fed.map((text) => ({ ...word, text: word.text.replaceAll('{}', text) }))
					: [word],
			)
		: [...args, ...fed.map(asWord)];
}

const SHELLS = new Set(['sh', 'bash', 'zsh', 'dash', 'ksh', 'ash']);

/** `bash x.sh`, `./x.sh`, `source x.sh`, `bash <<EOF`, `curl … | sh`: reads the script where its text is known. */
function runInnerScript(command: ShellCommand, walk: Walk): void {
	if (command.name === 'ssh' && command.input !== null) {
		const host = command.args.findLast((word) => !word.text.startsWith('-'))?.text ?? null;
		for (const inner of readScript(command.input, walk.grammar, walk.state, walk.depth + 1))
			walk.commands.push({
				...inner,
				wrappers: ['ssh', ...inner.wrappers],
				host: inner.host ?? host,
			});
		return;
	}
	if (command.name === 'find' || command.name === 'fd') {
		const inner = executedBy(command);
		if (inner !== null)
			walk.commands.push(...readScript(inner, walk.grammar, walk.state, walk.depth + 1));
		return;
	}
	if (command.name === 'apply_patch') {
		rememberPatch(command.input ?? command.args[0]?.text ?? '', walk.state);
		return;
	}
	const recipe = recipeOf(command, walk.state.files);
	if (recipe !== null) {
		walk.commands.push(...readScript(recipe, walk.grammar, walk.state, walk.depth + 1));
		return;
	}
	const later = scheduledBy(command, walk.state.files);
	if (later !== null) {
		for (const inner of readScript(later.script, walk.grammar, walk.state, walk.depth + 1))
			walk.commands.push({ ...inner, wrappers: [later.wrapper, ...inner.wrappers] });
		return;
	}
	const isShell = SHELLS.has(command.name) || command.name === 'source' || command.name === '.';
	const operand = command.args.find((word) => !word.text.startsWith('-'))?.text;
	const path = isShell ? operand : /\.(sh|bash)$/.test(command.name) ? command.name : undefined;
	const script =
		path !== undefined
			? walk.state.files.get(baseName(path))
			: isShell
				? (command.input ?? madeScript(command.pipedFrom.at(-1) ?? ''))
				: undefined;
	if (script === undefined || script === null) return;
	walk.commands.push(...readScript(script, walk.grammar, walk.state, walk.depth + 1));
}

/** What `find … -exec cmd {} ;` runs for each file; null for what removes, which its own reader knows. */
function executedBy(command: ShellCommand): string | null {
	const words = command.args.map((word) => word.text);
	const at = words.findIndex((word) =>
		/^(-exec(dir)?|-ok(dir)?|-x|-X|--exec(-batch)?)$/.test(word),
	);
	if (at < 0) return null;
	const end = words.findIndex((word, i) => i > at && (word === ';' || word === '+'));
	const inner = words.slice(at + 1, end < 0 ? undefined : end);
	const roots = words.slice(
		0,
		words.findIndex((word) => /^[-(!]/.test(word)),
	);
	if (inner.length === 0 || /(^|\/)(rm|shred|unlink|sudo)$/.test(inner[0] ?? '')) return null;
	const script = inner.findIndex((word) => /^-[a-z]*c$/.test(word));
	// `sh -c 'rm "$1"' _ {}`: what is handed over stands where the script takes it.
	const found = roots[0] === undefined ? '.' : `${roots[0].replace(/\/$/, '')}/*`;
	return inner
		.map((word, i) => {
			const text =
				script >= 0 && i === script + 1
					? word.replace(/"?\$(?:[0-9@*]|\{[0-9@*]\})"?/g, found)
					: word;
			return `'${text.replaceAll('{}', found).replaceAll("'", "'\\''")}'`;
		})
		.join(' ');
}

const INTERPRETERS = /^(python[\d.]*|node|tsx|ts-node|deno|bun|go|ruby|perl|php)$/;

/** The text of a program that the run wrote and now runs with an interpreter: `python cleanup.py`. */
function writtenProgram(command: ShellCommand, state: ShellState): string | null {
	if (!INTERPRETERS.test(command.name)) return null;
	const path = command.args.find((word) => !/^(-|run$)/.test(word.text))?.text;
	return path === undefined ? null : (state.files.get(baseName(path)) ?? null);
}

/** Reads the commands inside `$(…)` and backquotes; they run, so they count as commands of the script too. */
function collectSubstitutions(node: SyntaxNode, walk: Walk): ShellCommand[] {
	const found: ShellCommand[] = [];
	const search = (current: SyntaxNode): void => {
		if (current.type === 'command_substitution' || current.type === 'process_substitution') {
			const before = walk.commands.length;
			for (const child of children(current)) visit(child, walk, []);
			found.push(...walk.commands.slice(before));
			return;
		}
		for (const child of children(current)) search(child);
	};
	search(node);
	return found;
}

/** Resolves a word: quotes off, escapes undone, known variables filled in. */
function resolve(node: SyntaxNode, walk: Walk): Word {
	const unresolved: string[] = [];
	const variables: string[] = [];
	const text = resolveText(node, walk, unresolved, variables, 0);
	return { text, unresolved, variables };
}

function resolveText(
	node: SyntaxNode,
	walk: Walk,
	unresolved: string[],
	variables: string[],
	depth: number,
): string {
	if (depth > 20) return node.text;
	const inner = (): string =>
		children(node)
			.map((child) => resolveText(child, walk, unresolved, variables, depth + 1))
			.join('');
	switch (node.type) {
		case 'command_name':
		case 'concatenation':
			return inner();
		case 'string':
			return resolveString(node, walk, unresolved, variables, depth);
		case 'string_content':
			return node.text.replace(/\\(["\\$`])/g, '$1').replace(/\\\n/g, '');
		case 'raw_string':
			return node.text.slice(1, -1);
		case 'ansi_c_string':
			return node.text
				.slice(2, -1)
				.replace(/\\(n|t|r|'|"|\\)/g, (_, c: string) => ANSI_ESCAPES[c] ?? c);
		case 'word':
			return node.text.replace(/\\\n/g, '').replace(/\\(.)/g, '$1');
		case 'command_substitution':
			return printedBy(node, walk) ?? node.text;
		case 'simple_expansion':
		case 'expansion': {
			const name = children(node).find((c) => c.type === 'variable_name')?.text;
			if (name === undefined) return node.text;
			variables.push(name);
			const value = walk.state.variables.get(name);
			if (value !== undefined) return value;
			unresolved.push(name);
			return `$${name}`;
		}
		default:
			return node.text;
	}
}

/** What `$(echo …)`, `$(printf …)` and `$(echo … | base64 -d)` print: known text; null for all else. */
function printedBy(node: SyntaxNode, walk: Walk): string | null {
	if (!/^(\$\(|`|<\()\s*(echo|printf)\s/.test(node.text) || node.text.length > 2_000) return null;
	const before = walk.commands.length;
	for (const child of children(node)) visit(child, walk, []);
	const ran = walk.commands.splice(before);
	const last = ran.at(-1);
	const isLiteral = ran.every(
		({ name, args }) =>
			/^(echo|printf|base64)$/.test(name) && args.every((word) => word.unresolved.length === 0),
	);
	return isLiteral ? literalOutput(last) : null;
}

const ANSI_ESCAPES: Readonly<Record<string, string>> = {
	n: '\n',
	t: '\t',
	r: '\r',
	"'": "'",
	'"': '"',
	'\\': '\\',
};

/** A double-quoted string: the grammar drops blanks between its parts, so the gaps are filled from the text. */
function resolveString(
	node: SyntaxNode,
	walk: Walk,
	unresolved: string[],
	variables: string[],
	depth: number,
): string {
	const source = node.text.slice(1, -1);
	let out = '';
	let at = 0;
	for (const child of children(node)) {
		const start = source.indexOf(child.text, at);
		if (start > at) out += source.slice(at, start);
		out += resolveText(child, walk, unresolved, variables, depth + 1);
		at = Math.max(at, start) + child.text.length;
	}
	return out + source.slice(at);
}

/** Fills known variables into a here-document. */
function expandText(text: string, walk: Walk): string {
	return text.replace(
		/\$\{?([A-Za-z_]\w*)\}?/g,
		(whole, name: string) => walk.state.variables.get(name) ?? whole,
	);
}
