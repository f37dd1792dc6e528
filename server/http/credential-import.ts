import type { NextRequest } from 'next/server';
import { z } from 'zod';
import type { Actor } from '@/core/access/permissions.ts';
import { type ColumnChoice, csvFieldNames } from '@/core/credentials/imports/generic-csv.ts';
import { type Failure, fail, failure, ok, type Result } from '@/core/result.ts';
import { importCredentials } from '@/server/credentials/import.ts';
import { json, readSearchParams } from './endpoint.ts';

export const credentialImportParamsSchema = z.object({
	/** `true`: answers what would change, and changes nothing. */
	preview: z.enum(['true', 'false']).default('false'),
	/** What the file is called. */
	name: z
		.string()
		.max(200)
		.regex(/^[\w.:@/ -]+$/, 'letters, digits and .:@/- only')
		.default('import'),
	/** Which column of a table means what, as JSON: `{"name": "Key", "owner": "Team", "secret": null}`. Kept for such tables when it is applied. */
	columns: z
		.string()
		.max(10_000)
		.refine((text) => choiceOf(text) !== null, 'a JSON object of field to column')
		.optional(),
});

const choiceSchema = z.partialRecord(z.enum(csvFieldNames), z.string().max(200).nullable());

function choiceOf(text: string): ColumnChoice | null {
	try {
		const read = choiceSchema.safeParse(JSON.parse(text));
		return read.success ? read.data : null;
	} catch {
		return null;
	}
}

const bytesMax = 64 * 1024 * 1024;

/** An export of a scanner or a provider as the body. */
export async function importResponse(
	request: NextRequest,
	actor: Actor,
): Promise<Result<Response>> {
	const params = readSearchParams(request, credentialImportParamsSchema);
	if (!params.ok) return params;
	const text = await readText(request);
	if (!text.ok) return text;
	const { name: path, columns } = params.value;
	const choice = columns === undefined ? null : choiceOf(columns);
	const file = { path, text: text.value, ...(choice === null ? {} : { columns: choice }) };
	const done = await importCredentials(actor, [file], params.value.preview === 'true');
	return done.ok ? json(done.value) : done;
}

/** The body as text, read no further than the limit. */
async function readText(request: NextRequest): Promise<Result<string>> {
	const tooLarge = failure('too-large', 'the body is over 64 MiB; split it');
	if (Number(request.headers.get('content-length') ?? '0') > bytesMax) return fail(tooLarge);
	if (request.body === null)
		return fail<Failure>(failure('invalid-input', 'send a file as the body'));
	const chunks: Uint8Array[] = [];
	let bytes = 0;
	const reader = request.body.getReader();
	for (;;) {
		const { done, value } = await reader.read();
		if (done) return ok(Buffer.concat(chunks).toString('utf8'));
		bytes += value.byteLength;
		if (bytes > bytesMax) {
			await reader.cancel();
			return fail(tooLarge);
		}
		chunks.push(value);
	}
}
