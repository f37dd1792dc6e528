import { seeded, uuid } from '../random.ts';

/**
 * A made-up company's credentials, 400 of them, as the exports of fourteen sources: what the pages of
 * the inventory have to show on a fresh installation. It holds no secret and nothing that looks like
 * one. Times count from `now`, so that something always ends next week.
 */
export function generateInventory(now: number): { readonly [name: string]: string } {
	const make = new Maker(now);
	return {
		'github-personal-access-tokens.json': json(make.list(50, githubToken)),
		'github-credential-authorizations.json': json(make.list(40, githubAuthorization)),
		'github-deploy-keys.json': json(make.list(20, deployKey)),
		'gitlab-access-tokens.json': json(make.list(35, gitlabToken)),
		'aws-credential-report.csv': [awsColumns, ...make.list(20, awsUser)].join('\n'),
		'gcp-service-account-keys.json': json({ keys: make.list(30, gcpKey) }),
		'azure-applications.json': json({ value: make.list(15, azureApp) }),
		'cloudflare-tokens.json': json({ result: make.list(20, cloudflareToken), success: true }),
		'npm-tokens.json': json(make.list(20, npmToken)),
		'openai-api-keys.json': json({ data: make.list(25, openaiKey) }),
		'anthropic-api-keys.json': json({ data: make.list(15, anthropicKey) }),
		'railway-tokens.json': json({ data: { projectTokens: make.list(14, railwayToken) } }),
		'vault-accessors.ndjson': make
			.list(21, vaultToken)
			.map((each) => JSON.stringify(each))
			.join('\n'),
		'other-services.csv': [serviceColumns, ...make.list(40, serviceToken)].join('\n'),
	};
}

const json = (value: unknown): string => JSON.stringify(value, null, '\t');
const dayMs = 86_400_000;
const teams = ['platform', 'payments', 'data', 'mobile', 'sre', 'growth', 'security'] as const;
const apps = ['booking', 'billing', 'search', 'exports', 'mailer', 'reports', 'gateway'] as const;
const jobs = ['ci', 'deploy', 'backup', 'sync', 'release', 'monitor', 'agent'] as const;
const places = ['production', 'staging', 'development'] as const;

class Maker {
	readonly random = seeded(0x6e76);

	constructor(private readonly now: number) {}

	list<T>(count: number, one: (make: Maker, index: number) => T): T[] {
		return Array.from({ length: count }, (_, index) => one(this, index));
	}

	pick<T>(values: readonly T[]): T {
		return values[Math.floor(this.random() * values.length)] as T;
	}

	chance(share: number): boolean {
		return this.random() < share;
	}

	days(from: number, to: number): number {
		return Math.floor(from + this.random() * (to - from));
	}

	/** RFC 3339, so many days from now. */
	at(days: number): string {
		return new Date(this.now + days * dayMs).toISOString();
	}

	/** A last use: mostly lately, sometimes long ago, sometimes never. */
	used(): string | null {
		const draw = this.random();
		if (draw < 0.12) return null;
		return this.at(draw < 0.75 ? -this.days(0, 25) : -this.days(91, 500));
	}

	name(index: number): string {
		return `${this.pick(apps)}-${this.pick(jobs)}-${index + 1}`;
	}

	id(): string {
		return uuid(this.random);
	}

	number(index: number): number {
		return 100_000 + index * 97;
	}
}

/** An end: some past, some within days, most within the year. */
const end = (make: Maker): string => {
	const draw = make.random();
	if (draw < 0.07) return make.at(-make.days(1, 60));
	return make.at(
		draw < 0.22 ? make.days(1, 14) : draw < 0.5 ? make.days(15, 90) : make.days(91, 360),
	);
};

