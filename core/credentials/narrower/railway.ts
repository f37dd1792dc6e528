import type { Writer } from './recommendation.ts';

/** Operations that a project token may do: what it deploys, in its one environment. */
const ofProject =
	/deploy|redeploy|restart|up$|^service|variable|log|environment$|^project$|domain/i;
const beyondProject =
	/^(?:volume|project|workspace|team|apiToken|projectToken|plugin).*(?:create|delete|transfer|invite)|backup/i;

/** Railway narrows by the kind of token alone: account, workspace, or one project's one environment. */
export const railwayToken: Writer = (_, needed) => {
	const operations = [...new Set(needed.map(({ permission }) => permission))].sort();
	const beyond = operations.filter(
		(name) => beyondProject.test(name) || (!ofProject.test(name) && !/^(?:me|query)$/.test(name)),
	);
	const environments = [
		...new Set(needed.map(({ environment }) => environment).filter((name) => name !== 'unknown')),
	].sort();
	const isProject = beyond.length === 0;
	const one = environments.length <= 1;
	return {
		form: 'Railway token kind',
		language: 'text',
		text: [
			isProject
				? `project token${one ? '' : 's, one for each environment'}`
				: 'workspace token, and no account token',
			`environment: ${environments.length === 0 ? 'the one that it deploys to' : environments.join(', ')}`,
			`needed for: ${operations.join(', ')}`,
			...(beyond.length > 0 ? [`what a project token cannot do: ${beyond.join(', ')}`] : []),
		].join('\n'),
		caveats: [
			'Railway has no permissions within a kind, and no end: rotate it, and keep volumes’ copies elsewhere.',
		],
	};
};
