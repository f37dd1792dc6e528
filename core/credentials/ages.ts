/** Steps of age in the sprawl view and as a filter, in days since issue. */
export const ageTitles: Readonly<Record<string, string>> = {
	'30': 'up to 30 days',
	'90': '31 to 90 days',
	'365': '91 days to a year',
	'730': 'one to two years',
	older: 'over two years',
	unknown: 'unknown',
};
export const ageKeys: readonly string[] = ['30', '90', '365', '730', 'older', 'unknown'];
