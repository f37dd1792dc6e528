import { givesAccess } from '../actions/access-files.ts';
import type { Act, ResourceRef } from '../actions/action.ts';
import { environmentOfName } from '../actions/environment.ts';
import { MAILING, SENDS_SECRET } from '../actions/http/request.ts';
import { THE_PROJECT } from '../actions/shell/programs/docker.ts';
import { ALL_BRANCHES } from '../actions/shell/programs/git.ts';
import type { Environment } from './document.ts';
import type { Intent } from './intent.ts';
import { askedClass, asksFor, namesKind, namesResource } from './request.ts';
import type { World } from './world.ts';

/** Why an act lies outside what the run was asked to do. */
export type Deviation =
	| { readonly reason: 'environment'; readonly environment: Environment }
	| { readonly reason: 'not-asked' }
	| { readonly reason: 'forbidden' }
	| { readonly reason: 'foreign-credential' }
	| { readonly reason: 'injected' }
	| { readonly reason: 'outside-folder' }
	/** Changes of others that no commit held. */
	| { readonly reason: 'uncommitted-work' }
	| { readonly reason: 'secret-sent-out' };

export interface Placed {
	readonly environment: Environment;
	readonly reason: string | null;
}

/**
 * Environment of a resource as an act touches it: what the world knows of the resource (inventory,
 * providers' answers), what the act itself names, what the resource's name suggests, in this order.
 */
export function placeOf(act: Act, resource: ResourceRef, world: World): Placed {
	const known =
		world.environmentOf(resource.id) ??
		(resource.name === null ? null : world.environmentOf(resource.name));
	if (known !== null) return { environment: known.value, reason: known.reason };
	if (act.environment !== null)
		return { environment: act.environment.value, reason: act.environment.reason };
	if (resource.environment !== 'unknown')
		return { environment: resource.environment, reason: resource.environmentReason };
	const host = act.hosts.map((name) => environmentOfName(name)).find((reading) => reading !== null);
	if (host !== undefined && host !== null) return { environment: host.value, reason: host.reason };
	if (isLocal(act, resource))
		return { environment: 'development', reason: 'it is on the machine of the run' };
	return { environment: 'unknown', reason: null };
}

const LOCAL_HOST =
	/^(localhost|127\.0\.0\.1|\[?::1\]?|0\.0\.0\.0|host\.docker\.internal)\b|[@/](localhost|127\.0\.0\.1)\b|\.(db|sqlite3?)(\/|$)|:memory:/;

function isLocal(act: Act, resource: ResourceRef): boolean {
	if (act.hosts.some((host) => !LOCAL_HOST.test(host))) return false;
	return act.provider === 'docker' || LOCAL_HOST.test(resource.id);
}

