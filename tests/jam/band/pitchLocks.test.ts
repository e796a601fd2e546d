import { expect, test } from 'vitest';
import { pitchLocks } from '../../../src/jam/band/pitchLocks';
import { chordOf } from '../../../src/music/harmony/chord';
import { keyCalled } from '../../../src/music/key';
import { COMMON_TIME } from '../../../src/music/metre';
import { ticks } from '../../../src/music/units';
import { BAR } from '../jamRig';

const spans = (isPinned: boolean) =>
	['C', 'G7'].map((symbol, index) => ({
		from: ticks(index * BAR),
		to: ticks((index + 1) * BAR),
		chord: chordOf(symbol),
		isPinned
	}));
const harmony = (isPinned: boolean) => ({ spans: spans(isPinned), key: keyCalled('C major') });
const locksAt = (locks: ReturnType<typeof pitchLocks>, at: number) =>
	locks.filter(({ from, to }) => at >= from && at < to).map(({ pitchClasses }) => pitchClasses);

test('keys and harmony play the chords, found or pinned', () => {
	for (const chair of ['keys', 'harmony'] as const) {
		for (const isPinned of [false, true]) {
			const locks = pitchLocks(chair, harmony(isPinned), COMMON_TIME);
			expect(locksAt(locks, 100)).toEqual([[0, 4, 7]]);
			expect(locksAt(locks, BAR)).toEqual([[7, 11, 2, 5]]);
		}
	}
});

test('the bass begins each chord on its lowest note, and walks in the key to the next', () => {
	const found = pitchLocks('bass', harmony(false), COMMON_TIME);
	expect(locksAt(found, BAR)).toEqual([[7]]);
	expect(locksAt(found, BAR / 2)).toEqual([[0, 4, 7]]);
	expect(new Set(locksAt(found, BAR - 1)[0])).toEqual(new Set([0, 2, 4, 5, 7, 9, 11]));
	const pinned = pitchLocks('bass', harmony(true), COMMON_TIME);
	expect(locksAt(pinned, BAR - 1)).toEqual([[0, 4, 7]]);
});

test('a chord over another note begins on that note', () => {
	const [first] = spans(true);
	const slash = { ...first!, chord: chordOf('C/E') };
	expect(locksAt(pitchLocks('bass', { spans: [slash], key: null }, COMMON_TIME), 0)).toEqual([[4]]);
});

test('the lead obeys pinned chords, and keeps a semitone off those that were found where it counts', () => {
	expect(locksAt(pitchLocks('lead', harmony(true), COMMON_TIME), 700)).toEqual([[0, 4, 7]]);
	const found = pitchLocks('lead', harmony(false), COMMON_TIME);
	for (const strong of [0, BAR / 2]) {
		const [allowed] = locksAt(found, strong);
		expect(allowed).toEqual([0, 2, 4, 7, 9, 10]);
	}
	expect(locksAt(found, 600)).toEqual([]);
});

test('where it counts is where the metre has its weight', () => {
	const waltz = { beats: 3, unit: 4 };
	const span = { ...spans(false)[0]!, to: ticks(2 * 1440) };
	const locks = pitchLocks('lead', { spans: [span], key: null }, waltz);
	for (const downbeat of [0, 1440]) expect(locksAt(locks, downbeat)).toHaveLength(1);
	expect(locksAt(locks, 960)).toEqual([]);
	const jig = pitchLocks('lead', { spans: [span], key: null }, { beats: 6, unit: 8 });
	for (const weight of [0, 720, 1440]) expect(locksAt(jig, weight)).toHaveLength(1);
	expect(locksAt(jig, 480)).toEqual([]);
});

test('drums are free, and so is everybody where no chord is known', () => {
	expect(pitchLocks('drums', harmony(true), COMMON_TIME)).toEqual([]);
	const silent = spans(true).map((span) => ({ ...span, chord: null }));
	expect(pitchLocks('keys', { spans: silent, key: null }, COMMON_TIME)).toEqual([]);
});
