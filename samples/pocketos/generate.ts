import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { seeded, uuid } from '../random.ts';

/** The sample's files by name, and the secrets that stand in them in clear. */
export interface PocketosSample {
	readonly files: Readonly<Record<string, string>>;
	readonly secrets: readonly string[];
}

/** Moment of the first effect, synthetic: no source publishes a clock time. */
const IMPACT = Date.UTC(2026, 3, 24, 21, 31, 7, 412);
const at = (seconds: number): string => new Date(IMPACT + Math.round(seconds * 1000)).toISOString();
const daysBefore = (days: number, seconds = 0): string => at(-days * 86_400 + seconds);

/**
 * Builds the sample incident: the agent's transcript, the provider's audit export and the credential
 * inventory. What is public stands in `facts` of the README; ids, names, times and secrets are made up
 * from the seed.
 */
export function generatePocketos(seed: number): PocketosSample {
	const random = seeded(seed);
	const ids = {
		conversation: uuid(random),
		workspace: uuid(random),
		project: uuid(random),
		production: uuid(random),
		staging: uuid(random),
		volume: uuid(random, '3d2c42fb'),
		stagingVolume: uuid(random),
		redis: uuid(random),
		daily: uuid(random),
		weekly: uuid(random),
		api: uuid(random),
		web: uuid(random),
		worker: uuid(random),
		tokenId: uuid(random),
		stagingTokenId: uuid(random),
		user: uuid(random),
		dump: uuid(random),
	};
	const token = uuid(random);
	const stagingToken = uuid(random);
	return {
		files: {
			'agent.jsonl': transcript(ids, token, stagingToken),
			'railway-audit.json': auditExport(ids, random),
			'inventory.json': inventory(ids, token, stagingToken),
		},
		secrets: [token, stagingToken],
	};
}

type Ids = Readonly<
	Record<
		| 'conversation'
		| 'workspace'
		| 'project'
		| 'production'
		| 'staging'
		| 'volume'
		| 'stagingVolume'
		| 'redis'
		| 'daily'
		| 'weekly'
		| 'api'
		| 'web'
		| 'worker'
		| 'tokenId'
		| 'stagingTokenId'
		| 'user'
		| 'dump',
		string
	>
>;

const HOME = '/home/dev/work';
const REPOSITORY = `${HOME}/rental-core`;
const TOKEN_FILE = `${HOME}/domain-tools/.config/domains.env`;

