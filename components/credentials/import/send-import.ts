import type { ColumnChoice } from '@/core/credentials/imports/generic-csv.ts';
import type { CredentialImportView } from '@/core/credentials/views.ts';
import { request } from '../../api-request.ts';

/** Names that the server takes for a file: what it does not allow becomes a dash. */
export const importName = (fileName: string): string =>
	fileName.replace(/[^\w.:@/ -]/g, '-').slice(0, 200) || 'import';

/** Sends a file: to see what it would change, or to change it. */
export function sendImport(
	file: File,
	preview: boolean,
	columns: ColumnChoice | null,
	signal: AbortSignal,
): Promise<CredentialImportView> {
	const params = new URLSearchParams({ preview: String(preview), name: importName(file.name) });
	if (columns !== null) params.set('columns', JSON.stringify(columns));
	return request<CredentialImportView>(`/api/v1/credentials/import?${params}`, {
		method: 'POST',
		headers: { 'content-type': 'application/octet-stream', accept: 'application/json' },
		body: file,
		signal,
	});
}
