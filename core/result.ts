/**
 * Expected failures are values. A function that can fail in a way that its caller must handle
 * returns a `Result`; an exception is a bug.
 */
export type Result<T, E = Failure> =
	| { readonly ok: true; readonly value: T }
	| { readonly ok: false; readonly error: E };

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

export const fail = <E>(error: E): { readonly ok: false; readonly error: E } => ({
	ok: false,
	error,
});

/** Every code that a failure can carry. `failure-faces.ts` maps each to a status, an exit and words. */
export type FailureCode =
	| 'invalid-input'
	| 'usage'
	| 'unauthenticated'
	| 'forbidden'
	| 'not-found'
	| 'conflict'
	| 'too-large'
	| 'unsupported-format'
	| 'busy'
	| 'input-unreadable'
	| 'store-unavailable'
	| 'data-folder-in-use'
	| 'disk-full'
	| 'port-taken';

/**
 * `message` is public: one line that says what, where and what to do. `internal` is for the log of
 * the console only, never for a response; neither ever holds a secret.
 */
export interface Failure {
	readonly code: FailureCode;
	readonly message: string;
	readonly internal?: string;
}

export const failure = (code: FailureCode, message: string, internal?: string): Failure =>
	internal === undefined ? { code, message } : { code, message, internal };
