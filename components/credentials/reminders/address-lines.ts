/** `owner = address`, a line each; a line without both is answered with its number. */
export function readAddressLines(
	text: string,
): { readonly addresses: Record<string, string> } | { readonly badLine: number } {
	const addresses: Record<string, string> = {};
	for (const [index, line] of text.split('\n').entries()) {
		if (line.trim() === '') continue;
		const at = line.lastIndexOf('=');
		const owner = line.slice(0, Math.max(at, 0)).trim();
		const address = line.slice(at + 1).trim();
		if (owner === '' || !address.includes('@')) return { badLine: index + 1 };
		addresses[owner] = address;
	}
	return { addresses };
}

export const writeAddressLines = (addresses: Readonly<Record<string, string>>): string =>
	Object.entries(addresses)
		.map(([owner, address]) => `${owner} = ${address}`)
		.join('\n');

export const readMailLines = (text: string): string[] =>
	text
		.split(/[\s,;]+/)
		.map((each) => each.trim())
		.filter((each) => each !== '');
