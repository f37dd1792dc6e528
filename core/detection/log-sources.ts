import type { LogSource } from './sigma/rule.ts';
import { isMeantFor } from './sigma/rule-set.ts';

const source = (
	product: string,
	service: string | null,
	category: string | null = null,
): LogSource => ({ product, service, category });

/** Which log sources of rules the records of a format count as. */
const BY_FORMAT: Readonly<Record<string, readonly LogSource[]>> = {
	cloudtrail: [source('aws', 'cloudtrail')],
	'github-audit': [source('github', 'audit')],
	'kubernetes-audit': [source('kubernetes', 'audit', 'application')],
	'gcp-audit': [source('gcp', 'gcp.audit')],
	okta: [source('okta', 'okta')],
	'vault-audit': [source('vault', 'audit')],
	'railway-audit': [source('railway', 'audit')],
	postgres: [source('postgresql', 'postgresql', 'database')],
};

const AZURE: Readonly<Record<string, LogSource>> = {
	activitylogs: source('azure', 'activitylogs'),
	auditlogs: source('azure', 'auditlogs'),
	signinlogs: source('azure', 'signinlogs'),
	riskdetection: source('azure', 'riskdetection'),
	pim: source('azure', 'pim'),
};

/** Azure's exports put several logs in one stream; the record's category tells them apart. */
function azureSources(record: unknown): readonly LogSource[] {
	const category = String((record as { category?: unknown } | null)?.category ?? '');
	if (/signinlogs$/i.test(category)) return [AZURE.signinlogs as LogSource];
	if (/risk/i.test(category)) return [AZURE.riskdetection as LogSource, AZURE.pim as LogSource];
	if (/^(?:auditlogs|directorymanagement|applicationmanagement|\w+management)$/i.test(category))
		return [AZURE.auditlogs as LogSource];
	return [AZURE.activitylogs as LogSource];
}

/** The log sources of one provider's record; none for formats that no rule's log source names. */
export function logSourcesOf(format: string, record: unknown): readonly LogSource[] {
	if (format === 'azure-activity') return azureSources(record);
	return (Object.hasOwn(BY_FORMAT, format) ? BY_FORMAT[format] : undefined) ?? [];
}

/** Aftertrace's own fields (`event-fields.ts`): agents' runs, and providers' records as it reads them. */
export const ownSources = {
	agent: [source('aftertrace', 'agent')],
	provider: [source('aftertrace', 'provider')],
	record: [source('aftertrace', 'record')],
} as const satisfies Readonly<Record<string, readonly LogSource[]>>;

/** Sysmon's event ids by the category that rules use for them. */
const SYSMON: Readonly<Record<number, readonly string[]>> = {
	1: ['process_creation'],
	2: ['file_change'],
	3: ['network_connection'],
	4: ['sysmon_status'],
	5: ['process_termination'],
	6: ['driver_load'],
	7: ['image_load'],
	8: ['create_remote_thread'],
	9: ['raw_access_thread'],
	10: ['process_access'],
	11: ['file_event'],
	12: ['registry_event', 'registry_add', 'registry_delete'],
	13: ['registry_event', 'registry_set'],
	14: ['registry_event', 'registry_rename'],
	15: ['create_stream_hash'],
	16: ['sysmon_status'],
	17: ['pipe_created'],
	18: ['pipe_created'],
	19: ['wmi_event'],
	20: ['wmi_event'],
	21: ['wmi_event'],
	22: ['dns_query'],
	23: ['file_delete'],
	24: ['clipboard_change'],
	25: ['process_tampering'],
	26: ['file_delete_detected'],
	27: ['file_block_executable'],
	28: ['file_block_shredding'],
	29: ['file_executable_detected'],
	255: ['sysmon_error'],
};

/** Channels of the Windows event log by the service that rules use for them. */
const CHANNELS: Readonly<Record<string, string>> = {
	'microsoft-windows-sysmon/operational': 'sysmon',
	security: 'security',
	system: 'system',
	application: 'application',
	'microsoft-windows-taskscheduler/operational': 'taskscheduler',
	'microsoft-windows-powershell/operational': 'powershell',
	'powershellcore/operational': 'powershell',
	'windows powershell': 'powershell-classic',
	'microsoft-windows-windows defender/operational': 'windefend',
	'microsoft-windows-wmi-activity/operational': 'wmi',
	'microsoft-windows-bits-client/operational': 'bits-client',
	'microsoft-windows-codeintegrity/operational': 'codeintegrity-operational',
	'microsoft-windows-dns-client/operational': 'dns-client',
	'dns server': 'dns-server',
	'microsoft-windows-ntlm/operational': 'ntlm',
	'microsoft-windows-driverframeworks-usermode/operational': 'driver-framework',
	'microsoft-windows-windows firewall with advanced security/firewall': 'firewall-as',
	'microsoft-windows-terminalservices-localsessionmanager/operational':
		'terminalservices-localsessionmanager',
};

/** The log sources of a Windows event. */
export function windowsSources(channel: string, eventId: number): readonly LogSource[] {
	const service = CHANNELS[channel.toLowerCase()] ?? null;
	const categories =
		service === 'sysmon'
			? (SYSMON[eventId] ?? [])
			: service === 'security' && eventId === 4688
				? ['process_creation']
				: service === 'powershell' && eventId === 4104
					? ['ps_script']
					: service === 'powershell' && eventId === 4103
						? ['ps_module']
						: service === 'powershell-classic'
							? ['ps_classic_start']
							: [];
	return categories.length === 0
		? [source('windows', service)]
		: categories.map((category) => source('windows', service, category));
}

const EVERY: readonly LogSource[] = [
	...Object.values(BY_FORMAT).flat(),
	...Object.values(AZURE),
	...Object.values(ownSources).flat(),
	...Object.values(CHANNELS).map((service) => source('windows', service)),
	...Object.values(SYSMON)
		.flat()
		.map((category) => source('windows', 'sysmon', category)),
	...['ps_script', 'ps_module', 'ps_classic_start'].map((category) =>
		source('windows', null, category),
	),
];

/** Whether any log that is read here can hold records that a rule is meant for. */
export const isMapped = (rule: LogSource): boolean => EVERY.some((each) => isMeantFor(rule, each));
