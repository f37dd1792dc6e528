/** What came of one log, as `POST /api/v1/ingest` answers. */
export interface Receipt {
	readonly import: string;
	readonly records: number;
	readonly events: number;
	readonly duplicates: number;
	readonly quarantined: number;
	readonly secretsRedacted: number;
}

export type UploadState =
	| { readonly type: 'sending'; readonly sentBytes: number }
	| { readonly type: 'reading' }
	| { readonly type: 'done'; readonly receipt: Receipt }
	| { readonly type: 'failed'; readonly reason: string }
	| { readonly type: 'cancelled' };

/** Names that the server takes for a source: what it does not allow becomes a dash. */
export const sourceName = (fileName: string): string =>
	fileName.replace(/[^\w.:@/ -]/g, '-').slice(0, 200) || 'upload';

/**
 * Sends one file as it is, telling its progress. Returns the function that cancels it; what was
 * stored until then stays, and sending the file again adds nothing twice.
 */
export function uploadLog(file: File, tell: (state: UploadState) => void): () => void {
	const request = new XMLHttpRequest();
	request.open('POST', `/api/v1/ingest?source=${encodeURIComponent(sourceName(file.name))}`);
	request.responseType = 'json';
	request.upload.onprogress = (event) => tell({ type: 'sending', sentBytes: event.loaded });
	request.upload.onload = () => tell({ type: 'reading' });
	request.onabort = () => tell({ type: 'cancelled' });
	request.onerror = () =>
		tell({ type: 'failed', reason: 'The console does not answer. Is it still running?' });
	request.onload = () => {
		if (request.status === 202) return tell({ type: 'done', receipt: request.response as Receipt });
		const problem = request.response as { title?: unknown; detail?: unknown } | null;
		const words = [problem?.title, problem?.detail].filter((text) => typeof text === 'string');
		tell({
			type: 'failed',
			reason: words.length > 0 ? words.join(': ') : `The server answered ${request.status}`,
		});
	};
	tell({ type: 'sending', sentBytes: 0 });
	request.send(file);
	return () => request.abort();
}
