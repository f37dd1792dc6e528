import { z } from 'zod';
import { credentialStatuses, scopeLevels } from '@/core/credentials/credential.ts';
import { factStates } from '@/core/credentials/fact.ts';
import { findingKinds } from '@/core/credentials/finding.ts';
import { environments, severities } from '@/core/incidents/document.ts';
import type { OwnSql } from '@/server/events/credential-port.ts';
import type { QueryParams } from '@/server/events/engine.ts';

/** By what a list of credentials can be sorted; `risk`: gravest first. */
export const credentialOrders = ['risk', 'name', 'owner', 'age', 'expiry', 'used', 'uses'] as const;
export type CredentialOrder = (typeof credentialOrders)[number];

/** What a list of credentials can be narrowed by. Parsed from a request's or page's parameters. */
export const credentialFilterSchema = z.object({
	/** Words that its title, kind, provider's id, owner or a storage place must hold. */
	query: z.string().max(200).optional(),
	kind: z.string().max(100).optional(),
	provider: z.string().max(100).optional(),
	/** `none`: nobody; `unknown`: no source says. */
	owner: z.string().max(200).optional(),
	environment: z.enum(environments).optional(),
	status: z.enum(credentialStatuses).optional(),
	finding: z.enum(findingKinds).optional(),
	severity: z.enum(severities).optional(),
	expiry: z.enum(factStates).optional(),
	/** Whether its scopes are known. */
	scopes: z.enum(factStates).optional(),
	/** `many`: it stands in several places. */
	places: z.enum(['many']).optional(),
	tag: z.string().max(40).optional(),
	/** The most that it can do. */
	level: z.enum(scopeLevels).optional(),
	/** Days since it was issued: `30`, `90`, `365`, `730`: up to so many; `older`; `unknown`. */
	age: z.enum(['30', '90', '365', '730', 'older', 'unknown']).optional(),
	/** `true`: what is not revoked only. */
	live: z.enum(['true']).optional(),
	/** Day of its end: `2026-05-01`. */
	ends: z.iso.date().optional(),
	/** `-age`: the other way round. */
	sort: z
		.string()
		.max(20)
		.regex(/^-?[a-z]+$/)
		.refine((text) => credentialOrders.some((each) => each === text.replace(/^-/, '')), {
			message: `sort by one of ${credentialOrders.join(', ')}`,
		})
		.optional(),
	cursor: z.string().max(500).optional(),
	limit: z.coerce.number().int().min(1).max(500).default(50),
});
export type CredentialFilter = z.infer<typeof credentialFilterSchema>;

const dayMicros = 86_400_000_000;
const ageSteps: Readonly<Record<string, readonly [number, number]>> = {
	'30': [-1, 30],
	'90': [30, 90],
	'365': [90, 365],
	'730': [365, 730],
	older: [730, Number.POSITIVE_INFINITY],
};
const wordsMax = 12;

/** A filter as conditions on the rows, with the values that are bound to them. */
export function conditionsOf(
	filter: Partial<CredentialFilter>,
	nowMicros: number,
): { readonly sql: string; readonly params: QueryParams } {
	const sql: string[] = [];
	const params: Record<string, string | number> = {};
	const equal = (name: string, value: string | undefined, condition: string) => {
		if (value === undefined) return;
		params[name] = value;
		sql.push(`AND ${condition}`);
	};
	equal('f_kind', filter.kind, 'kind = {f_kind:String}');
	equal('f_provider', filter.provider, 'provider = {f_provider:String}');
	equal('f_status', filter.status, 'status = {f_status:String}');
	equal('f_expiry', filter.expiry, 'expiry_state = {f_expiry:String}');
	equal('f_scopes', filter.scopes, 'scopes_state = {f_scopes:String}');
	equal('f_level', filter.level, 'level = {f_level:String}');
	equal('f_environment', filter.environment, 'has(environments, {f_environment:String})');
	equal('f_finding', filter.finding, 'has(findings, {f_finding:String})');
	equal('f_tag', filter.tag, 'has(tags, {f_tag:String})');
	if (filter.owner === 'none' || filter.owner === 'unknown')
		equal('f_owner', filter.owner, 'owner_state = {f_owner:String}');
	else equal('f_owner', filter.owner, "owner_state = 'value' AND owner = {f_owner:String}");
	if (filter.environment === 'unknown') {
		sql.pop();
		sql.push("AND (empty(environments) OR has(environments, 'unknown'))");
		delete params.f_environment;
	}
	if (filter.severity !== undefined) {
		params.f_severity = severities.indexOf(filter.severity);
		sql.push('AND severity = {f_severity:UInt8}');
	}
	if (filter.places === 'many') sql.push('AND length(places) > 1');
	if (filter.live === 'true') sql.push("AND status != 'revoked'");
	if (filter.ends !== undefined) {
		params.f_ends = Date.parse(filter.ends) * 1_000;
		params.f_ends_after = params.f_ends + dayMicros;
		sql.push(
			"AND expiry_state = 'value' AND expires_micros >= {f_ends:Int64} AND expires_micros < {f_ends_after:Int64}",
		);
	}
	if (filter.age === 'unknown') sql.push('AND issued_micros = 0');
	else if (filter.age !== undefined) {
		const [from, to] = ageSteps[filter.age] ?? [-1, Number.POSITIVE_INFINITY];
		params.f_now = nowMicros;
		sql.push('AND issued_micros != 0');
		if (from >= 0) sql.push(`AND intDiv({f_now:Int64} - issued_micros, ${dayMicros}) > ${from}`);
		if (to !== Number.POSITIVE_INFINITY)
			sql.push(`AND intDiv({f_now:Int64} - issued_micros, ${dayMicros}) <= ${to}`);
	}
	for (const [index, word] of wordsOf(filter.query).entries()) {
		params[`f_word${index}`] = word;
		sql.push(`AND position(search, {f_word${index}:String}) > 0`);
	}
	return { sql: sql.join('\n  '), params };
}

