import { type Actor, may } from '@/core/access/permissions.ts';
import { csvHead, csvLine } from '@/core/credentials/export.ts';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import { recordAudit } from '@/server/audit/audit.ts';
import { listCredentials } from './list.ts';
import type { CredentialFilter } from './row-filter.ts';

const pageRows = 500;
/** Rows of one export; a list that is longer is narrowed by a filter. */
const rowsMax = 200_000;

/**
 * The credentials under a filter as CSV or as JSON lines, page by page, so that a long list is never
 * held whole. Each export is audited.
 */
export async function exportCredentials(
	actor: Actor,
	filter: CredentialFilter,
	format: 'csv' | 'ndjson',
): Promise<Result<ReadableStream<Uint8Array>>> {
	if (!may(actor, 'credentials.read')) {
		return fail<Failure>(failure('forbidden', 'your role does not allow reading credentials'));
	}
	const first = await listCredentials(actor, { ...filter, cursor: undefined, limit: pageRows });
	if (!first.ok) return first;
	await recordAudit(actor, 'credentials.exported', null, {
		format,
		credentials: first.value.total,
	});
	const encoder = new TextEncoder();
	let page = first.value;
	let written = 0;
	let begun = false;
	return ok(
		new ReadableStream({
			pull: async (controller) => {
				if (begun) {
					if (page.nextCursor === null || written >= rowsMax) return controller.close();
					const next = await listCredentials(actor, {
						...filter,
						cursor: page.nextCursor,
						limit: pageRows,
					});
					if (!next.ok) return controller.error(new Error(next.error.message));
					page = next.value;
				}
				const head = begun || format !== 'csv' ? '' : csvHead();
				begun = true;
				written += page.credentials.length;
				const lines = page.credentials.map((row) =>
					format === 'csv' ? csvLine(row) : `${JSON.stringify(row)}\n`,
				);
				controller.enqueue(encoder.encode(head + lines.join('')));
			},
		}),
	);
}
