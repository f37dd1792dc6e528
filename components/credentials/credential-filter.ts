/** What the list of credentials is narrowed to, as its address carries it. */
export const filterNames = [
	'query',
	'finding',
	'kind',
	'provider',
	'owner',
	'environment',
	'status',
	'expiry',
	'scopes',
	'places',
	'severity',
	'level',
	'age',
	'tag',
	'ends',
	'live',
] as const;
export type FilterName = (typeof filterNames)[number];
export type CredentialFilterValues = Readonly<Partial<Record<FilterName, string | undefined>>>;

/** The address of the list, or of another view, under a filter. */
export function credentialsAddress(
	filter: CredentialFilterValues,
	sort: string | null = null,
	path = '/credentials',
): string {
	const params = filterParams(filter);
	if (sort !== null) params.set('sort', sort);
	return params.size === 0 ? path : `${path}?${params}`;
}

/** A filter as the API and the addresses take it. */
export function filterParams(filter: CredentialFilterValues): URLSearchParams {
	const params = new URLSearchParams();
	for (const name of filterNames) {
		const value = filter[name];
		if (value !== undefined && value !== '') params.set(name, value);
	}
	return params;
}

/** The filter that an address carries; empty values count as none. */
export function readFilter(
	asked: Readonly<Record<string, string | readonly string[] | undefined>>,
): CredentialFilterValues {
	return Object.fromEntries(
		filterNames.flatMap((name) => {
			const value = asked[name];
			return typeof value === 'string' && value !== '' ? [[name, value]] : [];
		}),
	);
}

export const credentialAddress = (id: string): string => `/credentials/${encodeURIComponent(id)}`;
