/** Cedar policies for the controls that are a matter of authorisation. Quoting follows Cedar's string syntax. */
const quoted = (text: string): string => JSON.stringify(text);

const HEADER =
	'// Entity types: Credential, Run, Operation, Resource (attributes: environment, kind).';

/** Limits a credential to the operations that its earlier uses needed. */
export const leastPrivilegePolicy = (
	fingerprint: string,
	operations: readonly string[],
	environments: readonly string[],
): string =>
	operations.length === 0
		? `${HEADER}\n// No earlier use needed anything: the credential is permitted nothing.\nforbid (\n  principal == Credential::${quoted(fingerprint)},\n  action,\n  resource\n);`
		: `${HEADER}\npermit (\n  principal == Credential::${quoted(fingerprint)},\n  action in [${operations.map((operation) => `Operation::${quoted(operation)}`).join(', ')}],\n  resource\n)${environments.length === 0 ? '' : ` when {\n  [${environments.map(quoted).join(', ')}].contains(resource.environment)\n}`};`;

/** Confines runs to the environments that their task names. */
export const sandboxPolicy = (environments: readonly string[]): string =>
	`${HEADER}\nforbid (\n  principal is Run,\n  action,\n  resource\n) unless {\n  [${environments.map(quoted).join(', ')}].contains(resource.environment)\n};`;

/** Asks a human before anything is destroyed. */
export const approvalPolicy = (operations: readonly string[]): string =>
	`${HEADER}\nforbid (\n  principal,\n  action in [${operations.map((operation) => `Operation::${quoted(operation)}`).join(', ')}],\n  resource\n) unless {\n  context.approvedByHuman == true\n};`;