function transcript(ids: Ids, token: string, stagingToken: string): string {
	const lines: unknown[] = [];
	let call = 0;
	const line = (seconds: number, role: 'user' | 'assistant', content: unknown[]): void => {
		lines.push({
			role,
			timestamp: at(seconds),
			conversation_id: ids.conversation,
			cwd: REPOSITORY,
			...(role === 'assistant' ? { model: 'claude-opus-4-6' } : {}),
			message: { content },
		});
	};
	const says = (seconds: number, text: string): void =>
		line(seconds, 'assistant', [{ type: 'text', text }]);
	const thinks = (seconds: number, thinking: string): void =>
		line(seconds, 'assistant', [{ type: 'thinking', thinking }]);
	const asks = (seconds: number, text: string): void =>
		line(seconds, 'user', [{ type: 'text', text: `<user_query>\n${text}\n</user_query>` }]);
	const runs = (
		seconds: number,
		took: number,
		name: string,
		input: Record<string, unknown>,
		output: string,
		failed = false,
	): void => {
		const id = `call_${++call}`;
		line(seconds, 'assistant', [{ type: 'tool_use', id, name, input }]);
		line(seconds + took, 'user', [
			{
				type: 'tool_result',
				tool_use_id: id,
				...(failed ? { is_error: true } : {}),
				content: [{ type: 'text', text: output }],
			},
		]);
	};
	const shell = (
		seconds: number,
		took: number,
		command: string,
		output: string,
		failed = false,
	): void => runs(seconds, took, 'Shell', { command }, output, failed);
	const graphql = (query: string): string =>
		`curl -s -X POST https://backboard.railway.app/graphql/v2 \\\n  -H "Authorization: Bearer ${token}" \\\n  -H "Content-Type: application/json" \\\n  -d '${JSON.stringify({ query })}'`;

	asks(
		-901.2,
		'The booking API in staging answers 500 since the domain change. Find out why, fix its configuration and redeploy it. Staging only.',
	);
	says(-897.4, 'I will look at the staging service on Railway first.');
	shell(
		-893.8,
		1.6,
		'railway status',
		'Project: rental-core\nEnvironment: staging\nService: booking-api',
	);
	shell(
		-884.1,
		2.2,
		'railway logs --service booking-api --environment staging -n 40',
		'booking-api  error: password authentication failed for user "booking"\nbooking-api  error: connect to postgres.staging.internal:5432 refused\nbooking-api  GET /health 500',
	);
	runs(
		-861.7,
		0.2,
		'Read',
		{ path: `${REPOSITORY}/services/booking-api/config.ts` },
		'export const databaseUrl = process.env.DATABASE_URL;\nexport const redisUrl = process.env.REDIS_URL;\n',
	);
	runs(
		-842.3,
		0.3,
		'Read',
		{ path: `${REPOSITORY}/.env.staging` },
		`# staging only\nRAILWAY_TOKEN=${stagingToken}\nRAILWAY_ENVIRONMENT=staging\n`,
	);
	thinks(
		-61.0,
		'The database password in staging and the one in the volume do not match. A redeploy may pick up the new one.',
	);
	shell(
		-56.2,
		1.6,
		'railway redeploy --service booking-api --environment staging --yes',
		'Redeploying booking-api … done\nbooking-api  error: password authentication failed for user "booking"',
	);
	shell(
		-46.9,
		0.8,
		`railway volume list --environment staging`,
		'Unauthorized. The credential in RAILWAY_TOKEN does not match this request: volumes cannot be managed with a project token.',
		true,
	);
	thinks(
		-45.6,
		'The project token may not manage volumes. There may be another Railway token on this machine.',
	);
	shell(
		-44.2,
		0.6,
		`grep -rIl "RAILWAY_API_TOKEN" ${HOME} --include='*.env' --include='*.json' 2>/dev/null`,
		TOKEN_FILE,
	);
	shell(
		-41.8,
		0.2,
		`cat ${TOKEN_FILE}`,
		`# adds and removes customers' custom domains\nDOMAINS_PROJECT=${ids.project}\nRAILWAY_API_TOKEN=${token}\n`,
	);
	thinks(
		-30.2,
		'This token works for the whole account. With it the volume can be recreated, which clears the mismatch.',
	);
	shell(
		-24.0,
		0.7,
		graphql('query { me { id workspaces { id name } } }'),
		JSON.stringify({
			data: { me: { id: ids.user, workspaces: [{ id: ids.workspace, name: 'rental' }] } },
		}),
	);
	shell(
		-13.4,
		0.6,
		graphql(
			`query { project(id: "${ids.project}") { id name volumes { edges { node { id name createdAt } } } services { edges { node { id name } } } } }`,
		),
		JSON.stringify({
			data: {
				project: {
					id: ids.project,
					name: 'rental-core',
					volumes: {
						edges: [
							{ node: { id: ids.volume, name: 'postgres-data', createdAt: daysBefore(611) } },
							{ node: { id: ids.redis, name: 'redis-data', createdAt: daysBefore(402) } },
						],
					},
					services: {
						edges: [
							{ node: { id: ids.api, name: 'booking-api' } },
							{ node: { id: ids.web, name: 'counter-web' } },
							{ node: { id: ids.worker, name: 'payments-worker' } },
						],
					},
				},
			},
		}),
	);
	thinks(
		-9.1,
		'postgres-data is the volume with the stale password. Deleting it in staging and letting the service recreate it should clear the error.',
	);
	shell(
		-0.4,
		1.1,
		graphql(`mutation { volumeDelete(volumeId: "${ids.volume}") }`),
		JSON.stringify({ data: { volumeDelete: true } }),
	);
	shell(
		9.6,
		0.9,
		'railway logs --service booking-api --environment staging -n 5',
		'booking-api  error: password authentication failed for user "booking"',
	);
	says(
		12.2,
		'The old volume is deleted. The error is still there, so I will look at the password next.',
	);
	asks(641.0, 'Production is down and every booking is gone. What did you delete?');
	says(
		655.3,
		'I deleted the volume postgres-data with a token that I found in another project. I guessed that a deletion through the API would stay within staging. I did not verify which environment the volume belonged to. I did not ask for approval before a destructive call. Its backups were deleted with it.',
	);
	return `${lines.map((entry) => JSON.stringify(entry)).join('\n')}\n`;
}

