import { expect, test } from 'vitest';
import { HeldNotes } from './held-notes.ts';

function notesAt(everyMs: number) {
	const written: (readonly number[])[] = [];
	const clock = { ms: 0 };
	const notes = new HeldNotes<number>(
		async (held) => written.push(held),
		everyMs,
		() => clock.ms,
	);
	return { notes, written, clock };
}

test('notes wait until their time has come, and are then written together', async () => {
	const { notes, written, clock } = notesAt(2_000);
	await notes.add([1]);
	clock.ms = 1_999;
	await notes.add([2]);
	expect(written).toEqual([]);
	clock.ms = 2_000;
	await notes.add([3]);
	expect(written).toEqual([[1, 2, 3]]);
	clock.ms = 3_999;
	await notes.add([4]);
	expect(written).toHaveLength(1);
});

test('many notes are written before their time', async () => {
	const { notes, written } = notesAt(2_000);
	await notes.add(Array.from({ length: 5_000 }, (_, i) => i));
	expect(written.map(({ length }) => length)).toEqual([5_000]);
});

test('notes that tell much are written before their time, too', async () => {
	const written: number[] = [];
	const notes = new HeldNotes<number>(
		async (held) => written.push(held.length),
		2_000,
		() => 0,
		(note) => note,
	);
	await notes.add([2_000, 2_999]);
	expect(written).toEqual([]);
	await notes.add([1, 4_000, 1_000, 7]);
	expect(written).toEqual([3, 2]);
});

test('what is held is written once when it is asked for', async () => {
	const { notes, written } = notesAt(2_000);
	await notes.add([1, 2]);
	await notes.keep();
	await notes.keep();
	expect(written).toEqual([[1, 2], []]);
});
