/** Asking the console's own API from the browser. */

/** An error answer of the API, with the words meant for people. */
export class ApiFailure extends Error {
	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}

/** The parsed answer; anything but success is an `ApiFailure`. */
export async function request<Answer>(path: string, init?: RequestInit): Promise<Answer> {
	const response = await fetch(path, { headers: { accept: 'application/json' }, ...init });
	const body: unknown = await response.json().catch(() => null);
	if (response.ok) return body as Answer;
	const problem = body as { title?: unknown; detail?: unknown } | null;
	const words = [problem?.title, problem?.detail].filter((text) => typeof text === 'string');
	throw new ApiFailure(
		response.status,
		words.length > 0 ? words.join(': ') : `The server answered ${response.status}`,
	);
}