const githubToken = (make: Maker, index: number) => ({
	id: make.number(index),
	owner: { login: `${make.pick(teams)}-bot` },
	repository_selection: make.chance(0.4) ? 'all' : 'subset',
	permissions: {
		repository: {
			metadata: 'read',
			contents: make.chance(0.6) ? 'write' : 'read',
			...(make.chance(0.2) ? { administration: 'write' } : {}),
			...(make.chance(0.4)
				? { actions: 'write', secrets: make.chance(0.3) ? 'write' : 'read' }
				: {}),
		},
		organization: make.chance(0.15) ? { members: 'write' } : {},
	},
	access_granted_at: make.at(-make.days(5, 360)),
	token_id: make.number(index) + 1,
	token_name: make.name(index),
	token_expired: false,
	token_expires_at: make.chance(0.2) ? null : end(make),
	token_last_used_at: make.used(),
});

const githubAuthorization = (make: Maker, index: number) => ({
	login: `${make.pick(teams)}-bot`,
	credential_id: make.number(index) + 7,
	credential_type: make.chance(0.7) ? 'personal access token' : 'OAuth app token',
	authorized_credential_note: make.name(index),
	credential_authorized_at: make.at(-make.days(20, 1_200)),
	credential_accessed_at: make.used(),
	authorized_credential_expires_at: make.chance(0.5) ? null : end(make),
	scopes: make.pick([
		['repo', 'workflow'],
		['repo', 'delete_repo', 'admin:org'],
		['read:org'],
		['write:packages', 'read:packages'],
	]),
});

const deployKey = (make: Maker, index: number) => ({
	id: make.number(index),
	key: 'left out',
	url: `https://api.github.com/repos/rental/${make.pick(apps)}/keys/${make.number(index)}`,
	title: make.name(index),
	created_at: make.at(-make.days(30, 1_500)),
	read_only: make.chance(0.6),
	added_by: `${make.pick(teams)}-bot`,
	last_used: make.used(),
	enabled: true,
});

const gitlabToken = (make: Maker, index: number) => ({
	id: make.number(index),
	name: make.name(index),
	revoked: make.chance(0.06),
	active: true,
	user_id: 40 + Math.floor(make.random() * 20),
	created_at: make.at(-make.days(10, 360)),
	scopes: make.pick([
		['api'],
		['read_api', 'read_repository'],
		['write_repository'],
		['read_registry'],
	]),
	last_used_at: make.used(),
	expires_at: end(make).slice(0, 10),
});

const awsColumns =
	'user,arn,user_creation_time,password_enabled,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date';

const awsUser = (make: Maker, index: number): string => {
	const user = make.name(index);
	const key = () => [make.chance(0.85), make.at(-make.days(3, 1_100)), make.used() ?? 'N/A'];
	return [
		user,
		`arn:aws:iam::123456789012:user/${user}`,
		make.at(-1_200),
		'false',
		...key(),
		'eu-west-1',
		's3',
		...key(),
	].join(',');
};

const gcpKey = (make: Maker, index: number) => {
	const account = `${make.pick(apps)}-${make.pick(jobs)}@rental-${make.pick(places)}.iam.gserviceaccount.com`;
	const id = make.id().replaceAll('-', '');
	return {
		name: `projects/rental/serviceAccounts/${account}/keys/${id}${index}`,
		keyOrigin: 'GOOGLE_PROVIDED',
		keyType: 'USER_MANAGED',
		validAfterTime: make.at(-make.days(10, 1_300)),
		validBeforeTime: make.chance(0.8) ? '9999-12-31T23:59:59Z' : end(make),
	};
};

const azureApp = (make: Maker, index: number) => ({
	appId: make.id(),
	displayName: make.name(index),
	owners: make.chance(0.3) ? [] : [{ userPrincipalName: `${make.pick(teams)}@rental.example` }],
	passwordCredentials: ['primary', 'secondary'].map((displayName) => ({
		keyId: make.id(),
		displayName,
		startDateTime: make.at(-make.days(20, 700)),
		endDateTime: make.chance(0.3) ? make.at(make.days(400, 700)) : end(make),
	})),
});

