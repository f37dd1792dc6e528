import type { ScopeLevel } from '../credential.ts';

/** Predefined roles of Google Cloud whose name alone does not tell (IAM, “Predefined roles”). */
const gcpRoles: Readonly<Record<string, ScopeLevel>> = {
	'roles/owner': 'destroy',
	'roles/editor': 'destroy',
	'roles/viewer': 'read',
	'roles/browser': 'read',
	'roles/iam.serviceaccounttokencreator': 'admin',
	'roles/iam.serviceaccountuser': 'admin',
	'roles/iam.workloadidentityuser': 'admin',
	'roles/iam.securityreviewer': 'read',
	'roles/run.invoker': 'write',
	'roles/cloudsql.client': 'write',
	'roles/secretmanager.secretaccessor': 'read',
	'roles/storage.objectcreator': 'write',
	'roles/pubsub.publisher': 'write',
	'roles/pubsub.subscriber': 'write',
	'roles/logging.logwriter': 'write',
	'roles/monitoring.metricwriter': 'write',
	'roles/bigquery.user': 'write',
	'roles/bigquery.jobuser': 'write',
	'roles/bigquery.dataowner': 'destroy',
	'roles/bigquery.dataeditor': 'destroy',
	'roles/storage.objectuser': 'destroy',
	'roles/datastore.user': 'destroy',
};

/** A Google Cloud role, or one permission; null where its name does not tell. */
export function levelOfGcp(permission: string): ScopeLevel | null {
	const name = permission.toLowerCase();
	if (Object.hasOwn(gcpRoles, name)) return gcpRoles[name] ?? null;
	if (name.startsWith('roles/')) {
		const role = name.slice(name.lastIndexOf('.') + 1);
		if (/securityadmin$|policyadmin$|roleadmin$|iamadmin$|keyadmin$/.test(role)) return 'admin';
		if (/admin$|owner$|editor$/.test(role)) return 'destroy';
		if (/creator$|writer$|user$|publisher$|developer$|invoker$|client$/.test(role)) return 'write';
		return /viewer$|reader$|accessor$|auditor$|subscriber$/.test(role) ? 'read' : null;
	}
	const verb = /^[a-z][\w-]*(?:\.[\w-]+)+$/.test(name) ? name.slice(name.lastIndexOf('.') + 1) : '';
	if (verb === '') return name.endsWith('.*') ? 'destroy' : null;
	if (
		/^setiampolicy$|^actas$|^getaccesstoken$|^signblob$|^signjwt$|^implicitdelegation$/.test(verb)
	)
		return 'admin';
	if (/^(?:delete|destroy|purge|remove)/.test(verb)) return 'destroy';
	return /^(?:get|list|search|view|read|lookup|query|export)/.test(verb) ? 'read' : 'write';
}

const azureRoles: Readonly<Record<string, ScopeLevel>> = {
	owner: 'destroy',
	contributor: 'destroy',
	reader: 'read',
	'user access administrator': 'admin',
	'role based access control administrator': 'admin',
	'global administrator': 'destroy',
	'privileged role administrator': 'admin',
	'application administrator': 'admin',
	'directory readers': 'read',
	'key vault secrets user': 'read',
	'key vault secrets officer': 'destroy',
	'key vault administrator': 'destroy',
	acrpush: 'write',
	acrpull: 'read',
	acrdelete: 'destroy',
};

/** An Azure role, an operation (`Microsoft.Storage/…/delete`) or a Graph permission; null: not known. */
export function levelOfAzure(permission: string): ScopeLevel | null {
	const name = permission.toLowerCase();
	if (Object.hasOwn(azureRoles, name)) return azureRoles[name] ?? null;
	if (name === '*') return 'destroy';
	if (name.includes('/')) {
		if (/^microsoft\.authorization\/.*(?:write|delete|\*)$|elevateaccess/.test(name))
			return 'admin';
		if (/\/(?:delete|\*)$|\/purge\/action$|^\*$/.test(name)) return 'destroy';
		if (/\/(?:write|action)$/.test(name)) return 'write';
		return /\/read$/.test(name) ? 'read' : null;
	}
	// Microsoft Graph: Mail.Read, Directory.ReadWrite.All, AppRoleAssignment.ReadWrite.All.
	if (/^[a-z]+(?:-[a-z]+)?\.[a-z.]+$/.test(name)) {
		if (/^(?:approleassignment|rolemanagement|application)\.readwrite/.test(name)) return 'admin';
		if (/readwrite|fullcontrol|manage/.test(name)) return 'destroy';
		if (/\.(?:send|write|create)/.test(name)) return 'write';
		return /\.read/.test(name) ? 'read' : null;
	}
	if (/ (?:owner|contributor|administrator)$/.test(name)) return 'destroy';
	if (/ (?:operator|publisher|sender|user)$/.test(name)) return 'write';
	return / (?:reader|receiver)$/.test(name) ? 'read' : null;
}
