import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments } from 'yaml';
import type { RuleProblem, TextPlace } from './rule.ts';

/** A file of one or several rule documents. */
export interface RuleFile {
	readonly path: string;
	readonly text: string;
}

/** One document of a rule file, as YAML gives it. */
export interface RuleText {
	readonly content: unknown;
	/** Where these keys stand, as far as the document has them. */
	readonly placeOf: (...keys: readonly (string | number)[]) => TextPlace;
}

/** Longest rule file, in characters. */
export const ruleFileMax = 1_000_000;

/** The documents of a file; what is no YAML is a problem with its place. */
export function readRuleTexts(file: RuleFile, problems: RuleProblem[]): RuleText[] {
	const refuse = (place: TextPlace | null, reason: string): RuleText[] => {
		problems.push({ path: file.path, place, rule: null, reason });
		return [];
	};
	if (file.text.length > ruleFileMax)
		return refuse(null, `the file is longer than ${ruleFileMax} characters`);
	const lineCounter = new LineCounter();
	try {
		const texts: RuleText[] = [];
		for (const document of parseAllDocuments(file.text, { logLevel: 'silent', lineCounter })) {
			const error = document.errors?.[0];
			if (error !== undefined) {
				const place = placeAt(lineCounter, error.pos[0]);
				return refuse(place, `it is not valid YAML: ${firstLine(error.message)}`);
			}
			const content: unknown = document.toJS({ maxAliasCount: 100 });
			if (content === null || content === undefined) continue;
			const { contents } = document;
			texts.push({
				content,
				placeOf: (...keys) => placeAt(lineCounter, offsetOf(contents as Node | null, keys)),
			});
		}
		return texts.length === 0 ? refuse(null, 'the file holds no document') : texts;
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		return refuse(null, `it is not valid YAML: ${firstLine(message)}`);
	}
}

const firstLine = (text: string): string =>
	(text.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '').replace(/:$/, '');

function placeAt(lineCounter: LineCounter, offset: number): TextPlace {
	const { line, col } = lineCounter.linePos(offset);
	return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

/** Where the last of the keys begins that the node holds. */
function offsetOf(root: Node | null, keys: readonly (string | number)[]): number {
	let node: unknown = root;
	let offset = root?.range?.[0] ?? 0;
	for (const key of keys) {
		if (isAlias(node)) break;
		if (isMap(node)) {
			const pair = node.items.find(
				(item) => isScalar(item.key) && String(item.key.value) === String(key),
			);
			if (pair === undefined) break;
			offset = (pair.key as Node).range?.[0] ?? offset;
			node = pair.value;
		} else if (isSeq(node)) {
			node = node.items[Number(key)];
			offset = (node as Node | undefined)?.range?.[0] ?? offset;
		} else break;
	}
	return offset;
}
