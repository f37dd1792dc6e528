/** What the shell reader needs of a syntax tree: the subset of tree-sitter's node that it walks. */
export interface SyntaxNode {
	readonly type: string;
	readonly text: string;
	readonly isNamed: boolean;
	readonly namedChildren: readonly (SyntaxNode | null)[];
	readonly children: readonly (SyntaxNode | null)[];
	childForFieldName(name: string): SyntaxNode | null;
}

/**
 * A bash grammar, loaded by `server/parsers` (loading is I/O, reading is not). `withTree` gives the
 * root to `read` and frees the tree afterwards; a text with syntax errors still yields a tree.
 */
export interface ShellGrammar {
	withTree<T>(script: string, read: (root: SyntaxNode) => T): T;
}
