import { join } from 'node:path';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import { openEventStore } from '@/server/events/open.ts';
import type { EventStore } from '@/server/events/port.ts';
import { Spool } from '@/server/ingest/spool.ts';
import { openRecords, type Records } from '@/server/records/open.ts';
import { folderFailure, takeDataFolder } from './data-folder.ts';
import { type Keys, openKeys } from './keys.ts';
import type { Settings } from './settings.ts';

/** Everything that one running process holds open. */
export interface Installation {
	readonly settings: Settings;
	readonly keys: Keys;
	readonly records: Records;
	readonly events: EventStore;
	/** What arrives in small pieces waits here; read by the process that serves the console. */
	readonly spool: Spool;
	close(): Promise<void>;
}

/**
 * Takes the data folder and opens both stores, migrated.
 *
 * @param url address of the console that this process serves; null: none
 */
export async function openInstallation(
	settings: Settings,
	url: string | null,
): Promise<Result<Installation>> {
	const lock = await takeDataFolder(settings.dataFolder, url);
	if (!lock.ok) return lock;
	const opened: { close(): Promise<void> }[] = [{ close: () => lock.value.release() }];
	const closeAll = async () => {
		for (const part of opened.reverse()) await part.close();
	};
	try {
		const keys = await openKeys(settings.dataFolder);
		const events = await openEventStore(settings.home, settings.dataFolder, settings.clickHouseUrl);
		if (!events.ok) {
			await closeAll();
			return events;
		}
		opened.push(events.value);
		const records = await openRecords(
			settings.home,
			join(settings.dataFolder, 'records'),
			settings.databaseUrl,
		);
		if (!records.ok) {
			await closeAll();
			return records;
		}
		opened.push(records.value);
		const spool = new Spool(join(settings.dataFolder, 'spool'), keys.sealingKey('spool'));
		opened.push(spool);
		return ok({
			settings,
			keys,
			records: records.value,
			events: events.value,
			spool,
			close: closeAll,
		});
	} catch (error) {
		await closeAll();
		return fail(openFailure(settings, error));
	}
}

function openFailure(settings: Settings, error: unknown): Failure {
	const text = error instanceof Error ? error.message : String(error);
	if (/No space left|ENOSPC|NOT_ENOUGH_SPACE/.test(text)) {
		return folderFailure(settings.dataFolder, Object.assign(new Error(text), { code: 'ENOSPC' }));
	}
	const where = settings.clickHouseUrl === null ? settings.dataFolder : 'the configured stores';
	return failure(
		'store-unavailable',
		`the stores in ${where} could not be opened: ${text.split('\n')[0]}; run "npx aftertrace doctor"`,
		error instanceof Error ? error.stack : undefined,
	);
}

/** One installation a process, also when the framework loads this module more than once. */
const slot = globalThis as typeof globalThis & { __aftertraceInstallation?: Installation };

export const setInstallation = (installation: Installation): void => {
	slot.__aftertraceInstallation = installation;
};

/** The installation that this process serves. Throws before the server has started. */
export function installation(): Installation {
	const current = slot.__aftertraceInstallation;
	if (current === undefined) throw new Error('the stores are not open in this process');
	return current;
}
