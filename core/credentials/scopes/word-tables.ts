import type { ScopeLevel } from '../credential.ts';

/** How a provider's scope words are read. Names and levels as the provider's own documentation has them. */
export interface WordTable {
	/** Exact words, in lower case. `everything`: all that the provider has. */
	readonly words?: Readonly<Record<string, ScopeLevel | 'everything'>>;
	/** Families of words, first that matches; `$<area>` of the pattern names the permission. */
	readonly patterns?: readonly {
		readonly pattern: RegExp;
		readonly level: ScopeLevel;
	}[];
}

const suffixed = (separator: string): NonNullable<WordTable['patterns']> => {
	const s = separator.replace(/[.]/g, '\\$&');
	return [
		{ pattern: new RegExp(`${s}(?:delete|destroy|remove)$`, 'i'), level: 'destroy' },
		{ pattern: new RegExp(`${s}(?:admin|manage|owner)$`, 'i'), level: 'admin' },
		{ pattern: new RegExp(`${s}(?:write|create|update|edit|send|publish)$`, 'i'), level: 'write' },
		{ pattern: new RegExp(`${s}(?:read|list|view|get|history)$`, 'i'), level: 'read' },
	];
};

/**
 * Providers that name scopes by word. A word that a table does not know is not guessed: it is told as
 * not decoded. Levels say the most that a holder can do: what writes and cannot be told from what
 * deletes counts as `destroy`.
 */
