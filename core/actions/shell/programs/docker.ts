import type { ActionClass, Reading } from '../../action.ts';
import { environmentNamed } from '../../environment.ts';
import { reading, resourceRef } from '../../reading.ts';
import { parseArguments, textsOf } from '../command.ts';
import type { ProgramReader } from './program-reader.ts';

const COMPOSE_VALUED = new Set(['-f', '--file', '-p', '--project-name', '--profile', '-t']);
const DOCKER_VALUED = new Set([
	'-H',
	'--host',
	'--context',
	'-t',
	'-v',
	'-e',
	'--name',
	'--filter',
	'-c',
]);

/** What `docker compose down` takes down: the project of the folder, which no argument names. */
export const THE_PROJECT = 'the compose project';

export const docker: ProgramReader = (command) => {
	const composes = command.name === 'docker-compose' || command.args[0]?.text === 'compose';
	const args = parseArguments(textsOf(command.args), composes ? COMPOSE_VALUED : DOCKER_VALUED);
	const words = args.operands;
	const verb = words.slice(0, 2).join(' ');
	const machine = machineOf(
		args.value('-H', '--host', '--context') ?? command.environment.DOCKER_HOST ?? null,
	);
	const make = (actionClass: ActionClass, kind: string, ids: readonly string[]): Reading[] => [
		reading({
			class: actionClass,
			provider: 'docker',
			operation: `docker ${verb}`,
			text: command.source,
			resources: ids.map((id) => resourceRef('docker', kind, id)),
			...machine,
			basis: 'shell docker',
		}),
	];
	if (verb === 'volume rm' || verb === 'volume prune')
		return make(
			'destroy',
			'volume',
			words.slice(2).length > 0 ? words.slice(2) : ['unused volumes'],
		);
	if (verb === 'system prune') {
		const volumes = args.has('--volumes');
		return make(volumes ? 'destroy' : 'delete', volumes ? 'volume' : 'image', [
			volumes ? 'unused volumes' : 'unused images',
		]);
	}
	if (verb === 'compose down' || command.name === 'docker-compose') {
		const down = words.includes('down');
		return make(
			down && args.has('-v', '--volumes') ? 'destroy' : down ? 'delete' : 'execute',
			down && args.has('-v', '--volumes') ? 'volume' : 'container',
			down ? [THE_PROJECT] : [],
		);
	}
	if (
		/^(rm|rmi|container rm|image rm|network rm|container prune|image prune|builder prune)/.test(
			verb,
		)
	)
		return make('delete', 'container', words.slice(1));
	return make(
		/^(ps|images|logs|inspect|version|info|stats|top|volume ls|compose ps|compose logs)/.test(verb)
			? 'read'
			: 'execute',
		'container',
		[],
	);
};

/** The machine whose containers a command is about, where that is another one: a host or a context. */
function machineOf(given: string | null): Pick<Reading, 'hosts' | 'environment'> | null {
	if (given === null || /^(unix|npipe|fd):|^(default|desktop-linux|colima|orbstack)$/.test(given))
		return null;
	const host = /^\w+:\/\/(?:[^@/]+@)?([\w.-]+)/.exec(given)?.[1] ?? given;
	const environment = environmentNamed(host);
	return {
		hosts: [host],
		environment:
			environment === null ? null : { value: environment, reason: `the machine “${host}”` },
	};
}
