import type { Act } from '../actions/action.ts';
import type { Fingerprint } from '../event/ids.ts';

/** How a tool of the command line is signed in: `az login`, `gcloud auth activate-service-account`, `aws configure set`. */
const SIGNS_IN =
	/^(?:[\w./-]*\/)?([a-z][\w.-]*)\s+(?:(?:-\S+|[a-z][\w-]*)\s+){0,2}?(?:log-?in|auth|authenticate|configure|config|set-credentials|credentials|connect|activate-service-account)\b/;
const SIGNS_OUT = /\b(?:logout|log-out|auth revoke|account clear|auth remove)\b/;

/**
 * Credentials with which a run has signed its tools in. A later command of such a tool shows none of
 * its own and acts with that one all the same.
 */
export class Logins {
	readonly #signedIn = new Map<string, readonly Fingerprint[]>();

	/** The act with the credential that its tool was signed in with, where it shows none itself. */
	of(act: Act): Act {
		if (this.#signedIn.size === 0 || act.credentials.length > 0 || act.provider === 'filesystem')
			return act;
		const held = this.#signedIn.get(programOf(act.text));
		return held === undefined ? act : { ...act, credentials: held };
	}

	/** Remembers what a call signed in, and forgets what it signed out. */
	see(acts: readonly Act[]): void {
		for (const act of acts) {
			const program = programOf(act.text);
			if (program === '') continue;
			if (SIGNS_OUT.test(act.text)) this.#signedIn.delete(program);
			else if (act.credentials.length > 0 && SIGNS_IN.test(act.text))
				this.#signedIn.set(program, act.credentials);
		}
	}
}

/** The program of a command line; empty for what is none, as the parameters of a tool. */
const programOf = (text: string): string =>
	/^(?:\w+=\S*\s+)*(?:sudo\s+)?(?:[\w./-]*\/)?([a-z][\w.-]*)(?=\s|$)/.exec(text)?.[1] ?? '';
