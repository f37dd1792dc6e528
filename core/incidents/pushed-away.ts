import type { Act, ResourceRef } from '../actions/action.ts';
import type { EventId } from '../event/ids.ts';
import type { Injection } from './injection.ts';
import type { Intent } from './intent.ts';
import type { CallTrace } from './runs.ts';

const ADDS =
	/\bgit\s+(?:-C\s+\S+\s+)?remote\s+(?:add(?:\s+-\S+)*|set-url(?:\s+--\w+)*)\s+(\S+)\s+(\S+)/g;
const ADDRESS =
	/^["']?(?:(?:https?|ssh|git):\/\/(?:[^@/\s]+@)?|(?:[\w.-]+@))([\w.-]+)(?::\d+)?[:/]+(\S+?)(?:\.git)?["']?$/i;
/** A task that asks for the repository to go somewhere. */
const ASKS_TO_PUSH = /\b(push\w*|mirror\w*|remotes?|fork\w*)\b/i;

interface Address {
	readonly host: string;
	readonly path: string;
	readonly url: string;
}

/** Repositories that go to an address which only a text that the run read had given. */
export class PushedAway {
	readonly #remotes = new Map<string, Address>();
	readonly #read: { readonly event: EventId; readonly text: string }[] = [];

	/** Remembers the addresses that a call gave names to, and what it brought. At most 400 answers. */
	see(call: CallTrace): void {
		for (const act of call.acts)
			for (const [, name = '', url = ''] of act.text.matchAll(ADDS)) {
				const address = addressOf(url);
				if (address !== null) this.#remotes.set(name, address);
			}
		const output = call.result?.result?.output ?? '';
		// What git itself lists, and what a creation answers, is the run's own.
		const reads = call.acts.some((act) => act.class === 'read' && act.provider !== 'git');
		if (reads && call.result !== null && /[:/]/.test(output) && this.#read.length < 400)
			this.#read.push({ event: call.result.id, text: output.slice(0, 100_000) });
	}

	/** The repository that a push carries out, and the text that gave the address; null where the task may mean it. */
	of(
		act: Act,
		intent: Intent,
	): { readonly act: Act; readonly repository: ResourceRef; readonly injection: Injection } | null {
		if (act.provider !== 'git' || !act.operation.startsWith('git push')) return null;
		const words = act.text.split(/\s+/);
		const target = words
			.slice(words.indexOf('push') + 1)
			.find((word) => word !== '' && !word.startsWith('-'));
		if (target === undefined) return null;
		const address = this.#remotes.get(target) ?? addressOf(target);
		if (address === null || intent.asks.has('expose') || ASKS_TO_PUSH.test(intent.text))
			return null;
		if (intent.text.toLowerCase().includes(address.host)) return null;
		const told = this.#read.find(({ text }) => text.includes(address.url));
		if (told === undefined) return null;
		return {
			act: { ...act, class: 'expose', hosts: [address.host] },
			repository: {
				provider: 'git',
				kind: 'repository',
				id: `${address.host}/${address.path}`,
				name: null,
				environment: 'unknown',
				environmentReason: null,
			},
			injection: { eventId: told.event, value: address.url, valueKind: 'url' },
		};
	}
}

function addressOf(url: string): Address | null {
	const match = ADDRESS.exec(url);
	return match === null
		? null
		: {
				host: (match[1] ?? '').toLowerCase(),
				path: match[2] ?? '',
				url: url.replace(/^["']|["']$/g, ''),
			};
}
