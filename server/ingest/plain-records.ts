import { stat } from 'node:fs/promises';

/**
 * Which records of an input redaction leaves as they are: noted while its secrets are learned, asked
 * for in the same order when it is handed out. One bit a record; beyond the bound the answer is no,
 * which only costs time.
 */
export class PlainRecords {
	private bits: Uint8Array;
	private noted: number;
	private asked = 0;

	constructor(
		private readonly file: { readonly isTrusted: boolean },
		noted: PlainMember = { bits: new Uint8Array(64), noted: 0 },
	) {
		this.bits = noted.bits;
		this.noted = noted.noted;
	}

	note(isPlain: boolean): void {
		const at = this.noted++;
		if (at >= RECORDS_MAX || !isPlain) return;
		if (at >> 3 >= this.bits.length) {
			const larger = new Uint8Array(Math.max(this.bits.length * 2, (at >> 3) + 1));
			larger.set(this.bits);
			this.bits = larger;
		}
		this.bits[at >> 3] = (this.bits[at >> 3] as number) | (1 << (at & 7));
	}

	data(): PlainMember {
		return { bits: this.bits.slice(0, (this.noted >> 3) + 1), noted: this.noted };
	}

	next(): boolean {
		const at = this.asked++;
		return (
			this.file.isTrusted && at < this.noted && ((this.bits[at >> 3] ?? 0) & (1 << (at & 7))) !== 0
		);
	}
}

interface PlainMember {
	readonly bits: Uint8Array;
	readonly noted: number;
}

/** What was noted of a file, as it goes from thread to thread. */
export interface PlainData {
	readonly identity: string | null;
	readonly isTrusted: boolean;
	readonly members: readonly PlainMember[];
}

const RECORDS_MAX = 64 * 1024 ** 2;

/** The same for a file, or for each file of an archive, as long as it stays what it was. */
export class FilePlainness {
	private readonly members: PlainRecords[] = [];
	private identity: string | null = null;
	isTrusted = true;

	static of({ identity, isTrusted, members }: PlainData): FilePlainness {
		const file = new FilePlainness();
		file.identity = identity;
		file.isTrusted = isTrusted;
		for (const member of members) file.members.push(new PlainRecords(file, member));
		return file;
	}

	data(): PlainData {
		const members = this.members.map((member) => member.data());
		return { identity: this.identity, isTrusted: this.isTrusted, members };
	}

	/**
	 * Looks whether the file is still the one that was noted. From the moment at which it is not, no
	 * record is taken for one that was seen before.
	 */
	async verify(path: string): Promise<void> {
		const now = await identityOf(path);
		this.identity ??= now;
		if (now === null || now !== this.identity) this.isTrusted = false;
	}

	addMember(): PlainRecords {
		const member = new PlainRecords(this);
		this.members.push(member);
		return member;
	}

	/** What was noted of a member; nothing, where it was not there. */
	member(index: number): PlainRecords {
		return this.members[index] ?? new PlainRecords(this);
	}
}

async function identityOf(path: string): Promise<string | null> {
	try {
		const { dev, ino, size, mtimeMs } = await stat(path);
		return `${dev}:${ino}:${size}:${mtimeMs}`;
	} catch {
		return null;
	}
}
