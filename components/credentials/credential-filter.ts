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
] as const;
export type FilterName = (typeof filterNames)[number];
export type CredentialFilterValues = Readonly<Partial<Record<FilterName, string | undefined>>>;

/** The address of the list under a filter. */
export function credentialsAddress(filter: CredentialFilterValues, cursor?: string): string {
	const params = new URLSearchParams();
	for (const name of filterNames) {
		const value = filter[name];
		if (value !== undefined && value !== '') params.set(name, value);
	}
	if (cursor !== undefined) params.set('cursor', cursor);
	return params.size === 0 ? '/credentials' : `/credentials?${params}`;
}

export const credentialAddress = (id: string): string => `/credentials/${encodeURIComponent(id)}`;
