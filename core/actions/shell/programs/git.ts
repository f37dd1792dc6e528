import { reading, resourceRef } from '../../reading.ts';
import { parseArguments, textsOf } from '../command.ts';
import type { ProgramReader } from './program-reader.ts';

/** What `--all` and `--mirror` push. */
export const ALL_BRANCHES = 'all branches';

export const git: ProgramReader = (command, { catalogue }) => {
	const args = parseArguments(
		textsOf(command.args),
		new Set(['-C', '-c', '-m', '--message', '-b', '-B', '-o', '--push-option']),
	);
	const [verb = '', ...rest] = args.operands;
	const base = {
		provider: 'git',
		operation: `git ${verb}`,
		text: command.source,
		basis: `shell git ${verb}`,
	};
	const branch = rest.at(-1) ?? 'HEAD';
	if (args.has('--dry-run') || (args.has('-n') && (verb === 'push' || verb === 'clean')))
		return [reading({ ...base, class: 'read' })];
	const tree = (id: string) => [resourceRef('git', 'work-tree', id)];
	if (verb === 'push') {
		const forced =
			args.has('-f', '--force', '--force-with-lease', '--mirror') ||
			rest.some((ref) => /^\+/.test(ref));
		const deletes = args.has('-d', '--delete') || rest.slice(1).some((ref) => /^:/.test(ref));
		const given = args.has('--all', '--mirror') ? [ALL_BRANCHES] : rest.slice(1);
		// `HEAD:main` changes main: what stands behind the colon is the other side's.
		const refs = given.map((ref) =>
			resourceRef(
				'git',
				'branch',
				ref.replace(/^\+?[^:]*:(?=.)|^\+/, '').replace(/^refs\/heads\//, ''),
			),
		);
		return [
			reading({
				...base,
				class: forced ? 'destroy' : deletes ? 'delete' : 'modify',
				operation: forced ? 'git push --force' : deletes ? 'git push --delete' : 'git push',
				resources: refs,
				recovery: {
					undo: 'unknown',
					graceHours: null,
					note: catalogue.operation('github', 'git.force_push', null)?.note ?? null,
				},
			}),
		];
	}
	if (verb === 'reset' && args.has('--hard'))
		return [
			reading({ ...base, class: 'delete', operation: 'git reset --hard', resources: tree(branch) }),
		];
	if (verb === 'clean' && args.has('-f', '--force') && !args.has('-n', '--dry-run'))
		return [
			reading({
				...base,
				class: 'delete',
				operation: 'git clean',
				resources: tree('untracked files'),
			}),
		];
	if (
		(verb === 'checkout' || verb === 'restore') &&
		(rest.includes('.') || args.operands.includes('--'))
	)
		return [reading({ ...base, class: 'delete', resources: tree(branch) })];
	if (verb === 'stash' && (rest[0] === 'drop' || rest[0] === 'clear'))
		return [
			reading({
				...base,
				class: 'delete',
				operation: `git stash ${rest[0]}`,
				resources: tree(rest[1] ?? 'stash'),
			}),
		];
	if (verb === 'worktree') {
		const [step, path = 'work tree'] = rest;
		if (step === 'add') return [reading({ ...base, class: 'create', writesPaths: [path] })];
		if (step !== 'remove')
			return [reading({ ...base, class: step === 'list' ? 'read' : 'modify' })];
		// Without force git itself refuses where changes would be lost.
		return [
			reading({
				...base,
				class: args.has('-f', '--force') ? 'destroy' : 'delete',
				operation: 'git worktree remove',
				resources: tree(path),
			}),
		];
	}
	if (verb === 'branch' && args.has('-D', '-d', '--delete'))
		return [
			reading({
				...base,
				class: 'delete',
				operation: 'git branch -D',
				resources: rest.map((name) => resourceRef('git', 'branch', name)),
			}),
		];
	if (
		verb === 'filter-branch' ||
		verb === 'filter-repo' ||
		(verb === 'reflog' && rest[0] === 'expire')
	)
		return [reading({ ...base, class: 'destroy', resources: tree('history') })];
	if (
		[
			'commit',
			'add',
			'merge',
			'rebase',
			'tag',
			'stash',
			'cherry-pick',
			'mv',
			'init',
			'am',
			'apply',
		].includes(verb)
	)
		return [reading({ ...base, class: 'modify' })];
	// `git config http.sslVerify false`: nobody looks any more whom it talks to, or who signed.
	if (verb === 'config') {
		const [name = '', value] = rest;
		const isOff =
			(/^(http(\..*)?\.sslverify|commit\.gpgsign|tag\.gpgsign|transfer\.fsckobjects|receive\.deny\w+)$/i.test(
				name,
			) &&
				/^(false|0|no|off|ignore)$/i.test(value ?? '')) ||
			(/^core\.hookspath$/i.test(name) && value === '/dev/null');
		if (isOff) return [reading({ ...base, class: 'modify', weakens: true })];
	}
	// `--cached` leaves the files where they are.
	if (verb === 'rm' && args.has('--cached')) return [reading({ ...base, class: 'modify' })];
	if (verb === 'rm') return [reading({ ...base, class: 'delete', writesPaths: rest })];
	return [reading({ ...base, class: 'read' })];
};
