import { secretKind } from '../../secrets/kinds/registry.ts';
import type { Credential, CredentialSighting } from '../credential.ts';
import { globMatches } from '../reach.ts';
import { type Check, fileOf, finding, plural } from './check.ts';

/** `vault:kv/x`, `arn:…` and `https://…` are stores of secrets; everything else is a file. */
const isFile = (place: string): boolean =>
	!/^[a-z][\w+.-]{1,30}:(?:\/\/|[^\d\\/])/i.test(place) || /^[\w.-]+\/[\w.-]+:/.test(place);

/** An identifier, such as an access key id, opens nothing where it stands. */
const isIdentifier = (credential: Credential): boolean =>
	secretKind(credential.kind)?.identifier === true;

/** The files that hold a credential, without lines: where it is stored, and where it was seen. */
export function filesOf(
	{ storedAt }: Pick<Credential, 'storedAt'>,
	sightings: readonly Pick<CredentialSighting, 'file'>[],
): string[] {
	const seen = sightings.flatMap(({ file }) => file ?? []);
	return [...new Set([...storedAt.filter(isFile), ...seen].map(fileOf))];
}

export const onDisk: Check = ({ credential, sightings, policy }) => {
	const files = filesOf(credential, sightings).filter(
		(file) => !policy.allowedPlaces.some((pattern) => globMatches(pattern, file)),
	);
	if (files.length === 0) return null;
	const evidence = sightings
		.filter(({ file }) => file !== null && files.includes(fileOf(file)))
		.map(({ eventId }) => eventId);
	return finding(
		'on-disk',
		'high',
		'Stands in a file on disk',
		`It is stored in ${files[0]}${files.length > 1 ? ` and ${plural(files.length - 1, 'other file')}` : ''}: whatever reads that file holds it.`,
		[...evidence, ...files],
		'Rotate it, take it out of the file, and let the process that needs it fetch it when it runs.',
	);
};

export const inTranscript: Check = ({ credential, sightings }) => {
	if (isIdentifier(credential)) return null;
	const seen = sightings.filter(
		({ runId, place }) => runId !== null || place === 'prompt' || place === 'transcript',
	);
	if (seen.length === 0) return null;
	const runs = new Set(seen.flatMap(({ runId }) => runId ?? []));
	const inPrompt = seen.some(({ place }) => place === 'prompt');
	return finding(
		'in-transcript',
		'high',
		inPrompt ? 'Was given in a prompt' : 'Stands in an agent’s transcript',
		`It stood in ${plural(seen.length, 'event')} of ${plural(runs.size, 'agent run')}: the model, its provider and every copy of the transcript have seen it.`,
		seen.map(({ eventId }) => eventId),
		'Rotate it; give agents credentials that they cannot print, through a broker or a proxy.',
	);
};

export const shared: Check = ({ sightings, uses, policy }) => {
	const machines = distinct([...sightings, ...uses].map(({ machine }) => machine));
	const people = distinct(sightings.map(({ person }) => person));
	const addresses = distinct(uses.map(({ sourceAddress }) => sourceAddress));
	const runs = distinct([...sightings, ...uses].map(({ runId }) => runId));
	const parts = [
		machines.length > 1 ? plural(machines.length, 'machine') : '',
		people.length > 1 ? `${people.length} people` : '',
		addresses.length > 1
			? plural(addresses.length, 'address').replace('addresss', 'addresses')
			: '',
		runs.length > policy.runsMax ? plural(runs.length, 'agent run') : '',
	].filter((part) => part !== '');
	if (parts.length === 0) return null;
	return finding(
		'shared',
		'medium',
		'Shared',
		`It was seen or used by ${parts.join(', ')}: what one did cannot be told from what another did.`,
		[...sightings, ...uses].map(({ eventId }) => eventId),
		'Issue one for each machine, person and run.',
	);
};

const distinct = (values: readonly (string | null)[]): string[] => [
	...new Set(values.filter((value) => value !== null)),
];

export const duplicated: Check = ({ credential, sightings }) => {
	const files = filesOf(credential, sightings);
	if (files.length < 2) return null;
	return finding(
		'duplicated',
		'medium',
		`The same secret in ${files.length} places`,
		`It stands in ${files.slice(0, 5).join(', ')}${files.length > 5 ? ' and more' : ''}: rotating it in one leaves the others broken, and each is a place to lose it.`,
		files,
		'Keep it in one store, and let the others refer to it.',
	);
};
