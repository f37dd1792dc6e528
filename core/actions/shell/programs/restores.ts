import { reading, resourceRef } from '../../reading.ts';
import { parseArguments, textsOf } from '../command.ts';
import type { ProgramReader } from './program-reader.ts';

const VALUED = new Set(
	'-d --dbname -h --host -p --port -U --username -n --schema -t --table -j --jobs -F --format --uri --db --collection --nsInclude --nsExclude'.split(
		' ',
	),
);

/** `pg_restore --clean -d shop`, `mongorestore --drop`: what stands there is dropped before the copy comes in. */
export const restoreOver: ProgramReader = (command) => {
	const args = parseArguments(textsOf(command.args), VALUED);
	const isMongo = command.name === 'mongorestore';
	if (isMongo ? !args.has('--drop') : !args.has('-c', '--clean')) return null;
	const uri = /^\w+(?:\+srv)?:\/\/(?:[^@/]*@)?([^/:,?]+)[^/]*\/?([\w-]*)/.exec(
		args.value('--uri', '-d', '--dbname') ?? '',
	);
	const host = uri?.[1] ?? args.value('-h', '--host');
	const name = uri?.[2] || args.value('--db', '-d', '--dbname') || 'the database';
	const provider = isMongo ? 'mongodb' : 'postgres';
	return [
		reading({
			class: 'destroy',
			provider,
			operation: `${command.name} ${isMongo ? '--drop' : '--clean'}`,
			text: command.source,
			hosts: host === null ? [] : [host],
			readsPaths: args.operands,
			resources: [resourceRef(provider, 'database', host === null ? name : `${host}/${name}`)],
			basis: `shell ${command.name}`,
		}),
	];
};
