/**
 * A kind of secret, as data. Two ways lead to one:
 *
 * - by its own shape: one of `keywords` stands in every specimen and `shape` describes the whole
 *   secret. The keyword is found first, in one linear walk; only there is the shape tried, once,
 *   and every repetition in it is bounded, so that no text makes it slow;
 * - by its surroundings, for secrets that look like any other identifier (a UUID, forty
 *   hexadecimal digits): the variable, header or JSON key that holds it (`names`), or the host that
 *   a bearer token is sent to (`hosts`), together with `shape`.
 */
export interface SecretKind {
	/** Kebab-case; stands in markers and sightings. Never renamed: stored events carry it. */
	readonly id: string;
	readonly title: string;
	/** As in the provider catalogue; `generic` where no provider can be told. */
	readonly provider: string;
	/** Lower-case literals. Empty: found by its surroundings only. */
	readonly keywords: readonly string[];
	/**
	 * The whole secret, unanchored, without flags or with `i`. Bounded repetitions only. With a
	 * group, the group is the secret and the rest its surroundings.
	 */
	readonly shape: RegExp;
	/** How many characters of the secret stand before the keyword, at most. */
	readonly before: number;
	/** Least Shannon entropy in bits a character: below it stands a placeholder, not a secret. */
	readonly entropyMin: number;
	/** Further test: check digit, prefix, decoded content. */
	readonly valid: ((secret: string) => boolean) | null;
	/** Tested against the name in lower case without separators: `railwayapitoken`. */
	readonly names: RegExp | null;
	/** Lower-case hosts, or the beginnings of such. */
	readonly hosts: readonly string[];
	/** An identifier that must stay readable (joins with provider records): sighted, not masked. */
	readonly identifier: boolean;
}

type Options = Partial<
	Pick<SecretKind, 'before' | 'entropyMin' | 'valid' | 'names' | 'hosts' | 'identifier'>
>;

/** A kind that its shape gives away. */
export const shaped = (
	id: string,
	title: string,
	provider: string,
	keywords: string | readonly string[],
	shape: RegExp,
	options: Options = {},
): SecretKind => ({
	id,
	title,
	provider,
	keywords: typeof keywords === 'string' ? [keywords] : keywords,
	shape,
	before: options.before ?? 0,
	entropyMin: options.entropyMin ?? 2.5,
	valid: options.valid ?? null,
	names: options.names ?? null,
	hosts: options.hosts ?? [],
	identifier: options.identifier ?? false,
});

/** A kind that only its name, or the host that it is sent to, gives away. */
export const named = (
	id: string,
	title: string,
	provider: string,
	names: RegExp | null,
	shape: RegExp,
	hosts: readonly string[] = [],
): SecretKind => shaped(id, title, provider, [], shape, { names, hosts });

export const uuidShape = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;