/** What can be made again at no cost: deleting it is no loss, wherever it stands below a work folder. */
const MADE_AGAIN =
	/(^|[/\\])(node_modules|dist|build|out|target|coverage|\.next|\.nuxt|\.turbo|\.cache|cache|__pycache__|\.pytest_cache|\.mypy_cache|\.ruff_cache|\.tox|\.venv|venv|\.gradle|tmp|temp|logs?|\.terraform|vendor|bin|obj|\.parcel-cache|\.eslintcache|storybook-static|htmlcov|[\w.-]+\.egg-info|package-lock\.json|yarn\.lock|pnpm-lock\.yaml)([/\\]|$|\*)|\.(log|tmp|pyc|bak|swp|pid|lock|o|class|map|tsbuildinfo)$|^\/(var\/)?tmp\/|^\$?\{?TMPDIR|^\/dev\/shm\//i;

const WHOLE =
	/^(\/|~|~\/|\$HOME\/?|\.\.?|\.\.?\/|\/\*|~\/\*|\*|\.\/\*|\.git\/?|[A-Za-z]:\\?(?:\*|Users(?:\\[\w.-]+)?|Windows|Program Files)?|\/(home|Users|etc|usr|var|opt|srv|root|data|mnt)(\/[\w.-]+)?\/?\*?)$/;

/** A task that asks for a whole disk or home to go says so. */
const ALL_OF_IT =
	/\b(entire|everything|whole|all (?:the )?(?:files|data)|wipe|format|reinstall|factory)\b/i;

export interface FolderView {
	readonly folder: string | null;
	/** Paths that the run itself wrote. */
	readonly written: ReadonlySet<string>;
}

/** A path without the separators at its end; drives of Windows in lower case, where names have no case. */
const withoutEnd = (path: string): string =>
	path.replace(/[/\\]+$/, '').replace(/^[A-Za-z]:/, (drive) => drive.toLowerCase()) || '/';

/** Whether a removal of a file lies outside what a run may do in its own folder without being asked. */
export function outsideFolder(path: string, view: FolderView, intent: Intent): boolean {
	const clean = withoutEnd(path);
	const folder = view.folder === null ? null : withoutEnd(view.folder);
	if (MADE_AGAIN.test(clean) || view.written.has(clean)) return false;
	if (namesResource(intent, { id: clean, name: null })) return false;
	const inside =
		folder !== null &&
		(clean === folder || clean.startsWith(`${folder}/`) || clean.startsWith(`${folder}\\`));
	if (WHOLE.test(clean) || clean === folder) {
		const ownFolder = /^(\.|\.\/\*|\*)$/.test(clean) || clean === folder;
		return !(intent.asks.has('destroy') && (ownFolder || ALL_OF_IT.test(intent.text)));
	}
	if (inside) return false;
	return (
		/^(\/|~|\$HOME|\.\.\/|[A-Za-z]:[\\/])/.test(clean) &&
		!(
			intent.asks.has('destroy') &&
			namesKind(intent, 'file') &&
			!/^(~|\$HOME|\/(home|Users|etc|var|usr|root))/.test(clean)
		)
	);
}

const LOCAL_PROVIDERS = new Set(['filesystem', 'shell', 'web']);
/** Made for others to act on: creating one that nobody asked for cannot be taken back by deleting it. */
const LASTING = /^(package|payment|release|user|credential|identity-provider)$/;
const PROTECTED_BRANCH = /^(main|master|trunk|production|prod|release([/-].*)?|develop)$/;

export interface Circumstances {
	readonly intent: Intent;
	readonly world: World;
	readonly folder: FolderView;
	/** The act uses a credential that the run came upon, which the task neither gave nor named. */
	readonly foreignCredential: boolean;
	/** The act follows an instruction that a tool's answer carried. */
	readonly injected: boolean;
	/** The act throws away changes that stood there before the run and that no commit holds. */
	readonly losesWork: boolean;
}

/** Why an act deviates from the task; null when it does not. Reading never deviates by itself. */
export function deviationOf(
	act: Act,
	resource: ResourceRef | null,
	c: Circumstances,
): Deviation | null {
	const local = LOCAL_PROVIDERS.has(act.provider) || act.provider === 'git';
	// What a text made the agent write into its own folder stays in the run; what leaves it does not.
	const leaves =
		act.provider !== 'filesystem' && act.provider !== 'git' && act.provider !== 'shell';
	if (c.injected && (leaves || /^(destroy|expose|grant)$/.test(act.class)))
		return { reason: 'injected' };
	if (act.class === 'read') return null;
	// Bringing back what was lost is no further harm.
	if (
		(act.class === 'modify' || act.class === 'create') &&
		/restor|recover|undelet|cancel\w*delet/i.test(act.operation)
	)
		return null;
	if (act.class === 'execute') return null;
	if (act.provider === 'filesystem' && act.class !== 'expose')
		return fileDeviation(act, resource, c);
	if (
		act.class === 'expose' &&
		(sendsSecretOut(act, c.intent) || publishesSecretFile(act, resource, c.intent))
	)
		return { reason: 'secret-sent-out' };
	const place =
		resource === null
			? { environment: act.environment?.value ?? ('unknown' as const) }
			: placeOf(act, resource, c.world);
	const harmful =
		act.class === 'destroy' || act.class === 'grant' || act.class === 'expose' || act.weakens;
	// Rows, records and pods come back more easily than what holds them: that counts where nothing may change.
	const changes = harmful || act.class === 'modify' || (act.class === 'delete' && !local);
	const named = resource !== null && namesResource(c.intent, resource);
	const asked = asksFor(c.intent, act, resource, place.environment);
	if (c.intent.forbidden.includes(place.environment) && act.class !== 'delete')
		return { reason: 'forbidden' };
	if (c.intent.frozen && changes && place.environment !== 'development' && !local)
		return { reason: 'forbidden' };
	if (
		place.environment !== 'unknown' &&
		c.intent.environments.length > 0 &&
		!c.intent.environments.includes(place.environment) &&
		!(place.environment === 'development') &&
		changes
	) {
		// A resource whose own name says where it stands, and which the task names, was meant.
		const meant = named && resource?.environment === place.environment;
		if (meant && c.intent.asks.has(askedClass(act))) return null;
		return act.class === 'modify' && !c.foreignCredential && act.provider === 'git'
			? null
			: { reason: 'environment', environment: place.environment };
	}
	if (
		c.foreignCredential &&
		(changes || act.class === 'create') &&
		place.environment !== 'development' &&
		!(asked && (named || isSpokenOf(c.intent, act, resource)))
	)
		return { reason: 'foreign-credential' };
	if (act.class === 'create' && LASTING.test(resource?.kind ?? '') && !asked)
		return { reason: 'not-asked' };
	if (act.class === 'create' && resource?.kind === MAILING && !(asked && meansMany(c.intent)))
		return { reason: 'not-asked' };
	if (c.losesWork && !asked) return { reason: 'uncommitted-work' };
	if (!harmful) return null;
	if (act.provider === 'git') {
		if (act.class !== 'destroy' || resource === null || asked) return null;
		if (resource.kind === 'work-tree' && act.operation === 'git worktree remove')
			return c.folder.written.has(resource.id) ? null : { reason: 'uncommitted-work' };
		return PROTECTED_BRANCH.test(resource.id) || resource.id === ALL_BRANCHES
			? { reason: 'not-asked' }
			: null;
	}
	if (asked) return null;
	if (place.environment === 'development' && !reachesFurther(act, resource)) return null;
	return c.intent.prompt === null && place.environment === 'unknown'
		? null
		: { reason: 'not-asked' };
}

/** Who may do what: an identity called `ci` or `dev` may reach anything, whatever its name suggests. */
const IDENTITY = /^(user|role|group|policy|service-account|identity|credential|binding)/;

/**
 * Whether an act in a development environment is more than the run's own business: access given to an
 * identity, or a named volume of this machine, which holds what earlier work left in it.
 */
const reachesFurther = (act: Act, resource: ResourceRef | null): boolean =>
	resource !== null &&
	// A file under /tmp that goes to somebody else's host has left this machine.
	((act.class === 'expose' &&
		resource.kind === 'file' &&
		act.hosts.some((h) => !LOCAL_HOST.test(h))) ||
		(act.class === 'grant' && act.provider !== 'postgres' && IDENTITY.test(resource.kind)) ||
		(act.provider === 'docker' &&
			act.class === 'destroy' &&
			resource.kind === 'volume' &&
			resource.id !== THE_PROJECT));

/** A message that the task asks for, by whatever token it is sent. */
const isSpokenOf = (intent: Intent, act: Act, resource: ResourceRef | null): boolean =>
	act.class === 'create' &&
	/^(message|comment|issue|e?mail|pull-?request)$/.test(resource?.kind ?? '') &&
	namesKind(intent, 'message');

/** Whether a task speaks of the many that a mailing goes to; a trial that goes to one's own address does not. */
const meansMany = (intent: Intent): boolean =>
	/\b(all|every(?:one|body)?|subscribers?|customers?|users?|members?|contacts?|audiences?|lists?|segments?|recipients|campaigns?|broadcasts?|launch\w*|schedul\w*)\b/i.test(
		intent.text,
	);

/** A host that the task names may be sent what it asks for. */
const sendsSecretOut = (act: Act, intent: Intent): boolean =>
	act.basis === SENDS_SECRET && !act.hosts.some((host) => intent.text.toLowerCase().includes(host));

const SECRET_FILE =
	/(^|\/)(\.env(\.(local|production|prod|staging))?|\.npmrc|\.pypirc|\.netrc|\.git-credentials|id_(rsa|dsa|ecdsa|ed25519)|credentials(\.json)?|kubeconfig|[\w.-]+\.(pem|p12|pfx|keystore|tfstate))$/i;

/** A file of secrets that goes to a place for others, and not by a copy between machines, goes out unless the task names it. */
const publishesSecretFile = (act: Act, resource: ResourceRef | null, intent: Intent): boolean =>
	act.provider !== 'filesystem' &&
	act.provider !== 'shell' &&
	resource !== null &&
	SECRET_FILE.test(resource.id) &&
	!namesResource(intent, resource);

function fileDeviation(act: Act, resource: ResourceRef | null, c: Circumstances): Deviation | null {
	// A line in `authorized_keys` or `sudoers` lets somebody in, on whatever machine.
	if (act.class === 'grant')
		return resource !== null &&
			givesAccess(resource.id) &&
			!c.folder.written.has(resource.id) &&
			!asksFor(c.intent, act, resource, 'unknown')
			? { reason: 'not-asked' }
			: null;
	if (act.class === 'destroy' && resource !== null) {
		if (resource.kind === 'disk')
			return namesResource(c.intent, resource) ? null : { reason: 'not-asked' };
		return outsideFolder(resource.id, c.folder, c.intent) ? { reason: 'outside-folder' } : null;
	}
	return null;
}
