import type { FindingKind, StandardReference } from '../finding.ts';

const nhi = (id: string, title: string): StandardReference => ({
	standard: 'OWASP NHI 2025',
	id,
	title,
});
const nist = (id: string, title: string): StandardReference => ({
	standard: 'NIST SP 800-53 Rev. 5',
	id,
	title,
});
const attack = (id: string, title: string): StandardReference => ({
	standard: 'MITRE ATT&CK',
	id,
	title,
});
const cis = (id: string, title: string): StandardReference => ({
	standard: 'CIS Controls v8.1',
	id,
	title,
});

const leakage = nhi('NHI2', 'Secret Leakage');
const overprivileged = nhi('NHI5', 'Overprivileged NHI');
const longLived = nhi('NHI7', 'Long-Lived Secrets');
const isolation = nhi('NHI8', 'Environment Isolation');
const reuse = nhi('NHI9', 'NHI Reuse');
const offboarding = nhi('NHI1', 'Improper Offboarding');
const authenticators = nist('IA-5', 'Authenticator Management');
const embedded = nist('IA-5(7)', 'No Embedded Unencrypted Static Authenticators');
const leastPrivilege = nist('AC-6', 'Least Privilege');

/** The standards that each kind of finding cites. */
export const standardsOf: Readonly<Record<FindingKind, readonly StandardReference[]>> = {
	'never-expires': [longLived, authenticators],
	'lifetime-over-policy': [longLived, authenticators],
	'expired-but-used': [offboarding, nist('AC-2(3)', 'Disable Accounts')],
	'used-after-revocation': [
		offboarding,
		nist('AC-2(3)', 'Disable Accounts'),
		attack('T1078', 'Valid Accounts'),
	],
	expiring: [authenticators],
	unused: [
		offboarding,
		cis('5.3', 'Disable Dormant Accounts'),
		nist('AC-2(3)', 'Disable Accounts'),
	],
	'owner-left': [offboarding, nist('PS-4', 'Personnel Termination')],
	unowned: [offboarding, cis('5.1', 'Establish and Maintain an Inventory of Accounts')],
	'on-disk': [leakage, embedded, attack('T1552.001', 'Credentials In Files')],
	'in-transcript': [
		leakage,
		{
			standard: 'OWASP Agentic 2026',
			id: 'ASI03',
			title: 'Identity and Privilege Abuse',
		},
		{ standard: 'MITRE ATLAS', id: 'AML.T0055', title: 'Unsecured Credentials' },
	],
	shared: [reuse, nist('IA-2', 'Identification and Authentication')],
	'production-from-staging': [isolation, attack('T1078.004', 'Cloud Accounts')],
	'over-scoped': [overprivileged, leastPrivilege],
	'can-destroy-backups': [
		overprivileged,
		nist('CP-9(3)', 'Separate Storage for Critical Information'),
		attack('T1490', 'Inhibit System Recovery'),
	],
	'not-rotated': [longLived, authenticators],
	duplicated: [reuse, leakage],
};
