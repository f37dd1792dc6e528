/** An element of an XML answer, as far as AWS's query protocol uses XML: no attributes, no mixed content. */
export interface XmlElement {
	readonly name: string;
	readonly children: XmlElement[];
	text: string;
}

const TOKEN = /<\/([\w:.-]+)\s*>|<([\w:.-]+)(?:\s[^<>]*?)?(\/)?>|<[?!][^>]*>|([^<]+)/g;
const depthMax = 50;

const entities: Readonly<Record<string, string>> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
};

export const unescapedXml = (text: string): string =>
	text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{2,5}));/gi, (whole, hex, decimal, name) => {
		const code = hex !== undefined ? Number.parseInt(hex, 16) : Number(decimal);
		if (hex !== undefined || decimal !== undefined)
			return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
		return entities[name] ?? whole;
	});

/** The root element; null: it is not well formed, or nests deeper than 50. */
export function readXml(text: string): XmlElement | null {
	const root: XmlElement = { name: '', children: [], text: '' };
	const open = [root];
	for (const [, closes, opens, isEmpty, words] of text.matchAll(TOKEN)) {
		const at = open.at(-1);
		if (at === undefined) return null;
		if (closes !== undefined) {
			if (at.name !== closes || at === root) return null;
			open.pop();
		} else if (opens !== undefined) {
			const element: XmlElement = { name: opens, children: [], text: '' };
			at.children.push(element);
			if (isEmpty === undefined) open.push(element);
			if (open.length > depthMax) return null;
		} else if (words !== undefined) at.text += unescapedXml(words);
	}
	return open.length === 1 ? (root.children[0] ?? null) : null;
}

export const childOf = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
	element?.children.find((each) => each.name === name);
