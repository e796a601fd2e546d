import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EarBook } from '../../../src/jam/tracks/earBook';
import type { EarNote } from '../../../src/music/ears/heard';

const note = (onset: number, pitch: number, likelihood = 0.9): EarNote => ({
	onset,
	end: onset + 0.4,
	pitch,
	strength: 1,
	likelihood
});

const [C, E, G] = [note(0, 60), note(0.5, 64), note(1, 67)];
const HEARD = [C, E, G];

test('of a layer that was not heard nothing is known', () => {
	expect(new EarBook().notesOf(1)).toBeUndefined();
});

test('a removed note does not count, and put back it does again', () => {
	const book = new EarBook();
	book.hear(1, HEARD);
	book.remove(1, E);
	expect(book.notesOf(1)).toEqual([C, G]);
	const removed = book.lastRemoved(new Set([1]))!;
	expect(removed).toEqual({ layer: 1, onset: 0.5, pitch: 64 });
	book.putBack(removed);
	expect(book.notesOf(1)).toEqual(HEARD);
	expect(book.lastRemoved(new Set([1]))).toBeNull();
});

test('a removed note stays so when its layer is heard again, a little elsewhere', () => {
	const book = new EarBook();
	book.hear(1, HEARD);
	book.remove(1, E);
	const again = [note(0.01, 60), note(0.52, 64), note(0.53, 65), note(0.98, 67)];
	book.hear(1, again);
	expect(book.notesOf(1)).toEqual([again[0], again[2], again[3]]);
});

test('a note that is removed in one layer is heard in another', () => {
	const book = new EarBook();
	book.hear(1, HEARD);
	book.hear(2, HEARD);
	book.remove(1, E);
	expect(book.notesOf(2)).toEqual(HEARD);
	expect(book.lastRemoved(new Set([2]))).toBeNull();
});

test('what is forgotten was not removed either', () => {
	const book = new EarBook();
	book.hear(1, HEARD);
	book.remove(1, E);
	book.forget();
	expect(book.notesOf(1)).toBeUndefined();
	book.hear(1, HEARD);
	expect(book.notesOf(1)).toEqual(HEARD);
});

test('however many are removed, undo brings them back one by one, the last first', () => {
	const places = fc.uniqueArray(fc.nat({ max: 19 }), { maxLength: 20 });
	fc.assert(
		fc.property(places, (removals) => {
			const heard = Array.from({ length: 20 }, (_, index) => note(index / 5, 60 + (index % 3)));
			const book = new EarBook();
			book.hear(1, heard);
			const states = [book.notesOf(1)];
			for (const place of removals) {
				book.remove(1, heard[place]!);
				states.push(book.notesOf(1));
			}
			expect(book.notesOf(1)).toHaveLength(20 - removals.length);
			while (states.length > 1) {
				expect(book.notesOf(1)).toEqual(states.pop());
				book.putBack(book.lastRemoved(new Set([1]))!);
			}
			expect(book.notesOf(1)).toEqual(heard);
		})
	);
});