const wordsOf = (query: string | undefined): string[] =>
	(query ?? '').toLowerCase().split(/\s+/).filter(Boolean).slice(0, wordsMax);

interface OrderSql {
	/** 0 where the row has the value; those without come last, in either direction. */
	readonly rank: string;
	readonly key: string;
	readonly type: 'Int64' | 'String';
}

const orders: Readonly<Record<CredentialOrder, OrderSql>> = {
	risk: { rank: '0', key: 'toInt64(weight)', type: 'Int64' },
	name: { rank: '0', key: 'lower(title)', type: 'String' },
	owner: { rank: "toUInt8(owner_state != 'value')", key: 'lower(owner)', type: 'String' },
	age: { rank: 'toUInt8(issued_micros = 0)', key: '-issued_micros', type: 'Int64' },
	expiry: {
		rank: "toUInt8(expiry_state = 'unknown')",
		key: "if(expiry_state = 'none', toInt64(9000000000000000), expires_micros)",
		type: 'Int64',
	},
	used: { rank: "toUInt8(used_state != 'value')", key: 'used_micros', type: 'Int64' },
	uses: { rank: '0', key: 'toInt64(uses)', type: 'Int64' },
};

/** The order of a list: its SQL, with the place after which a page goes on. */
export function orderOf(
	sort: string | undefined,
	after: Cursor | null,
): { readonly own: OwnSql; readonly params: QueryParams } {
	const name = credentialOrders.find((each) => each === sort?.replace(/^-/, '')) ?? 'risk';
	const isDescending = sort?.startsWith('-') === true;
	const { rank, key, type } = orders[name];
	const own = { rank, key, direction: isDescending ? ('DESC' as const) : ('' as const) };
	if (after === null) return { own, params: {} };
	const beyond = isDescending ? '<' : '>';
	const bound = `{c_key:${type}}`;
	return {
		own: {
			...own,
			after: `AND (${rank} > {c_rank:UInt8} OR (${rank} = {c_rank:UInt8} AND (${key} ${beyond} ${bound} OR (${key} = ${bound} AND id > {c_id:String}))))`,
		},
		params: { c_rank: after.rank, c_key: after.key, c_id: after.id },
	};
}

const cursorSchema = z.tuple([
	z.string(),
	z.number().int().min(0).max(1),
	z.union([z.number(), z.string()]),
	z.string(),
]);

/** The last row of a page, by what the list is sorted by. */
export interface Cursor {
	readonly rank: number;
	readonly key: string | number;
	readonly id: string;
}

export const writeCursor = (sort: string | undefined, { rank, key, id }: Cursor): string =>
	Buffer.from(JSON.stringify([sort ?? 'risk', rank, key, id])).toString('base64url');

/** Null: there is none. False: it is not one of a list in this order. */
export function readCursor(
	text: string | undefined,
	sort: string | undefined,
): Cursor | null | false {
	if (text === undefined) return null;
	try {
		const read = cursorSchema.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString()));
		if (!read.success) return false;
		const [of, rank, key, id] = read.data;
		const name = credentialOrders.find((each) => each === of.replace(/^-/, ''));
		if (of !== (sort ?? 'risk') || name === undefined) return false;
		if (typeof key !== (orders[name].type === 'String' ? 'string' : 'number')) return false;
		return { rank, key, id };
	} catch {
		return false;
	}
}
