import type { Act } from '../actions/action.ts';
import type { Event } from '../event/event.ts';
import { type Fingerprint, fingerprint } from '../event/ids.ts';
import type { Origin } from './credentials.ts';

/** What stands where a command signs in: a header, a flag for a token or a password. */
const SIGNS_IN =
	/(?:\b(?:authorization|(?:[\w-]*-)?(?:token|api-?key))["']?\s*:\s*(?:(?:bearer|token|basic|ssws|apikey)\s+)?|--(?:[\w-]*-)?(?:token|password|api-key)(?:=|\s+))["']?(\$\([^)]{1,200}\)|`[^`]{1,200}`|\$\{?[A-Za-z_]\w*\}?)/gi;
/** Prints a file, or a part of one. */
const PRINTS = /^(?:sudo\s+)?(?:cat|head|tail|grep|sed|awk|jq|yq|tr|base64|<)(?=[\s~./])/;
const PATH = /(?:^|\s|<)((?:~|\.{1,2}|\$HOME)?\/[\w.@+/-]+|\.[a-z][\w.-]*)(?=\s|$)/gi;

const UNSEEN = 'unseen:';

/** Whether it stands for a secret of which logs show only where it lies. */
export const isUnseen = (print: string): boolean => print.startsWith(UNSEEN);

/**
 * The files out of which a command fetches what it signs in with, by a substitution or by a variable
 * that holds one: `Bearer $(cat ~/.token)`. The secret itself never stands in a log.
 */
function credentialFiles(
	text: string,
	valueOfName: (name: string) => string | undefined,
): string[] {
	return [...text.matchAll(SIGNS_IN)].flatMap((match) => {
		const given = match[1] ?? '';
		const name = /^\$\{?([A-Za-z_]\w*)/.exec(given)?.[1];
		const inner = /^(?:\$\(|`)\s*([\s\S]*?)[)`]$/.exec(
			name === undefined ? given : (valueOfName(name) ?? ''),
		)?.[1];
		const first = inner?.split('|')[0]?.trim() ?? '';
		// What `jq` and `grep` look for stands before the file.
		const path = PRINTS.test(first) ? [...first.matchAll(PATH)].at(-1)?.[1] : undefined;
		return path === undefined ? [] : [path];
	});
}

/** Secrets that a run's commands use and never show, by the files that hold them. */
export class UnseenCredentials {
	/** File → the one secret that an answer showed in it. */
	readonly #seen = new Map<string, Fingerprint | null>();

	of(act: Act, valueOfName: (name: string) => string | undefined): Act {
		if (act.credentials.length > 0 || act.hosts.length + act.resources.length === 0) return act;
		if (act.provider === 'filesystem' || !/[$`]/.test(act.text)) return act;
		const files = credentialFiles(act.text, valueOfName);
		if (files.length === 0) return act;
		const prints = files.map((path) => this.#seen.get(path) ?? fingerprint(`${UNSEEN}${path}`));
		return { ...act, credentials: [...new Set(prints)] };
	}

	/** Remembers which secret the answer to a read showed. */
	see(acts: readonly Act[], result: Event | null): void {
		const paths = acts.flatMap((act) => act.readsPaths);
		const prints = new Set(result?.sightings.map((sighting) => sighting.fingerprint));
		if (paths.length !== 1 || prints.size === 0) return;
		const [print] = prints;
		this.#seen.set(paths[0] ?? '', prints.size === 1 && print !== undefined ? print : null);
	}
}

/** Where such a secret came from: its file, in the first call that used it. */
export const originOfUnseen = (print: Fingerprint, use: Event): Origin => ({
	how: 'file',
	path: print.slice(UNSEEN.length),
	event: use,
	call: null,
	kind: 'secret',
	laidBy: null,
});
