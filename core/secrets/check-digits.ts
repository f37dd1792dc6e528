const table = Array.from({ length: 256 }, (_, byte) => {
	let value = byte;
	for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
	return value >>> 0;
});

/** CRC-32 (ISO 3309) of ASCII text. */
function crc32(text: string): number {
	let crc = 0xffffffff;
	for (let i = 0; i < text.length; i++)
		crc = (table[(crc ^ text.charCodeAt(i)) & 255] as number) ^ (crc >>> 8);
	return (crc ^ 0xffffffff) >>> 0;
}

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Six digits of base 62 over a token's random part, as GitHub and npm end their tokens. */
export function crcDigits(random: string): string {
	let value = crc32(random);
	let digits = '';
	for (let i = 0; i < 6; i++) {
		digits = BASE62[value % 62] + digits;
		value = Math.floor(value / 62);
	}
	return digits;
}

/** Kinds whose tokens are a prefix, 30 random characters and six check digits. */
const CRC_KINDS: ReadonlySet<string> = new Set([
	'github-classic-token',
	'github-oauth-token',
	'github-user-token',
	'github-installation-token',
	'github-refresh-token',
	'npm-token',
]);

/**
 * Whether a secret carries the check digits that its provider gives this kind; null: the provider
 * gives it none. A token with wrong ones was mistyped, cut or made up. It is hidden all the same.
 */
export function checkDigitsOf(kind: string, secret: string): boolean | null {
	if (!CRC_KINDS.has(kind)) return null;
	const body = secret.slice(secret.indexOf('_') + 1);
	return body.length === 36 ? crcDigits(body.slice(0, 30)) === body.slice(30) : null;
}
