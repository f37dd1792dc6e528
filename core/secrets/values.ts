/** Shannon entropy in bits a character, over UTF-16 units. 0 for the empty string. */
export function entropy(text: string): number {
	const counts = new Map<number, number>();
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		counts.set(code, (counts.get(code) ?? 0) + 1);
	}
	let bits = 0;
	for (const count of counts.values()) {
		const share = count / text.length;
		bits -= share * Math.log2(share);
	}
	return bits;
}

const REFERENCE =
	/^(?:\$\{?[A-Za-z_0-9({]|\$\(|\{\{|\{[\w .:-]*\}?$|#\{|<[^<>]{0,80}>?$|%\{?[A-Za-z_]+\}?%?$|%s$|\[[\w .:*-]*\]?$|@[A-Za-z_]+@$|`|!Ref|!Sub|arn:|\(|@Microsoft\.KeyVault|op:\/\/|vault:|secretsmanager:|ssm:|sops|ENC\[)/;

const NOTHING =
	/^(?:null|nil|none|undefined|true|false|yes|no|on|off|string|str|number|int|bool|boolean|object|required|optional|empty|unset|hidden|hidden_due_to_security_reasons|masked|removed|todo|tbd|n\/a|na|test|tests|testing|user|username|pass|password|passwd|pwd|passphrase|secret|secrets|token|tokens|key|keys|apikey|api[_-]key|access[_-]?token|bearer|basic|default|value|values|env|environment|header|headers|cookie|credentials?|\d{1,3})$/i;

const STAND_IN =
	/example|placeholder|changeme|change_me|redacted|replace_?me|your[_-]?(?:api|token|key|secret|password)|not[_-]?a[_-]?(?:real|secret)|<|>|\*\*\*|\.\.\.|…|x{8,}/i;

/** Words of instructions: in a long random value they stand by chance. */
const INSTRUCTION =
	/(?:^|[^a-z0-9])(?:your|my|some|the|an|sample|change-?_?me|dummy|insert|replace|fake|todo|here|xxx+|put|goes|enter|add)(?:[^a-z0-9]|$)/i;

const SEQUENCE =
	/abcdefghijkl|zyxwvutsr|0123456789ab|1234567890(?:$|[^\da-f])|qwertyuiop|deadbeefdeadbeef/i;

/**
 * Whether a value only stands where a secret would: a variable reference, a word such as
 * `changeme`, a row of crosses, an example of the documentation.
 */
export function isPlaceholder(value: string): boolean {
	if (value.length === 0 || value.includes('‹')) return true;
	if (REFERENCE.test(value) || NOTHING.test(value)) return true;
	if (value.length < 512 && STAND_IN.test(value)) return true;
	const isLongAndRandom = value.length >= 24 && /\d/.test(value) && !/\s/.test(value);
	if (value.length < 512 && !isLongAndRandom && INSTRUCTION.test(value)) return true;
	if (SEQUENCE.test(value.slice(0, 512))) return true;
	return isUniform(value);
}

/** Rows of one or two characters, ignoring separators: `xxxx-xxxx`, `****`, `0000`. */
function isUniform(value: string): boolean {
	const letters = value
		.slice(0, 512)
		.toLowerCase()
		.replace(/[-_.\s]/g, '');
	return new Set(letters).size <= 2;
}

const WORDS = /^[A-Za-z]+(?:[-_. ][A-Za-z]+){0,12}$/;
const CHAIN =
	/^[A-Za-z_$][\w$]{0,40}(?:(?:\.|\?\.|->|::)[A-Za-z_$][\w$]{0,40}){1,8}(?:[([;!?].{0,200})?$/;
const CALL = /^[A-Za-z_$][\w$.]{0,80}[([]/;
const PATH =
	/^(?:~|\.{1,2}|[A-Za-z]:)?[/\\][\w@.+ -]+(?:[/\\][\w@.+ -]*)*$|^(?:\.{1,2}|~)\/|^file:|\.(?:pem|crt|cer|key|json|ya?ml|txt|env|pub|p12|pfx|jks|cert|conf|toml|ini|ts|js|py|go|rb|java)$/;
const URL_OR_HOST = /^[a-z][a-z0-9+.-]{1,20}:\/\/|^[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:\/|$)/i;

export type ValueClass = 'password' | 'secret' | 'weak';

/**
 * Whether a value may be the secret that its name promises. Passwords may be words; tokens and keys
 * must look random; where only a vague word named it (`weak`: credential, key) it must look very
 * random. `quoted` values are data; bare ones may be code, so they must carry a digit.
 */
export function isPlausible(value: string, cls: ValueClass, quoted: boolean): boolean {
	if (value.length < (cls === 'password' ? 4 : 8) || value.length > 8192) return false;
	if (isPlaceholder(value) || CALL.test(value) || /^[a-z]{2,10}:\/\//i.test(value)) return false;
	if (PATH.test(value) || (cls !== 'password' && URL_OR_HOST.test(value) && !/\d{4}/.test(value))) {
		return false;
	}
	if (/^[~^]?\d+\.\d+\.\d+[\w.-]{0,20}$/.test(value)) return false; // a version or an address
	if (/\s/.test(value) && (cls !== 'password' || !quoted)) return false;
	if (CHAIN.test(value) && !hasRandomPart(value)) return false;
	if (cls === 'password')
		return quoted || /[\d!@#$%^&*+=~]/.test(value) || !WORDS.test(value) || isScrambled(value);
	if (!/\d/.test(value) && !isScrambled(value)) return false;
	if (cls === 'weak') return value.length >= 16 && entropy(value) >= 3.5;
	return entropy(value) >= (value.length < 12 ? 2.4 : 2.7) && !/^[\d.,:-]{1,15}$/.test(value);
}

/**
 * Letters of both cases in about equal parts, as in base64 that happens to hold no digit (one token
 * in 250 of 32 characters); names have far fewer capitals, constants nothing else.
 */
function isScrambled(value: string): boolean {
	if (value.length < 16) return false;
	const capitals = value.match(/[A-Z]/g)?.length ?? 0;
	const small = value.match(/[a-z]/g)?.length ?? 0;
	const share = capitals / Math.max(1, capitals + small);
	return share > 0.28 && share < 0.75 && entropy(value) >= 3.4;
}

const hasRandomPart = (value: string): boolean =>
	value.split(/[.:>-]/).some((part) => part.length >= 16 && /\d/.test(part) && entropy(part) > 3);
