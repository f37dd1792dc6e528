import { readOperation } from '../../reading.ts';
import { vaultOperation } from '../../vault-paths.ts';
import { parseArguments, textsOf } from '../command.ts';
import type { ProgramReader } from './program-reader.ts';

const VERBS: Readonly<Record<string, string>> = {
	write: 'update',
	patch: 'patch',
	delete: 'delete',
	read: 'read',
	list: 'list',
};

/** `vault write auth/approle/role/x policies=admin`: the request that it sends. Other verbs are the catalogue's. */
export const vault: ProgramReader = (command, { catalogue }) => {
	const args = parseArguments(
		textsOf(command.args),
		new Set(['-address', '-namespace', '-format']),
	);
	const [verb = '', path = '', ...pairs] = args.operands;
	const operation = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
	if (operation === undefined || path === '') return null;
	const known = vaultOperation(operation, path.replace(/^\/|\/$/g, ''));
	const parameters = Object.fromEntries(
		pairs.flatMap((pair) => {
			const at = pair.indexOf('=');
			return at < 1 ? [] : [[pair.slice(0, at), pair.slice(at + 1)] as const];
		}),
	);
	return [
		readOperation(catalogue, {
			provider: 'vault',
			operation: known?.name ?? `${operation} ${path}`,
			parameters,
			ids: [known?.id ?? path],
			idsFirst: true,
			text: command.source,
		}),
	];
};
