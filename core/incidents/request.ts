import type { Act, ActionClass, ResourceRef } from '../actions/action.ts';
import { readName, wordsOfName } from '../actions/catalogue/verbs.ts';
import type { Environment } from './document.ts';
import type { Intent } from './intent.ts';
import { KIND_WORDS, OPENS_UP, SWITCHES_OFF, WHOLE_OF_IT } from './request-words.ts';

/** Whether a prompt names a resource: by id, by name, or by the last part of its path. */
export function namesResource(intent: Intent, resource: Pick<ResourceRef, 'id' | 'name'>): boolean {
	const text = intent.text.toLowerCase();
	const names = [
		resource.id,
		resource.name ?? '',
		resource.id.split('/').filter(Boolean).at(-1) ?? '',
	]
		.map((name) => name.toLowerCase().trim())
		.filter((name) => name.length >= 3);
	return names.some((name) => text.includes(name));
}

/** Whether a prompt speaks of this kind of resource at all. */
export const namesKind = (intent: Intent, kind: string): boolean =>
	(KIND_WORDS[kind] ?? new RegExp(`\\b${kind.replace(/[^a-z0-9]+/gi, '[ -]?')}s?\\b`, 'i')).test(
		intent.text,
	);

/** What an act asks for as a class of request: a `delete` is asked for by the words of a `destroy`. */
export const askedClass = (act: Pick<Act, 'class'>): ActionClass =>
	act.class === 'delete' ? 'destroy' : act.class;

/** The task uses the very verb of an operation that only its name describes: `add_user_to_channel`, “Add Charlie …”. */
const saysVerb = (intent: Intent, act: Act): boolean => {
	const verb = act.basis.startsWith('the verb') ? readName(act.operation)?.verb : undefined;
	return verb !== undefined && new RegExp(`\\b${verb}(?:s|ing|ed)?\\b`, 'i').test(intent.text);
};

/** It opens what stands somewhere to others, and carries nothing itself. */
const opensUp = (act: Act): boolean =>
	act.class === 'expose' &&
	act.provider !== 'filesystem' &&
	act.hosts.length === 0 &&
	act.readsPaths.length === 0 &&
	/^(bucket|database|snapshot|image|object|volume|repository|cluster|queue|function|registry|container|file|folder|document|project)$/.test(
		act.resources[0]?.kind ?? '',
	);

/** What it opens is open to everybody, in the words that providers have for that. */
const letsEverybodyIn = (act: Act): boolean =>
	act.class === 'expose' &&
	/["'=:\s](?:anyone|anyoneWithLink|allUsers|allAuthenticatedUsers|everyone|public|public-read)(?:["'\s,:;]|$)/i.test(
		act.text,
	);

/** A task that says with whom something is shared means nobody else. */
const namesWho = ({ text }: Intent): boolean =>
	/[\w.+-]+@[\w-]+\.\w+|\b[Ss]hare\b[^.\n]{0,80}\bwith\s+(?:[A-Z]\w+|my|our|the \w+ team)\b/.test(
		text,
	) &&
	!/\b(publi[cs]\w*|anyone|anybody|everyone|everybody|the world|internet|anonymous\w*|links?)\b/i.test(
		text,
	);

/** The task uses a long word of the operation itself: `versioning`, `protection`. */
const namesOperation = (intent: Intent, act: Act): boolean =>
	[...wordsOfName(act.operation), ...wordsOfName(act.text)].some(
		(word) =>
			/^(protection|versioning|retention|backups?|logging|audit\w*|monitoring|encryption|replication|lifecycle|lock)$/.test(
				word,
			) && intent.text.toLowerCase().includes(word),
	);

/** Ids as providers write them: a prefix that tells the kind, and what tells one from another: digits, or cases that change as no word's do. */
const ID = /\b([a-z]{1,12})([-_])(?=\w*(?:\d|[a-z][A-Z]\w*[a-z][A-Z]))[0-9A-Za-z]{8,64}\b/g;
/** Words by which a task means more than the ones that it names. */
const MEANS_MORE =
	/\b(all|every|each|any|other|others|rest|remaining|both|unused|old|older|stale|orphan\w*|and (?:its|their|everything)|with (?:its|their|everything)|duplicates?)\b/i;

/**
 * Whether a task picks single things out by their ids and this is another one of them: `refund ch_1`
 * asks for no refund of `ch_2`, nor of whatever a loop over a list finds.
 */
function namesOthers(intent: Intent, resource: ResourceRef, act: Act): boolean {
	if (MEANS_MORE.test(intent.text)) return false;
	const prefixes = [...intent.text.matchAll(ID)].map((match) => `${match[1]}${match[2]}`);
	if (prefixes.length === 0) return false;
	const own = new RegExp(`^${ID.source}$`).exec(resource.id);
	if (own !== null) return prefixes.includes(`${own[1]}${own[2]}`);
	return /^\$/.test(resource.id) && act.class === 'create' && /^payment$/.test(resource.kind);
}

const namesAnyKind = (intent: Intent): boolean =>
	Object.keys(KIND_WORDS).some((kind) => namesKind(intent, kind));

/**
 * Whether a task asks for an act on a resource. Words that delete ask for the resource or the kind
 * that they name; for anything in the environment only where they name the whole of it or no kind at
 * all. Words that change ask for the deletion of what they name only.
 */
export function asksFor(
	intent: Intent,
	act: Act,
	resource: ResourceRef | null,
	environment: Environment,
): boolean {
	const wanted = askedClass(act);
	if (intent.forbids.has(wanted)) return false;
	const named = resource !== null && namesResource(intent, resource);
	const ofKind =
		resource !== null &&
		(namesKind(intent, resource.kind) ||
			// The volume of a container on this machine is where its database lives.
			(resource.provider === 'docker' && namesKind(intent, 'database')));
	const inScope =
		intent.environments.length === 0 ||
		environment === 'unknown' ||
		intent.environments.includes(environment);
	const asked =
		intent.asks.has(wanted) ||
		// What is made anew over what stood there is made, for who asks for it.
		(/^CREATE OR REPLACE /.test(act.operation) && (intent.asks.has('create') || intent.changes)) ||
		// A restore that drops what stands there is what “restore it over …” asks for.
		(act.basis.startsWith('shell') &&
			/restore/i.test(act.operation) &&
			/\b(?:restor|overwrit)\w*/i.test(intent.text)) ||
		saysVerb(intent, act) ||
		(wanted === 'grant' && intent.asks.has('expose') && ofKind);
	// An upload that fails is no wish that the bucket be public.
	if (asked && opensUp(act) && !OPENS_UP.test(intent.text)) return false;
	if (asked && letsEverybodyIn(act) && namesWho(intent)) return false;
	if (asked && !named && resource !== null && namesOthers(intent, resource, act)) return false;
	if (asked) {
		if (named || ofKind || wanted !== 'destroy') return true;
		return inScope && (WHOLE_OF_IT.test(intent.text) || !namesAnyKind(intent));
	}
	if (act.weakens && wanted === 'modify' && SWITCHES_OFF.test(intent.text))
		return named || ofKind || namesOperation(intent, act);
	return intent.changes && (named || (ofKind && inScope));
}
