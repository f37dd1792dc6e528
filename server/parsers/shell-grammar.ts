import '@/server/wasm-calls.ts';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Language, Parser } from 'web-tree-sitter';
import type { ShellGrammar, SyntaxNode } from '@/core/actions/shell/grammar.ts';

let loading: Promise<ShellGrammar> | null = null;

/** Loads the bash grammar (WebAssembly, from node_modules) once a process. */
export function loadShellGrammar(): Promise<ShellGrammar> {
	loading ??= load();
	return loading;
}

async function load(): Promise<ShellGrammar> {
	// By its runtime name: a bundler that sees `createRequire` turns the path into a module number.
	const { createRequire } = process.getBuiltinModule('node:module');
	const require = createRequire(import.meta.url);
	const folder = dirname(require.resolve('tree-sitter-bash/package.json'));
	await Parser.init();
	const language = await Language.load(
		new Uint8Array(await readFile(join(folder, 'tree-sitter-bash.wasm'))),
	);
	const parser = new Parser();
	parser.setLanguage(language);
	return {
		withTree<T>(script: string, read: (root: SyntaxNode) => T): T {
			const tree = parser.parse(script);
			if (tree === null) throw new Error('the bash grammar gave no tree');
			try {
				return read(tree.rootNode as unknown as SyntaxNode);
			} finally {
				tree.delete();
			}
		},
	};
}
