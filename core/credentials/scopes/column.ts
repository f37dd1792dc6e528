import { type Scope, type ScopeLevel, scopeLevels } from '../credential.ts';

/** One column of the scopes matrix: a part of a provider, and what a scope lets its holder do there. */
export interface ScopeColumn {
	readonly provider: string;
	/** Service, kind of resource or named permission, in lower case; `everything` for all of them. */
	readonly area: string;
	readonly level: ScopeLevel;
}

export const everythingArea = 'everything';

/** Words of a permission that name its level, and not what it is about. */
const levelWords = new Set(
	'read write admin destroy delete create update edit manage get list view full access only all modify remove put push publish send use owner own reader writer editor viewer contributor administrator upsert redeploy restart rollback stop start'.split(
		' ',
	),
);

const wordsOf = (text: string): string[] =>
	text
		.replace(/([a-z\d])([A-Z])/g, '$1 $2')
		.toLowerCase()
		.split(/[^a-z\d]+/)
		.filter((word) => word !== '');

/** What a permission is about, once the words of its level are taken away: `volumeDelete`: volume. */
function areaOfWords(permission: string): string {
	const words = wordsOf(permission);
	const about = words.filter((word) => !levelWords.has(word));
	return (about.length === 0 ? words : about).slice(0, 3).join(' ') || 'other';
}

/** How each provider's permissions name what they are about. */
const areaByProvider: Readonly<Record<string, (scope: Scope) => string>> = {
	aws: ({ permission }) => permission.split(':')[0]?.toLowerCase() ?? 'other',
	gcp: ({ permission }) => {
		const role = /^(?:.*\/)?roles\/([a-z]+)/i.exec(permission)?.[1];
		return (role ?? permission.split('.')[0] ?? 'other').toLowerCase();
	},
	azure: ({ permission }) =>
		/^microsoft\.([a-z]+)/i.exec(permission)?.[1]?.toLowerCase() ?? areaOfWords(permission),
	kubernetes: ({ permission }) => permission.split(':')[0] ?? 'other',
	vault: ({ permission, resource }) =>
		/^(?:read|create|update|delete|list|sudo|patch|recover|subscribe)$/.test(permission)
			? (resource.split('/')[0] ?? 'other')
			: permission,
};

/** A whole part of a provider: `s3:*`, `storage.*`, `secrets:*`. */
const isWhole = (permission: string): boolean => /[:./]\*$/.test(permission);

/** The columns that a scope fills: one, or every level where it grants a whole part. */
export function columnsOf(scope: Scope): ScopeColumn[] {
	const { provider, permission, level } = scope;
	if (permission === '*') return [{ provider, area: everythingArea, level }];
	const ofProvider = Object.hasOwn(areaByProvider, provider) ? areaByProvider[provider] : undefined;
	const area = ofProvider?.(scope) ?? areaOfWords(permission);
	if (isWhole(permission)) return scopeLevels.map((each) => ({ provider, area, level: each }));
	return [{ provider, area, level }];
}

/** Stable name of a column; areas hold no bar. */
export const columnKey = ({ provider, area, level }: ScopeColumn): string =>
	`${provider}|${area.replaceAll('|', ' ')}|${level}`;

/** The column of a name; null where it is none. */
export function readColumn(key: string): ScopeColumn | null {
	const [provider, area, given] = key.split('|');
	const level = scopeLevels.find((each) => each === given);
	return provider === undefined || area === undefined || level === undefined
		? null
		: { provider, area, level };
}

/** Whether a grant is one of a column: itself, or of everything of its provider. */
export const fills = (granted: ScopeColumn, column: ScopeColumn): boolean =>
	granted.provider === column.provider &&
	(granted.area === everythingArea ||
		(granted.area === column.area && granted.level === column.level));
