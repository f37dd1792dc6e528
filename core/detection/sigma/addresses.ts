import type { CidrRange } from './expression.ts';

/** The 16-bit groups of an IPv4 (2) or IPv6 (8) address; null for any other text. */
export function addressGroups(text: string): number[] | null {
	const four = ipv4Groups(text);
	if (four !== null || !text.includes(':') || text.length > 64) return four;
	const bare = text.split('%')[0] ?? '';
	const tail = /^(.*:)(\d{1,3}(?:\.\d{1,3}){3})$/.exec(bare);
	const embedded = tail === null ? [] : ipv4Groups(tail[2] ?? '');
	if (embedded === null) return null;
	const head = tail === null ? bare : (tail[1] ?? '').replace(/([^:]):$/, '$1');
	const halves = head.split('::');
	if (halves.length > 2) return null;
	const left = hexGroups(halves[0] ?? '');
	const right = hexGroups(halves[1] ?? '');
	if (left === null || right === null) return null;
	const given = left.length + right.length + embedded.length;
	if (halves.length === 1 ? given !== 8 : given > 7) return null;
	return [...left, ...new Array<number>(8 - given).fill(0), ...right, ...embedded];
}

function ipv4Groups(text: string): number[] | null {
	const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
	if (match === null) return null;
	const bytes = match.slice(1).map(Number);
	if (bytes.some((byte) => byte > 255)) return null;
	const [a = 0, b = 0, c = 0, d = 0] = bytes;
	return [a * 256 + b, c * 256 + d];
}

function hexGroups(text: string): number[] | null {
	if (text === '') return [];
	const groups = text.split(':');
	return groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))
		? groups.map((group) => Number.parseInt(group, 16))
		: null;
}

/** Reads `10.0.0.0/8` or `fe80::/10`; a lone address is a range of one. Null for any other text. */
export function parseCidr(text: string): CidrRange | null {
	const [address = '', length, ...rest] = text.trim().split('/');
	const groups = addressGroups(address);
	if (groups === null || rest.length > 0) return null;
	const whole = groups.length * 16;
	if (length === undefined) return { groups, bits: whole };
	if (!/^\d{1,3}$/.test(length) || Number(length) > whole) return null;
	return { groups, bits: Number(length) };
}

/** Whether an address lies in a range; false for what is no address and for the other family. */
export function inRange(text: string, range: CidrRange): boolean {
	const groups = addressGroups(text.trim());
	if (groups === null || groups.length !== range.groups.length) return false;
	for (let i = 0, bits = range.bits; bits > 0; i++, bits -= 16) {
		const mask = bits >= 16 ? 0xffff : (0xffff << (16 - bits)) & 0xffff;
		if (((groups[i] ?? 0) & mask) !== ((range.groups[i] ?? 0) & mask)) return false;
	}
	return true;
}
