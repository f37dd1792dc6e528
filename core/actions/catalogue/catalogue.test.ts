import { describe, expect, it } from 'vitest';
import { understanding } from '@/scenarios/recording.ts';
import type { CatalogueOperation } from './schema.ts';

const { catalogue } = understanding;

/** Parameters under which this reading of an operation holds. */
const parametersFor = (operation: CatalogueOperation): Record<string, unknown> => {
	const [name, values] = Object.entries(operation.when)[0] ?? [];
	return name === undefined || values === undefined ? {} : { [name]: values[0] };
};
const isGrave = (operation: CatalogueOperation): boolean =>
	['destroy', 'expose', 'grant'].includes(operation.class);

describe.each(catalogue.providers.map((data) => [data.provider, data] as const))(
	'the catalogue of %s',
	(provider, data) => {
		it('reads every name of an operation, as called and as audited, as the same act', () => {
			for (const operation of data.operations)
				for (const name of operation.names) {
					const found = catalogue.operation(provider, name, parametersFor(operation));
					expect([name, found?.class, found?.kind]).toEqual([
						name,
						operation.class,
						operation.kind,
					]);
				}
		});

		it('knows the kind of every operation', () => {
			const known = new Set(data.kinds.map(({ kind }) => kind));
			const unknown = data.operations.map(({ kind }) => kind).filter((kind) => !known.has(kind));
			expect(unknown).toEqual([]);
		});

		it('reads every command line that performs a grave operation', () => {
			for (const command of data.commands) {
				const operation = catalogue.operation(provider, command.operation, null);
				expect([command.words, operation === null]).toEqual([command.words, false]);
				if (operation === null || !isGrave(operation)) continue;
				const words = command.words.map((word) => (word === '*' ? 'any' : word));
				const id =
					command.idFlags[0] === undefined || command.idOperand !== null
						? 'example-1'
						: `${command.idFlags[0]} example-1`;
				const line = [...words, ...command.needsFlags, id].join(' ');
				const classes = understanding.readShell(line, null).map((act) => act.class);
				expect([line, ...classes]).toContain(operation.class);
			}
		});

		it('reads every REST call that performs a grave operation', () => {
			const host = data.hosts[0]?.replace('*.', 'any.');
			for (const endpoint of data.endpoints) {
				const operation = catalogue.operation(provider, endpoint.operation, null);
				expect([endpoint.path, operation === null]).toEqual([endpoint.path, false]);
				if (operation === null || host === undefined || !isGrave(operation)) continue;
				const path = endpoint.path.replace(/\{[^}]*\}/g, 'example-1');
				const body = JSON.stringify(parametersFor(operation));
				const line = `curl -X ${endpoint.method} https://${host}${path} -d '${body}'`;
				const classes = understanding.readShell(line, null).map((act) => act.class);
				expect([line, ...classes]).toContain(operation.class);
			}
		});
	},
);
