import type { Act } from '../actions/action.ts';
import { environmentNamed } from '../actions/environment.ts';

/** Commands by which the later ones of a tool act somewhere else; the group is what stands there. */
const SELECTS: readonly RegExp[] = [
	/^(?:kubectl|oc) config (?:use-context|use) (\S+)/,
	/^(?:kubectl|oc) config set-context --current --namespace[= ](\S+)/,
	/^(?:kubectx|kubens) ([^-\s]\S*)/,
	/^(?:terraform|tofu|terragrunt)(?: -chdir=\S+)? workspace (?:select|new)(?: -\S+)* (\S+)/,
	/^pulumi stack select(?: -\S+)* (\S+)/,
	/^gcloud config set (?:core\/)?project (\S+)/,
	/^gcloud config configurations activate (\S+)/,
	/^az account set .*?(?:--subscription|--name|-n|-s)[= ](\S+)/,
	/^docker context use (\S+)/,
	/^railway environment (\S+)/,
	/^(?:flux|argocd|doctl|fly|vercel) (?:context|auth switch|switch|config) (?:use |switch |--context )?(\S+)/,
];

/** Tools that stand where another one was put. */
const SHARED: Readonly<Record<string, string>> = {
	oc: 'kubectl',
	kubectx: 'kubectl',
	kubens: 'kubectl',
	helm: 'kubectl',
	k9s: 'kubectl',
	tofu: 'terraform',
	terragrunt: 'terraform',
};

const programOf = (text: string): string => {
	const name = /^(?:sudo\s+)?(?:[\w./-]*\/)?([a-z][\w.-]*)(?=\s|$)/.exec(text)?.[1] ?? '';
	return SHARED[name] ?? name;
};

interface Place {
	readonly value: NonNullable<Act['environment']>['value'];
	readonly name: string;
}

/**
 * Where a run's tools stand: a context, a workspace or a project that one call chose holds for the
 * later ones, which name none.
 */
export class StandingPlaces {
	readonly #places = new Map<string, Place | null>();

	of(act: Act): Act {
		if (this.#places.size === 0 || act.environment !== null) return act;
		const place = this.#places.get(programOf(act.text));
		return place == null ? act : { ...act, environment: placed(place) };
	}

	/** Remembers what a call that did not fail has chosen. */
	see(acts: readonly Act[]): void {
		for (const act of acts) {
			const name = chosenBy(act.text);
			if (name === null) continue;
			const value = environmentNamed(name);
			this.#places.set(programOf(act.text), value === null ? null : { value, name });
		}
	}
}

const placed = ({ value, name }: Place): NonNullable<Act['environment']> => ({
	value,
	reason: `“${name}” was chosen before`,
});

/** What a command line chooses for those that come after it; null where it chooses nothing. */
export function chosenBy(text: string): string | null {
	for (const pattern of SELECTS) {
		const name = pattern.exec(text)?.[1];
		if (name !== undefined) return name.replace(/^["']|["']$/g, '');
	}
	return null;
}

/** Whether an act stands where one of a call's commands has put its tool. */
export const putBy = (act: Act, earlier: readonly Act[]): boolean =>
	act.environment !== null &&
	earlier.some((each) => {
		const name = chosenBy(each.text);
		return (
			name !== null &&
			programOf(each.text) === programOf(act.text) &&
			act.environment?.reason === `“${name}” was chosen before`
		);
	});
