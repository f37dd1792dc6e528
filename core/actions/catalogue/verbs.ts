import type { ActionClass } from '../action.ts';

/**
 * What a name says by itself. Used where the catalogue does not know an operation, so that a tool or
 * a provider that nobody described is still read, and the reading says that it rests on the name.
 */
const VERBS: Readonly<Record<string, ActionClass>> = {};

const add = (actionClass: ActionClass, words: string): void => {
	for (const word of words.split(' ')) (VERBS as Record<string, ActionClass>)[word] = actionClass;
};
add(
	'read',
	'get list describe read view search fetch head query lookup select show find count check watch download export inspect browse open cat print ls whoami status scan validate verify preview estimate',
);
add(
	'create',
	'create new insert register post send submit publish upload schedule reserve book pay transfer reply compose created sent published uploaded import',
);
add(
	'modify',
	'update put set modify patch edit change enable disable rename move replace write append tag untag attach detach start stop restart pause resume archive unarchive restore rotate sync apply deploy redeploy promote merge lock unlock mark reschedule updated modified changed edited restored suspend assign rebuild reinstall reimage',
);
add(
	'destroy',
	'delete destroy terminate purge drop wipe erase truncate deregister deleted destroyed terminated purged dropped wiped erased uninstall reset',
);
add(
	'delete',
	'remove cancel revoke unset clear close removed canceled cancelled revoked expire prune dismiss trash trashed',
);
add('grant', 'grant invite authorize allow share add invited granted shared');
add('execute', 'run exec execute invoke call eval trigger start_session send_command');

/** Nouns whose deletion loses nothing that lasts. */
const PASSING =
	/cache|session|\btags?\b|draft|\btemp|tmp|\block|cookie|notification|\blabels?\b|comment|reaction|watch|subscription|bookmark|filter|alias|webhook|token|\bkeys?\b(?! vault)/i;
/** What whoever holds it can sign in with, and who may do what: making one gives access. */
const GIVES_ACCESS =
	/^(?:(?:db|database|sql|login|iam|admin|service|sso|org|team|project) )*(?:users?|members?|collaborators?|logins?|login profiles?|(?:access|api|deploy|checkout|user|signing|ssh|ssh public|service account) keys?|service specific credentials?|(?:api|access|auth|deploy|personal access|project access|group access|impersonation|registration|runner registration|service account|bot|acl|bearer) tokens?|role assignments?|(?:cluster )?role bindings?|account assignments?|(?:(?:ad|entra|active directory|external) )?admin(?:istrator)?s?|access entr(?:y|ies)|invitations?|permissions?|resource shares?)$/;
/** Whether making one of these gives whoever gets it access; people of an application (`users`) do not count. */
export const givesAccessByName = (noun: string): boolean =>
	noun !== 'user' && noun !== 'users' && GIVES_ACCESS.test(noun);

/** Roles, policies and memberships that are put on someone: `setMembershipForUser`, `assign_user_to_group`. */
const PUT_ON_SOMEONE =
	/^(?!.*\b(?:bucket|lifecycle|retention|password|session|cors|backup)\b)(?:.*\b(?:access polic(?:y|ies)|membership|collaborators?|user permissions?|role assignments?)\b|(?:users?|members?|principals?|roles?|polic(?:y|ies)|permissions?|groups?|admins?)(?: sets?)? (?:to|for|on) (?:users?|members?|principals?|groups?|roles?|teams?|apps?|applications?|accounts?)\b)/;
const PUTS = /^(set|put|assign|attach|bind|apply)$/;

/** What is made anew with empty disks. */
const HOLDS_DISKS =
	/\b(?:servers?|instances?|linodes?|droplets?|machines?|vms?|baremetals?|nodes?)\b/;

/** Nouns that make an `add` a grant of access rather than a new row. */
const ACCESS =
	/user|member|collaborator|role|polic|permission|access|group|admin|owner|grant|key|contact/i;

export interface NameReading {
	readonly class: ActionClass;
	readonly verb: string;
	/** The words beside the verb, joined: a guess at the kind of resource. */
	readonly noun: string;
}

/** Splits camelCase, snake_case, kebab-case, dots and colons into lower-case words. */
export const wordsOfName = (name: string): string[] =>
	name
		.replace(/([a-z0-9])([A-Z])/g, '$1 $2')
		.replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
		.split(/[^A-Za-z0-9]+/)
		.filter(Boolean)
		.map((word) => word.toLowerCase());

/** Reads an operation's name by its verb; null when no word in it is a verb that tells. */
export function readName(name: string): NameReading | null {
	const words = wordsOfName(name.replace(/^mcp__[^_]+(?:_[^_]+)*?__/, ''));
	const first = words.findIndex((word) => VERBS[word] !== undefined);
	if (first < 0) return null;
	// Audited names end in the verb (`Volume.deleted`); called names begin with it.
	const last = words.length - 1;
	const lastVerb = VERBS[words[last] ?? ''];
	const at =
		first !== last && lastVerb !== undefined && /ed$/.test(words[last] ?? '') ? last : first;
	const verb = words[at] ?? '';
	const noun = words
		.filter((word, i) => i !== at && !/^(batch|bulk|many|multiple|all)$/.test(word))
		.join(' ');
	let actionClass = VERBS[verb] ?? 'execute';
	if (/^re(build|install|image)$/.test(verb) && HOLDS_DISKS.test(noun)) actionClass = 'destroy';
	if (actionClass === 'destroy' && PASSING.test(noun)) actionClass = 'delete';
	if (actionClass === 'grant' && verb === 'add' && !ACCESS.test(noun)) actionClass = 'create';
	if (
		/^(open|put|authorize)$/.test(verb) &&
		/\b(public |inbound |ingress )?ports?\b|\bingress\b/.test(noun)
	)
		actionClass = 'grant';
	if (/^(send|upload|register|import)$/.test(verb) && /\bssh (?:public )?keys?\b/.test(noun))
		actionClass = 'grant';
	if (PUTS.test(verb) && PUT_ON_SOMEONE.test(noun)) actionClass = 'grant';
	if (actionClass === 'create' && /^(create|import|new)$/.test(verb) && GIVES_ACCESS.test(noun))
		actionClass = 'grant';
	if (actionClass === 'create' && /public/.test(noun) && verb !== 'import') actionClass = 'expose';
	return { class: actionClass, verb, noun };
}