export const wordTables: Readonly<Record<string, WordTable>> = {
	github: {
		words: {
			repo: 'write',
			'repo:status': 'write',
			repo_deployment: 'write',
			public_repo: 'write',
			'repo:invite': 'write',
			security_events: 'write',
			workflow: 'write',
			gist: 'write',
			notifications: 'write',
			user: 'write',
			'user:email': 'read',
			'user:follow': 'write',
			project: 'write',
			delete_repo: 'destroy',
			codespace: 'write',
			'codespace:secrets': 'write',
			copilot: 'write',
			'manage_runners:org': 'admin',
			'manage_runners:enterprise': 'admin',
			'manage_billing:copilot': 'admin',
			'manage_billing:enterprise': 'admin',
			site_admin: 'admin',
			audit_log: 'read',
		},
		patterns: [
			{ pattern: /^admin:/, level: 'admin' },
			{ pattern: /^write:/, level: 'write' },
			{ pattern: /^delete:/, level: 'destroy' },
			{ pattern: /^(?:read:|scim:)/, level: 'read' },
		],
	},
	gitlab: {
		words: {
			api: 'destroy',
			read_api: 'read',
			read_user: 'read',
			read_repository: 'read',
			write_repository: 'write',
			read_registry: 'read',
			write_registry: 'write',
			read_virtual_registry: 'read',
			write_virtual_registry: 'write',
			read_package_registry: 'read',
			write_package_registry: 'write',
			read_service_ping: 'read',
			sudo: 'admin',
			admin_mode: 'admin',
			create_runner: 'write',
			manage_runner: 'admin',
			k8s_proxy: 'write',
			ai_features: 'write',
			self_rotate: 'write',
		},
	},
	slack: {
		words: {
			bot: 'write',
			commands: 'write',
			'incoming-webhook': 'write',
			admin: 'admin',
			client: 'write',
			identify: 'read',
			'chat:write': 'write',
			'chat:write.public': 'write',
			'chat:write.customize': 'write',
			'files:write': 'destroy',
			'connections:write': 'write',
			'authorizations:read': 'read',
			'app_configurations:write': 'admin',
		},
		patterns: [
			{ pattern: /^admin\..+:write$/, level: 'admin' },
			{ pattern: /^admin\..+:read$/, level: 'read' },
			// channels:manage, groups:write and the like archive and delete.
			{
				pattern: /^(?:channels|groups|im|mpim|usergroups|users\.profile):(?:manage|write)/,
				level: 'write',
			},
			...suffixed(':'),
		],
	},
	stripe: {
		words: { secret: 'everything', full: 'everything', publishable: 'write', none: 'read' },
		patterns: [
			{ pattern: /^rak_.+_write$/, level: 'write' },
			{ pattern: /^rak_.+_read$/, level: 'read' },
			...suffixed(':'),
			...suffixed('_'),
		],
	},
	npm: {
		words: {
			'read-only': 'read',
			readonly: 'read',
			'read-write': 'destroy',
			// Publishing can also unpublish and deprecate.
			publish: 'destroy',
			automation: 'destroy',
			'packages:read': 'read',
			'packages:read-write': 'destroy',
			'orgs:read': 'read',
			'orgs:read-write': 'admin',
		},
	},
	openai: {
		words: {
			all: 'everything',
			admin: 'admin',
			read: 'read',
			write: 'write',
			restricted: 'write',
			'read only': 'read',
			'model.request': 'write',
			'model.read': 'read',
		},
		patterns: [
			{ pattern: /\.(?:request|write)$/, level: 'write' },
			{ pattern: /\.read$/, level: 'read' },
			{ pattern: /\.delete$/, level: 'destroy' },
			{ pattern: /^api\.management\.write$|^organization\.\w+\.write$/, level: 'admin' },
		],
	},
	anthropic: {
		words: {
			write: 'write',
			messages: 'write',
			workspace: 'write',
			admin: 'admin',
			'org:create_api_key': 'admin',
			'user:inference': 'write',
			'user:profile': 'read',
		},
	},
	vercel: {
		words: { user: 'everything', 'full account': 'everything', owner: 'everything' },
		patterns: [
			{ pattern: /^team(?::.+)?$/, level: 'destroy' },
			{ pattern: /^project(?::.+)?$/, level: 'destroy' },
			...suffixed(':'),
		],
	},
	railway: {
		words: {
			account: 'everything',
			workspace: 'destroy',
			team: 'destroy',
			project: 'write',
			deploy: 'write',
		},
	},
	supabase: {
		words: {
			// Bypasses row-level security.
			service_role: 'everything',
			secret: 'everything',
			anon: 'read',
			publishable: 'read',
			all: 'everything',
			authenticated: 'write',
		},
		patterns: suffixed(':'),
	},
	neon: {
		words: {
			personal: 'everything',
			organization: 'admin',
			project: 'destroy',
			'project-scoped': 'destroy',
		},
	},
	okta: {
		words: { ssws: 'everything', openid: 'read', profile: 'read', email: 'read' },
		patterns: [
			// “manage” also deactivates and deletes.
			{ pattern: /^okta\.[\w.]+\.manage(?:\.self)?$/, level: 'destroy' },
			{ pattern: /^okta\.[\w.]+\.read(?:\.self)?$/, level: 'read' },
		],
	},
	docker: {
		words: {
			'repo:admin': 'destroy',
			'repo:write': 'write',
			'repo:read': 'read',
			'repo:public_read': 'read',
			'repo: write': 'write',
		},
		patterns: [
			{ pattern: /^scope-image-push$/, level: 'write' },
			{ pattern: /^scope-image-pull$/, level: 'read' },
			...suffixed(':'),
		],
	},
	sentry: {
		patterns: [
			// “admin” of Sentry's scopes deletes what it names.
			{ pattern: /^(?:project|event|team|org|member|alerts):admin$/, level: 'destroy' },
			{ pattern: /^org:(?:ci|integrations)$/, level: 'write' },
			{ pattern: /^project:releases$|^project:distribution$/, level: 'write' },
			...suffixed(':'),
		],
	},
	datadog: {
		words: { 'api key': 'write' },
		patterns: [
			{ pattern: /_(?:write|publish|create|configuration_edit)$/, level: 'write' },
			{ pattern: /_(?:manage|admin|org_management)$|^user_access_manage$/, level: 'admin' },
			{ pattern: /_read(?:_\w+)?$/, level: 'read' },
			{ pattern: /_(?:delete|purge)$/, level: 'destroy' },
		],
	},
	linear: {
		words: {
			read: 'read',
			write: 'write',
			admin: 'admin',
			'issues:create': 'write',
			'comments:create': 'write',
			'timeschedule:write': 'write',
		},
	},
	pypi: {
		words: { user: 'everything', 'entire account': 'everything' },
		patterns: [{ pattern: /^project(?::.+)?$/, level: 'destroy' }],
	},
	terraform: {
		words: { user: 'everything', organization: 'admin', team: 'write', 'audit-trails': 'read' },
		patterns: suffixed(':'),
	},
	postgres: {
		words: {
			superuser: 'everything',
			all: 'destroy',
			'all privileges': 'destroy',
			select: 'read',
			insert: 'write',
			update: 'write',
			delete: 'destroy',
			truncate: 'destroy',
			references: 'read',
			trigger: 'write',
			maintain: 'write',
			create: 'write',
			connect: 'read',
			temporary: 'write',
			execute: 'write',
			usage: 'read',
			createrole: 'admin',
			createdb: 'write',
			bypassrls: 'admin',
			replication: 'read',
			pg_read_all_data: 'read',
			pg_write_all_data: 'destroy',
			pg_monitor: 'read',
			pg_execute_server_program: 'admin',
			pg_read_server_files: 'read',
			pg_write_server_files: 'admin',
		},
	},
	cloudflare: {
		patterns: [
			{
				pattern: /\bapi tokens? (?:write|edit)$|^account settings (?:write|edit)$/i,
				level: 'admin',
			},
			// “DNS Write” also deletes records: writing there is destroying.
			{ pattern: /(?:\b|:)(?:write|edit)$/i, level: 'destroy' },
			{ pattern: /(?:\b|:)(?:read|revoke)$/i, level: 'read' },
			{ pattern: /(?:\b|:)(?:purge)$/i, level: 'write' },
		],
	},
};