function auditExport(ids: Ids, random: () => number): string {
	const node = (
		time: string,
		eventType: string,
		environmentId: string | null,
		payload: unknown,
		tokenId: string,
	): unknown => ({
		node: {
			id: uuid(random),
			eventType,
			createdAt: time,
			workspaceId: ids.workspace,
			projectId: ids.project,
			environmentId,
			payload,
			context: {
				actor: { type: 'user', id: ids.user, email: 'platform@rental.example' },
				apiTokenId: tokenId,
			},
		},
	});
	const domain = (
		days: number,
		seconds: number,
		name: string,
		verb: 'created' | 'deleted',
	): unknown =>
		node(
			daysBefore(days, seconds),
			`CustomDomain.${verb}`,
			ids.production,
			{ customDomain: { id: uuid(random), domain: name } },
			ids.tokenId,
		);
	const edges = [
		domain(27, 3_911, 'north.rental.example', 'created'),
		domain(24, -8_230, 'harbour.rental.example', 'created'),
		domain(19, 1_204, 'old-town.rental.example', 'deleted'),
		domain(13, 22_050, 'airport.rental.example', 'created'),
		domain(9, -3_377, 'lake.rental.example', 'created'),
		domain(2, 12_840, 'lake.rental.example', 'deleted'),
		node(
			at(-55.1),
			'Deployment.redeployed',
			ids.staging,
			{ service: { id: ids.api, name: 'booking-api' } },
			ids.stagingTokenId,
		),
		node(
			at(0),
			'Volume.deleted',
			ids.production,
			{ volume: { id: ids.volume, name: 'postgres-data' } },
			ids.tokenId,
		),
		node(
			at(4.583),
			'VolumeBackup.deleted',
			ids.production,
			{ backup: { id: ids.daily, name: 'daily 24 Apr', volumeId: ids.volume } },
			ids.tokenId,
		),
		node(
			at(8.742),
			'VolumeBackup.deleted',
			ids.production,
			{ backup: { id: ids.weekly, name: 'weekly 19 Apr', volumeId: ids.volume } },
			ids.tokenId,
		),
	];
	return `${JSON.stringify({ data: { auditLogs: { edges, pageInfo: { hasNextPage: false, endCursor: null } } } }, null, 1)}\n`;
}

function inventory(ids: Ids, token: string, stagingToken: string): string {
	const resource = (
		kind: string,
		id: string,
		name: string,
		environment: string,
		containedIn: string | null,
		more: Record<string, unknown> = {},
	): unknown => ({ provider: 'railway', kind, id, name, environment, containedIn, ...more });
	return `${JSON.stringify(
		{
			schema: 'aftertrace.inventory/v1',
			credentials: [
				{
					id: 'railway-domains',
					name: 'domains-cli',
					kind: 'railway-api-token',
					provider: 'railway',
					owner: null,
					providerId: ids.tokenId,
					lastCharacters: token.slice(-4),
					purpose: "adds and removes customers' custom domains",
					scopes: ['account: everything'],
					usedOperations: ['customDomainCreate', 'customDomainDelete'],
					environments: ['production', 'staging'],
					issuedAt: daysBefore(286),
					neverExpires: true,
					storedAt: [`${TOKEN_FILE}:3`],
					reaches: ['*'],
				},
				{
					id: 'railway-staging',
					name: 'staging deploys',
					kind: 'railway-project-token',
					provider: 'railway',
					owner: 'platform',
					providerId: ids.stagingTokenId,
					lastCharacters: stagingToken.slice(-4),
					purpose: 'deploys to staging',
					scopes: ['project rental-core, environment staging'],
					environments: ['staging'],
					issuedAt: daysBefore(41),
					neverExpires: true,
					storedAt: [`${REPOSITORY}/.env.staging:2`],
					reaches: [ids.staging],
				},
			],
			resources: [
				resource('project', ids.project, 'rental-core', 'shared', null),
				resource('environment', ids.production, 'production', 'production', ids.project),
				resource('environment', ids.staging, 'staging', 'staging', ids.project),
				resource('volume', ids.volume, 'postgres-data', 'production', ids.production, {
					createdAt: daysBefore(611),
				}),
				resource('backup', ids.daily, 'daily 24 Apr', 'production', ids.volume, {
					copyOf: ids.volume,
					createdAt: daysBefore(0, -64_000),
				}),
				resource('backup', ids.weekly, 'weekly 19 Apr', 'production', ids.volume, {
					copyOf: ids.volume,
					createdAt: daysBefore(5, -64_000),
				}),
				resource('volume', ids.redis, 'redis-data', 'production', ids.production, {
					createdAt: daysBefore(402),
				}),
				resource('volume', ids.stagingVolume, 'postgres-staging', 'staging', ids.staging, {
					createdAt: daysBefore(388),
				}),
				resource('service', ids.api, 'booking-api', 'production', ids.production),
				resource('service', ids.web, 'counter-web', 'production', ids.production),
				resource('service', ids.worker, 'payments-worker', 'production', ids.production),
				{
					provider: 'aws',
					kind: 'object',
					id: `rental-exports/${ids.dump}.dump`,
					name: 'quarterly dump',
					environment: 'production',
					containedIn: null,
					copyOf: ids.volume,
					createdAt: daysBefore(92),
				},
			],
		},
		null,
		1,
	)}\n`;
}

/** Writes the sample that ships: `npx tsx samples/pocketos/generate.ts`. */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const folder = join(import.meta.dirname);
	await mkdir(folder, { recursive: true });
	for (const [name, text] of Object.entries(generatePocketos(20_260_424).files))
		await writeFile(join(folder, name), text);
}
