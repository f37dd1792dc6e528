import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadShellGrammar } from '@/server/parsers/shell-grammar.ts';
import type { SyntaxNode } from './grammar.ts';
import { plainScript } from './plain-script.ts';

const grammar = await loadShellGrammar();

interface Shape {
	readonly type: string;
	readonly text: string;
	readonly parts: readonly Shape[];
	readonly body: string | null;
	readonly destination: string | null;
	readonly operator: string | null;
}

/** All that the reader of scripts looks at. */
function shape(node: SyntaxNode): Shape {
	const field = (name: string): string | null => node.childForFieldName(name)?.text ?? null;
	const isRedirect = node.type === 'file_redirect';
	return {
		type: node.type,
		text: node.type === 'program' ? '' : node.text,
		parts: node.namedChildren.flatMap((child) => (child === null ? [] : [shape(child)])),
		body: field('body'),
		destination: field('destination'),
		operator: isRedirect ? (node.children.find((child) => !child?.isNamed)?.text ?? null) : null,
	};
}

const byGrammar = (script: string): Shape => grammar.withTree(script, shape);

const name = fc.oneof(
	{
		weight: 6,
		arbitrary: fc.constantFrom('rm', 'git', './x.sh', '/bin/ls', 'npm', 'cd', '..', '~/bin/x'),
	},
	fc.constantFrom('5', 'a@b', 'A=b', 'if', 'time', '*', 'test', 'done', '[', "'x y'", 'in'),
	fc.stringMatching(/^[A-Za-z0-9_./:@%+,=~*-]{1,8}$/),
);
const bare = fc.oneof(
	fc.constantFrom('-rf', 'status', '--short', '/var/lib', '5', '-20', '0x1f', '*.ts', '~/x'),
	fc.constantFrom('a=b', '--x=', 'done', 'if', 'a@b', '%h', '+x', '1.5', '-', '--', 'a:b', 'a,b'),
	fc.stringMatching(/^[A-Za-z0-9_./:@%+,=~*-]{1,8}$/),
);
const inside = fc.stringMatching(/^[A-Za-z0-9 _.,:;|&>/@%+='~*-]{0,8}$/);
const quote = fc.oneof(
	inside.map((text) => `'${text.replaceAll("'", '')}'`),
	inside.map((text) => `"${text}"`),
	fc.stringMatching(/^[ -~]{0,5}$/).map((text) => `"${text.replaceAll('"', '')}"`),
);
const word = fc.oneof(
	{ weight: 5, arbitrary: bare },
	quote,
	fc.tuple(bare, quote).map((parts) => parts.join('')),
	fc.tuple(quote, bare, quote).map((parts) => parts.join('')),
);
const redirect = fc.constantFrom(
	...[' 2>&1', ' > f', ' >> log', ' 2>/dev/null', '>x', " > 'a b'", ' >&2', '2>y', ' > 5'],
);
const command = fc
	.tuple(name, fc.array(word, { maxLength: 3 }), fc.array(redirect, { maxLength: 2 }))
	.map(([first, words, redirects]) => [first, ...words].join(' ') + redirects.join(''));

/** Statements, each a list of pipelines, each of commands: a script and what it must be read as. */
const statement = fc.array(
	fc.tuple(
		fc.constantFrom(' && ', ' || ', '&&'),
		fc.array(command, { minLength: 1, maxLength: 3 }),
	),
	{ minLength: 1, maxLength: 3 },
);
const statements = fc.array(statement, { minLength: 1, maxLength: 3 });
const ends = fc.constantFrom('; ', '\n', ';', '\n\n');

type Structure = string | readonly [string, ...Structure[]];

function structure(node: SyntaxNode): Structure {
	const parts = node.namedChildren.flatMap((child) => (child === null ? [] : [structure(child)]));
	return node.type === 'command' || node.type === 'redirected_statement'
		? node.text
		: [node.type, ...parts];
}

function expected(pipelines: readonly (readonly [string, readonly string[]])[]): Structure {
	const stages = pipelines.map(
		([, commands]): Structure =>
			commands.length === 1 ? (commands[0] as string) : ['pipeline', ...commands],
	);
	return stages.slice(1).reduce((left, next) => ['list', left, next], stages[0] as Structure);
}

describe('plain scripts', () => {
	it('have the commands that the grammar reads', () => {
		fc.assert(
			fc.property(command, (text) => {
				const plain = plainScript(text);
				if (plain !== null) expect(shape(plain)).toEqual(byGrammar(text));
			}),
			{ numRuns: 3_000 },
		);
	});

	it('are put together as the shell does', () => {
		fc.assert(
			fc.property(statements, ends, (all, end) => {
				const text = all
					.map((pipelines) =>
						pipelines
							.map(([join, commands], i) => (i === 0 ? '' : join) + commands.join(' | '))
							.join(''),
					)
					.join(end);
				const plain = plainScript(text);
				if (plain !== null) expect(structure(plain)).toEqual(['program', ...all.map(expected)]);
			}),
			{ numRuns: 3_000 },
		);
	});

	it('are much of what is made here: the tests above compare something', () => {
		const read = fc.sample(command, 1_000).filter((text) => plainScript(text) !== null);
		expect(read.length).toBeGreaterThan(300);
	});

	it('have redirections of their own, also within a pipe', () => {
		const root = plainScript('a && b 2>&1 | c > f');
		expect(root && structure(root)).toEqual([
			'program',
			['list', 'a', ['pipeline', 'b 2>&1', 'c > f']],
		]);
	});

	it.each([
		'git status --short && git diff --stat',
		'npm test -- --filter web-3 2>&1 | tail -20',
		"sed -n '1,90p' src/api/index-4.ts",
		'rm -rf dist/3fa && npm run build',
		'grep -rn "useState" src | head -20; wc -l found.txt > count',
	])('read %s without the grammar', (text) => {
		const plain = plainScript(text);
		expect(plain && shape(plain)).toEqual(byGrammar(text));
	});

	it.each([
		'echo $HOME',
		'echo "$(cat x)"',
		'cat <<EOF\nx\nEOF',
		'A=b cmd',
		'if true; then x; fi',
		'(cd x && y)',
		'x & y',
		'echo "a',
		'a\\ b',
		'time ls',
		'export X',
		'; x',
		'a > f b',
	])('leave %s to the grammar', (text) => {
		expect(plainScript(text)).toBeNull();
	});
});
