import type { FailureCode } from './result.ts';

/** What a failure looks like from outside: HTTP status, exit status of the command line, RFC 9457 title. */
export interface FailureFace {
	readonly status: number;
	readonly exit: 2 | 3 | 4;
	readonly title: string;
}

/** The one place where failure codes become statuses, exits and words. */
export const failureFaces: Readonly<Record<FailureCode, FailureFace>> = {
	'invalid-input': { status: 400, exit: 2, title: 'The request is not valid' },
	usage: { status: 400, exit: 2, title: 'Wrong usage' },
	unauthenticated: { status: 401, exit: 4, title: 'Sign in first' },
	forbidden: { status: 403, exit: 4, title: 'Your role does not allow this' },
	'not-found': { status: 404, exit: 3, title: 'Not found' },
	conflict: { status: 409, exit: 4, title: 'It was changed in the meantime' },
	'too-large': { status: 413, exit: 3, title: 'Over the configured limit' },
	'unsupported-format': { status: 415, exit: 3, title: 'Not a format that Aftertrace reads' },
	busy: { status: 429, exit: 4, title: 'Busy; try again shortly' },
	'input-unreadable': { status: 422, exit: 3, title: 'The input could not be read' },
	'store-unavailable': { status: 503, exit: 4, title: 'A store cannot be reached' },
	'data-folder-in-use': { status: 503, exit: 4, title: 'The data folder is in use' },
	'disk-full': { status: 507, exit: 4, title: 'The disk is full' },
	'port-taken': { status: 503, exit: 4, title: 'The port is taken' },
};
