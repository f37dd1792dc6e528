import type { Act, ResourceRef } from '../actions/action.ts';
import { fingerprintsIn } from '../actions/understand.ts';
import type { Fingerprint } from '../event/ids.ts';
import type { Origin } from './credentials.ts';
import type { Intent } from './intent.ts';
import type { CallTrace } from './runs.ts';

/** What people read: a secret in one of these has left, whoever asked for the text. */
const READ_BY_PEOPLE =
	/(^|[^a-z])(issues?|comments?|messages?|mails?|e-?mails?|posts?|repl(?:y|ies)|reviews?|pulls?|pull[-_ ]?requests?|prs?|gists?|snippets?|pages?|wiki|documents?|docs?|notes?|tickets?|tweets?|threads?|channels?|discussions?|announcements?|events?)([^a-z]|$)/i;
/** Fields of a call that hold what is written, beside those that say where and as whom. */
const WRITTEN =
	/^(body|text|content|contents|message|description|comment|title|subject|markdown|html|note|blocks|summary|attachments?)$/i;
/** A task that speaks of secrets knows what it hands on. */
const SPEAKS_OF_SECRETS =
	/\b(tokens?|secrets?|credentials?|passwords?|passphrase|api[- ]?keys?|access keys?|keys?|log-?ins?|invit\w*)\b/i;

/** Acts that stay on the machine of the run: what they write is read by nobody else yet. */
const LOCAL = new Set(['filesystem', 'shell', 'git', 'docker']);

/**
 * Secrets that the run came upon and that a call writes where people read: an issue, a message, a page.
 * None where the task gave them or speaks of such things.
 */
export function leakedBy(
	call: CallTrace,
	act: Act,
	intent: Intent,
	origins: ReadonlyMap<Fingerprint, Origin>,
): Fingerprint[] {
	if (SPEAKS_OF_SECRETS.test(intent.text)) return [];
	return writtenBy(call, act).filter((print) => {
		const how = origins.get(print)?.how;
		return how === 'file' || how === 'environment' || how === 'tool-result';
	});
}

/** Secrets that stand in what a call writes for people to read, whoever asked for it. */
export function writtenBy(call: CallTrace, act: Act): Fingerprint[] {
	if (!/^(create|modify|execute)$/.test(act.class) || act.credentials.length === 0) return [];
	if (LOCAL.has(act.provider)) return [];
	if (![act.operation, ...act.resources.map(({ kind }) => kind)].some(isReadByPeople)) return [];
	return fingerprintsIn(writtenText(call, act));
}

const isReadByPeople = (name: string): boolean =>
	READ_BY_PEOPLE.test(name.replace(/([a-z])([A-Z])/g, '$1 $2'));

/** What a call writes: its fields of text, or the whole of a command that signs in by other means than a header. */
function writtenText(call: CallTrace, act: Act): string {
	const parts: string[] = [];
	const walk = (value: unknown, isWritten: boolean, depth: number): void => {
		if (depth > 6 || parts.length > 200) return;
		if (typeof value === 'string') {
			if (isWritten) parts.push(value);
		} else if (Array.isArray(value)) for (const item of value) walk(item, isWritten, depth + 1);
		else if (value !== null && typeof value === 'object')
			for (const [key, inner] of Object.entries(value))
				walk(inner, isWritten || WRITTEN.test(key), depth + 1);
	};
	walk(call.event.call?.input ?? null, false, 0);
	// A shell's command line: flags such as `--body`; where it goes by HTTP, its body was read before.
	if (parts.length === 0 && act.hosts.length === 0)
		for (const match of act.text.matchAll(
			/(?:--(?:body|message|title|notes?|text|description|content)|-[bmt])(?:=|\s+)("(?:\\.|[^"\\])*"|'[^']*'|\S+)/g,
		))
			parts.push(match[1] ?? '');
	return parts.join('\n').slice(0, 100_000);
}

/** A secret as what left: by its fingerprint, under its kind. */
export const secretOf = (
	print: Fingerprint,
	origins: ReadonlyMap<Fingerprint, Origin>,
): ResourceRef => ({
	provider: 'filesystem',
	kind: 'secret',
	id: print,
	name: origins.get(print)?.kind ?? null,
	environment: 'unknown',
	environmentReason: null,
});
