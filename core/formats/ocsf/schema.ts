/** OCSF's categories: the first digit of a class's number. */
const categories: Readonly<Record<string, string>> = {
	'1': 'System Activity',
	'2': 'Findings',
	'3': 'Identity & Access Management',
	'4': 'Network Activity',
	'5': 'Discovery',
	'6': 'Application Activity',
	'7': 'Remediation',
	'8': 'Unmanned Systems',
};

export const categoryOf = (classUid: number): string | null =>
	categories[String(classUid)[0] ?? ''] ?? null;

/** Classes in which someone did something to something: identity and application activity. */
export const isActClass = (classUid: number): boolean =>
	(classUid >= 3000 && classUid < 4000) || (classUid >= 6000 && classUid < 7000);

/**
 * Products whose own log says nothing of an act that went well. OCSF leaves `status` out there, and
 * its absence means what it means in the log.
 */
export const successIsUnsaid = /cloudtrail|github/i;
