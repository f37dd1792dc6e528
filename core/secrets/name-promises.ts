import { readName } from './names.ts';

const rememberedMax = 20_000;

/** Which keys promise that their value is secret; remembered, since the same keys come again and again. */
export class NamePromises {
	private readonly known = new Map<string, boolean>();

	promises(name: string): boolean {
		const remembered = this.known.get(name);
		if (remembered !== undefined) return remembered;
		const answer =
			/(?:^|[-_.])authorization$/i.test(name) || /cookie2?$/i.test(name) || readName(name) !== null;
		if (this.known.size >= rememberedMax) this.known.clear();
		if (name.length <= 200) this.known.set(name, answer);
		return answer;
	}
}