const cloudflareToken = (make: Maker, index: number) => ({
	id: make.id().replaceAll('-', ''),
	name: make.name(index),
	status: make.chance(0.9) ? 'active' : 'disabled',
	issued_on: make.at(-make.days(10, 900)),
	...(make.chance(0.4) ? { expires_on: end(make) } : {}),
	last_used_on: make.used(),
	policies: [
		{
			effect: 'allow',
			permission_groups: [{ name: make.pick(['DNS Write', 'Zone Read', 'Workers Scripts Write']) }],
			resources: {
				[make.chance(0.4)
					? 'com.cloudflare.api.account.zone.*'
					: `com.cloudflare.api.account.zone.${make.pick(apps)}`]: '*',
			},
		},
	],
});

const npmToken = (make: Maker, index: number) => ({
	key: make.id().replaceAll('-', ''),
	name: make.name(index),
	readonly: make.chance(0.4),
	automation: true,
	cidr_whitelist: null,
	created: make.at(-make.days(5, 80)),
	expires: end(make),
});

const openaiKey = (make: Maker, index: number) => ({
	object: 'organization.project.api_key',
	id: `key_${make.id().replaceAll('-', '')}`,
	name: make.name(index),
	created_at: Math.floor(Date.parse(make.at(-make.days(5, 700))) / 1_000),
	last_used_at: ((used) => (used === null ? null : Math.floor(Date.parse(used) / 1_000)))(
		make.used(),
	),
	owner: { type: 'service_account', service_account: { name: `${make.pick(teams)}` } },
	owner_project_access: make.pick(['all', 'read', 'write']),
});

const anthropicKey = (make: Maker, index: number) => ({
	type: 'api_key',
	id: `apikey_${make.id().replaceAll('-', '')}`,
	name: make.name(index),
	workspace_id: make.chance(0.7) ? `${make.pick(apps)}-workspace` : null,
	created_at: make.at(-make.days(5, 500)),
	created_by: { id: `${make.pick(teams)}`, type: 'user' },
	status: make.chance(0.9) ? 'active' : 'inactive',
});

const railwayToken = (make: Maker, index: number) => ({
	id: make.id(),
	name: make.name(index),
	createdAt: make.at(-make.days(10, 600)),
	projectId: make.id(),
	environmentId: make.id(),
	environment: { name: make.pick(places) },
});

const vaultToken = (make: Maker, index: number) => {
	const isRoot = index === 0;
	return {
		data: {
			accessor: make.id().replaceAll('-', ''),
			display_name: isRoot ? 'root' : `kubernetes-${make.name(index)}`,
			policies: isRoot
				? ['root']
				: ['default', `${make.pick(apps)}-${make.pick(['read', 'write'])}`],
			meta: make.chance(0.7) ? { team: make.pick(teams) } : null,
			issue_time: make.at(-make.days(1, 40)),
			expire_time: isRoot ? null : make.at(make.days(1, 31)),
			ttl: isRoot ? 0 : 86_400,
		},
	};
};

const serviceColumns =
	'name,id,kind,provider,owner,environment,scopes,issued_at,expires_at,last_used_at,location';

const services = [
	['datadog-api-key', 'datadog', 'metrics: write'],
	['stripe-restricted-key', 'stripe', 'charges: write'],
	['slack-bot-token', 'slack', 'chat: write'],
	['sentry-auth-token', 'sentry', 'project: admin'],
	['docker-hub-token', 'docker', 'repo: write'],
	['terraform-cloud-token', 'terraform', 'workspaces: manage'],
] as const;

const serviceToken = (make: Maker, index: number): string => {
	const [kind, provider, scopes] = make.pick(services);
	const app = make.pick(apps);
	const files = [
		`/srv/${app}/.env`,
		`/home/build/work/${app}/config/${provider}.env`,
		`/opt/${app}/secrets.yml`,
	].slice(0, make.days(1, 4));
	return [
		make.name(index),
		make.id(),
		kind,
		provider,
		make.chance(0.2) ? 'none' : make.chance(0.1) ? '' : make.pick(teams),
		make.pick(places),
		scopes,
		make.at(-make.days(10, 1_200)),
		make.chance(0.5) ? 'never' : end(make),
		make.used() ?? 'never',
		make.chance(0.5) ? files.join(';') : '',
	].join(',');
};
