import type { SyntaxNode } from './grammar.ts';

/**
 * Reads scripts of nothing but plain commands: words, closed quotes without expansions, pipes, `&&`,
 * `||`, `;`, and redirections to files. Agents write such ones most of the time, and the whole
 * grammar takes several times as long for them.
 *
 * Gives null for whatever it is not sure of. Simple commands are the very nodes that the grammar
 * gives; a property test holds the two together. Between commands it follows the shell's own rules
 * (POSIX.1-2024, Shell Command Language, 2.9 and 2.10), where the grammar does not always: it reads
 * `a && b 2>&1 | c` as if `a` stood in the pipe too.
 */
export function plainScript(script: string): SyntaxNode | null {
	if (script.length > CHARS_MAX || HARD.test(script)) return null;
	const tokens = tokensOf(script);
	return tokens === null ? null : program(tokens, script);
}

const CHARS_MAX = 2_000;
/** Anything that expands, escapes, groups, comments, globs by brackets or reads a here-document. */
const HARD = /[$`\\(){}[\]#<!?^]|[^\x20-\x7e\n\t]/;
const WORD = /[A-Za-z0-9_./:@%+,=~*-]+/y;
/** Of a command: a program or a path to one. */
const NAME = /^[A-Za-z_./~][\w./+-]*$/;
const NUMBER = /^-?(?:0x)?\d+$/;
/** What begins something else than a command; also what the grammar has tokens of its own for. */
const KEYWORDS = new Set(
	'if then else elif fi for while until do done case esac select function in time declare typeset export readonly local unset unsetenv test let coproc'.split(
		' ',
	),
);

/** `[start, end)` is where it stands in the script. */
interface Span {
	readonly node: SyntaxNode;
	readonly start: number;
	readonly end: number;
}

type Operator = '&&' | '||' | '|' | ';' | '\n';
type Token =
	| ({ readonly kind: 'word' } & Span)
	| ({ readonly kind: 'redirect' } & Span)
	| { readonly kind: 'operator'; readonly operator: Operator };

const leaf = (type: string, text: string, isNamed = true): SyntaxNode => ({
	type,
	text,
	isNamed,
	namedChildren: [],
	children: [],
	childForFieldName: () => null,
});

function branch(
	type: string,
	text: string,
	named: readonly SyntaxNode[],
	fields: Readonly<Record<string, SyntaxNode>> = {},
	children: readonly SyntaxNode[] = named,
): SyntaxNode {
	return {
		type,
		text,
		isNamed: true,
		namedChildren: named,
		children,
		childForFieldName: (name) => fields[name] ?? null,
	};
}

/** Tokens in order; null where one is not plain. */
function tokensOf(script: string): Token[] | null {
	const tokens: Token[] = [];
	for (let at = 0; at < script.length; ) {
		const char = script[at] as string;
		if (char === ' ' || char === '\t') at++;
		else if (char === ';' || char === '\n') {
			tokens.push({ kind: 'operator', operator: char });
			at++;
			if (char === ';' && script[at] === ';') return null;
		} else if (char === '&' || char === '|') {
			const isDouble = script[at + 1] === char;
			if (!isDouble && (char === '&' || script[at + 1] === '&')) return null;
			tokens.push({ kind: 'operator', operator: isDouble ? (char === '&' ? '&&' : '||') : '|' });
			at += isDouble ? 2 : 1;
		} else {
			const isApart = at === 0 || /[ \t;|&\n]/.test(script[at - 1] as string);
			const token = isApart ? (redirectAt(script, at) ?? wordAt(script, at)) : null;
			if (token === null) return null;
			tokens.push(token);
			at = token.end;
		}
	}
	return tokens;
}

const REDIRECT = /([12]?)(>>|>&|>)[ \t]*/y;

/** `> file`, `2>> file`, `2>&1`. */
function redirectAt(script: string, start: number): (Token & { kind: 'redirect' }) | null {
	REDIRECT.lastIndex = start;
	const m = REDIRECT.exec(script);
	if (m === null) return null;
	const [whole, fd = '', operator = ''] = m;
	const target = wordAt(script, start + whole.length);
	if (target === null) return null;
	if (operator === '>&' && target.node.type !== 'number') return null;
	const text = script.slice(start, target.end);
	const named = fd === '' ? [target.node] : [leaf('file_descriptor', fd), target.node];
	const children = [...named.slice(0, -1), leaf(operator, operator, false), target.node];
	const node = branch('file_redirect', text, named, { destination: target.node }, children);
	return { kind: 'redirect', node, start, end: target.end };
}

/** A word of bare characters and closed quotes, up to what ends it. */
function wordAt(script: string, start: number): (Token & { kind: 'word' }) | null {
	const parts: SyntaxNode[] = [];
	let at = start;
	while (at < script.length) {
		const char = script[at] as string;
		if (char === "'" || char === '"') {
			const close = script.indexOf(char, at + 1);
			const inner = script.slice(at + 1, close);
			if (close === -1 || inner.includes('\n') || /^ +$/.test(inner)) return null;
			parts.push(quoted(char, inner));
			at = close + 1;
		} else {
			WORD.lastIndex = at;
			const bare = WORD.exec(script)?.[0];
			if (bare === undefined) break;
			at += bare.length;
			parts.push(leaf(NUMBER.test(bare) ? 'number' : 'word', bare));
		}
	}
	const first = parts[0];
	if (first === undefined || /^(?:=|-$)/.test(first.text)) return null;
	const text = script.slice(start, at);
	const node = parts.length === 1 ? first : branch('concatenation', text, parts);
	return { kind: 'word', node, start, end: at };
}

function quoted(quote: string, inner: string): SyntaxNode {
	const text = `${quote}${inner}${quote}`;
	if (quote === "'") return leaf('raw_string', text);
	return branch('string', text, inner === '' ? [] : [leaf('string_content', inner)]);
}

const spanned = (type: string, script: string, parts: readonly Span[]): Span => {
	const start = parts[0]?.start ?? 0;
	const end = parts.at(-1)?.end ?? start;
	return { node: branch(type, script.slice(start, end), nodesOf(parts)), start, end };
};

const nodesOf = (spans: readonly Span[]): SyntaxNode[] => spans.map(({ node }) => node);

function commandOf(
	words: readonly Span[],
	redirects: readonly Span[],
	script: string,
): Span | null {
	const [name, ...rest] = words;
	if (name === undefined) return null;
	// An assignment, a keyword, a number, a quoted name: the grammar knows what becomes of it.
	if (name.node.type !== 'word' || !NAME.test(name.node.text) || KEYWORDS.has(name.node.text))
		return null;
	const named = { ...name, node: branch('command_name', name.node.text, [name.node]) };
	const command = spanned('command', script, [named, ...rest]);
	if (redirects.length === 0) return command;
	const { start } = command;
	const end = redirects.at(-1)?.end ?? command.end;
	const parts = [command.node, ...nodesOf(redirects)];
	const fields = { body: command.node };
	return {
		node: branch('redirected_statement', script.slice(start, end), parts, fields),
		start,
		end,
	};
}

/** A pipe binds closest; `&&` and `||` go from the left; a redirection belongs to its command. */
function program(tokens: readonly Token[], script: string): SyntaxNode | null {
	const statements: SyntaxNode[] = [];
	let left: Span | null = null;
	let stages: Span[] = [];
	let words: Span[] = [];
	let redirects: Span[] = [];
	const endCommand = (): boolean => {
		const command = commandOf(words, redirects, script);
		words = [];
		redirects = [];
		if (command !== null) stages.push(command);
		return command !== null;
	};
	const endPipeline = (): Span => {
		const last = stages.length === 1 ? (stages[0] as Span) : spanned('pipeline', script, stages);
		stages = [];
		return left === null ? last : spanned('list', script, [left, last]);
	};
	const isBegun = (): boolean => words.length > 0 || stages.length > 0 || left !== null;
	for (const token of tokens) {
		if (token.kind === 'word') {
			if (redirects.length > 0) return null;
			words.push(token);
		} else if (token.kind === 'redirect') redirects.push(token);
		else if (token.operator === '\n' && !isBegun() && redirects.length === 0) continue;
		else if (!endCommand()) return null;
		else if (token.operator === ';' || token.operator === '\n') {
			statements.push(endPipeline().node);
			left = null;
		} else if (token.operator !== '|') left = endPipeline();
	}
	if (isBegun() || redirects.length > 0) {
		if (!endCommand()) return null;
		statements.push(endPipeline().node);
	}
	return branch('program', script, statements);
}
