import type { ScopeLevel } from '../credential.ts';
import { levelRank } from '../levels.ts';
import type { Writer } from './recommendation.ts';

/** Which permission of a fine-grained token an operation needs, first that matches (GitHub docs, “Permissions required for fine-grained personal access tokens”). */
const permissions: readonly (readonly [RegExp, string])[] = [
	[/secret/i, 'secrets'],
	[/workflow/i, 'workflows'],
	[/action|runner|artifact/i, 'actions'],
	[/webhook|hook/i, 'webhooks'],
	[/deploy/i, 'deployments'],
	[/environment/i, 'environments'],
	[/pull_?request|^pr\b/i, 'pull_requests'],
	[/issue/i, 'issues'],
	[/package/i, 'packages'],
	[/page/i, 'pages'],
	[/^(?:org|team|member)/i, 'members'],
	[
		/protected_branch|visibility|collaborator|deploy_key|repo\.(?:create|destroy|transfer|rename|archived|access|update)/i,
		'administration',
	],
	[/branch|commit|push|git|contents|file|release|tag|clone|fetch|repo/i, 'contents'],
	[/meta|user|repos?\b/i, 'metadata'],
];

const accessOf = (level: ScopeLevel): 'read' | 'write' => (level === 'read' ? 'read' : 'write');

/** The permissions of a fine-grained token or of an app, for the repositories that were used. */
export const githubPermissions: Writer = (_, needed) => {
	const levels = new Map<string, ScopeLevel>();
	const unknown: string[] = [];
	for (const { permission, level } of needed) {
		const name = permissions.find(([pattern]) => pattern.test(permission))?.[1];
		if (name === undefined) {
			unknown.push(permission);
			continue;
		}
		const before = levels.get(name);
		if (before === undefined || levelRank(level) > levelRank(before)) levels.set(name, level);
	}
	if (levels.size === 0) return null;
	levels.set('metadata', levels.get('metadata') ?? 'read');
	const repositories = [
		...new Set(needed.flatMap(({ resource }) => /^[\w.-]+\/[\w.-]+$/.exec(resource)?.[0] ?? [])),
	].sort();
	return {
		form: 'GitHub fine-grained permissions',
		language: 'json',
		text: JSON.stringify(
			{
				repositories: repositories.length === 0 ? 'only those that it needs' : repositories,
				permissions: Object.fromEntries(
					[...levels].sort().map(([name, level]) => [name, accessOf(level)]),
				),
			},
			null,
			2,
		),
		caveats: [
			...(unknown.length > 0
				? [`No permission is known here for ${[...new Set(unknown)].slice(0, 5).join(', ')}.`]
				: []),
			'A GitHub App gives the same for an hour at a time.',
		],
	};
};
