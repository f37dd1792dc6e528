import { mapFields, mappedThrough } from './sigma/field-mapping.ts';
import type { EventRule, LogSource } from './sigma/rule.ts';
import { isMeantFor } from './sigma/rule-set.ts';

/** How rules for a log source name fields that its records hold under other names. */
interface FieldNames {
	readonly source: LogSource;
	/** Whole names. */
	readonly names: Readonly<Record<string, string>>;
	/** Beginnings of names; the longest that fits counts. */
	readonly prefixes: Readonly<Record<string, string>>;
}

/** Data: the names that SigmaHQ's rules use, by the names in the providers' own records. */
const FIELD_NAMES: readonly FieldNames[] = [
	{
		source: { product: 'gcp', service: 'gcp.audit', category: null },
		names: {
			'gcp.audit.method_name': 'protoPayload.methodName',
			'gcp.audit.service_name': 'protoPayload.serviceName',
		},
		prefixes: { 'data.protoPayload.': 'protoPayload.' },
	},
	{
		source: { product: 'kubernetes', service: 'audit', category: null },
		names: {
			apiGroup: 'objectRef.apiGroup',
			namespace: 'objectRef.namespace',
			resource: 'objectRef.resource',
			subresource: 'objectRef.subresource',
			username: 'user.username',
			capabilities: 'requestObject.spec.containers.securityContext.capabilities.add',
			hostPath: 'requestObject.spec.volumes.hostPath',
		},
		prefixes: {},
	},
	{
		source: { product: 'azure', service: 'auditlogs', category: null },
		names: {
			'properties.message': 'operationName',
			OperationName: 'operationName',
			ActivityDisplayName: 'properties.activityDisplayName',
			activityType: 'properties.activityDisplayName',
			ActivityType: 'properties.activityDisplayName',
			Category: 'properties.category',
			LoggedByService: 'properties.loggedByService',
			Status: 'properties.result',
			Initiatedby: 'properties.initiatedBy',
			Target: 'properties.targetResources',
		},
		prefixes: {
			'TargetResources.ModifiedProperties.': 'properties.targetResources.modifiedProperties.',
			'TargetResources.': 'properties.targetResources.',
			TargetResources: 'properties.targetResources',
			'targetResources.': 'properties.targetResources.',
			'additionalDetails.': 'properties.additionalDetails.',
		},
	},
	{
		source: { product: 'azure', service: 'signinlogs', category: null },
		names: {
			ResultType: 'resultType',
			ResultDescription: 'resultDescription',
			Resultdescription: 'resultDescription',
			AuthenticationRequirement: 'properties.authenticationRequirement',
			ClientApp: 'properties.clientAppUsed',
			conditionalAccessStatus: 'properties.conditionalAccessStatus',
			ResourceDisplayName: 'properties.resourceDisplayName',
			RiskState: 'properties.riskState',
			userAgent: 'properties.userAgent',
			Username: 'properties.userPrincipalName',
			NetworkLocationDetails: 'properties.networkLocationDetails',
		},
		prefixes: { 'DeviceDetail.': 'properties.deviceDetail.' },
	},
	{
		source: { product: 'azure', service: 'activitylogs', category: null },
		names: {
			OperationNameValue: 'operationName',
			CategoryValue: 'category',
			ResourceId: 'resourceId',
		},
		prefixes: {},
	},
	{
		source: { product: 'azure', service: 'riskdetection', category: null },
		names: { riskEventType: 'properties.riskEventType' },
		prefixes: {},
	},
	{
		source: { product: 'azure', service: 'pim', category: null },
		names: { riskEventType: 'properties.riskEventType' },
		prefixes: {},
	},
];

/** The rule with its fields named as the records of its log source name them. */
export function withFieldNames(rule: EventRule): EventRule {
	const names = FIELD_NAMES.find(({ source }) => isMeantFor(source, rule.logSource));
	return names === undefined
		? rule
		: { ...rule, expression: mapFields(rule.expression, (field) => [renamedField(field, names)]) };
}

/** A field of a correlation, as the records of the rule that it groups name it: any of these. */
export const fieldNamesFor = (rule: EventRule, field: string): readonly string[] => {
	const names = FIELD_NAMES.find(({ source }) => isMeantFor(source, rule.logSource));
	const mapped = mappedThrough(field, rule.fieldMappings ?? []);
	return names === undefined ? mapped : mapped.map((each) => renamedField(each, names));
};

function renamedField(field: string, { names, prefixes }: FieldNames): string {
	if (Object.hasOwn(names, field)) return names[field] ?? field;
	for (const [prefix, own] of Object.entries(prefixes))
		if (field.startsWith(prefix)) return own + field.slice(prefix.length);
	return field;
}
