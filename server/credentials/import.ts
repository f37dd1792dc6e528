import { createHash } from 'node:crypto';
import { type Actor, may } from '@/core/access/permissions.ts';
import { tableColumns } from '@/core/credentials/imports/document.ts';
import {
	type ColumnChoice,
	chosenColumns,
	genericCsv,
} from '@/core/credentials/imports/generic-csv.ts';
import { readCredentialImport } from '@/core/credentials/imports/read-import.ts';
import type { ImportTools } from '@/core/credentials/imports/reader.ts';
import { titleOf } from '@/core/credentials/title.ts';
import type { CredentialImportView } from '@/core/credentials/views.ts';
import { rawText } from '@/core/event/text.ts';
import { inventorySchema } from '@/core/incidents/inventory.ts';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import { createRedactor } from '@/core/secrets/redactor.ts';
import { recordAudit } from '@/server/audit/audit.ts';
import { workspaceHmac } from '@/server/ingest/known-secrets.ts';
import { markProviders } from './assess.ts';
import { saveColumns, savedColumns } from './columns.ts';
import { type CredentialToKeep, keepCredentials } from './keep.ts';

/** A file of an inventory, whole. */
export interface ImportFile {
	readonly path: string;
	readonly text: string;
	/** Which column of a table means what; left out: as it was saved for such a table, or guessed. */
	readonly columns?: ColumnChoice | undefined;
}

const changesShownMax = 1_000;

/**
 * Imports exports of scanners and providers. Secrets in them become fingerprints when they are read
 * and are never kept. Fails where no file could be read; a file that could not is listed otherwise.
 *
 * @param preview answers what would change, and changes nothing
 */
export async function importCredentials(
	actor: Actor,
	files: readonly ImportFile[],
	preview: boolean,
): Promise<Result<CredentialImportView>> {
	if (!may(actor, 'credentials.write')) {
		return fail<Failure>(failure('forbidden', 'your role does not allow importing credentials'));
	}
	const tools = importTools(actor);
	const read: CredentialImportView['files'][number][] = [];
	const given: CredentialToKeep[] = [];
	let firstFailure: Failure | null = null;
	for (const { path, text, columns } of files) {
		const names = tableColumns(text);
		const saved = names === null ? null : await savedColumns(actor, names);
		const choice = columns ?? saved;
		const reading = readCredentialImport(text, tools, names === null ? null : choice);
		const shown = tools.clean(path);
		const isOwn = !reading.ok || reading.value.source === genericCsv.title;
		const table =
			names === null || !isOwn
				? null
				: {
						columns: names,
						chosen: chosenColumns(names, choice ?? {}),
						isSaved: columns === undefined && saved !== null,
					};
		if (reading.ok && names !== null && columns !== undefined && !preview)
			await saveColumns(actor, names, columns);
		if (!reading.ok) {
			firstFailure ??= { ...reading.error, message: `${shown}: ${reading.error.message}` };
			const unread = [{ line: null, reason: reading.error.message }];
			read.push({
				path: shown,
				source: null,
				records: 0,
				credentials: 0,
				sightings: 0,
				unread,
				table,
			});
			continue;
		}
		const { source, records, credentials, unread } = reading.value;
		const sightings = credentials.flatMap((each) => each.sightings).length;
		read.push({
			path: shown,
			source,
			records,
			credentials: credentials.length,
			sightings,
			unread,
			table,
		});
		for (const { credential, sightings: seen, place } of credentials) {
			const withSource = seen.map((each) => ({ ...each, source: shown }));
			const item = { credential, sightings: withSource, uses: [] };
			given.push(place === undefined ? item : { ...item, place });
		}
	}
	// A table that nobody knows can be shown, so that somebody says what its columns mean.
	const isShown = preview && read.some((file) => file.table !== null);
	if (firstFailure !== null && !isShown && read.every((file) => file.source === null)) {
		return fail(firstFailure);
	}
	const kept = await keepCredentials(actor, given, preview);
	const { added, changed, unchanged, sightingsAdded } = kept;
	// A pull that found everything as it was is no act that anyone looks for.
	const isIdle = actor.type === 'system' && added + changed + sightingsAdded === 0;
	if (!preview && !isIdle) {
		const counts = { files: read.length, added, changed, unchanged, sightingsAdded };
		await recordAudit(actor, 'credentials.imported', null, counts);
	}
	const changes = kept.changes
		.slice(0, changesShownMax)
		.map(({ id, credential, change, fields }) => ({
			id,
			title: titleOf(credential),
			change,
			fields,
		}));
	return ok({ preview, files: read, added, changed, unchanged, sightingsAdded, changes });
}

/** Keeps an inventory that stood among logs; it went through redaction already. */
export async function keepInventory(actor: Actor, document: unknown): Promise<void> {
	const { resources } = inventorySchema.parse(document);
	await markProviders(actor, [...new Set(resources.map(({ provider }) => provider))]);
	const reading = readCredentialImport(JSON.stringify(document), importTools(actor));
	if (!reading.ok) return;
	await keepCredentials(
		actor,
		reading.value.credentials.map(({ credential, sightings }) => ({
			credential,
			sightings,
			uses: [],
		})),
	);
}

function importTools(actor: Actor): ImportTools {
	const hmac = workspaceHmac(actor);
	const redactor = createRedactor({ hmac });
	return {
		fingerprintOf: redactor.fingerprintOf,
		tailHash: (length, tail) => hmac(`tail${length}`, tail).slice(0, 20),
		kindOf: (secret) => {
			const { found } = createRedactor({ hmac }).redactText(rawText(secret));
			const [only] = found;
			return found.length === 1 && only?.fingerprint === redactor.fingerprintOf(secret)
				? only.kind
				: null;
		},
		clean: (text) => redactor.redactText(rawText(text)).text,
		digest: (text) => createHash('sha256').update(text, 'utf8').digest('hex'),
	};
}
