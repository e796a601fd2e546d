import { beforeEach, describe, expect, test } from 'vitest';
import { ChordTrack } from '../../src/jam/chordTrack';
import type { HeardMusic } from '../../src/jam/heardMusic';
import { COMMON_TIME } from '../../src/music/metre';
import type { Note } from '../../src/music/note';
import { bpm, ticks } from '../../src/music/units';
import { BAR, JamRig, note } from './jamRig';

const chord = (bar: number, ...pitches: readonly number[]) =>
	pitches.map((number) => note(bar * BAR, BAR, number));
const LOOP = [
	...chord(0, 48, 60, 64, 67),
	...chord(1, 45, 57, 60, 64),
	...chord(2, 41, 57, 60, 65),
	...chord(3, 43, 59, 62, 67)
];

let rig: JamRig;
const chords = () => rig.jam.chords;

/** The notes become the stopped loop. */
function fill(notes: readonly Note[], bars = 4): void {
	const frame = { metre: rig.jam.settings.metre, bpm: bpm(120), length: ticks(bars * BAR) };
	expect(rig.jam.importParts([{ sound: 'piano', by: 'player', notes }], frame)).toBe('');
}

const bar = (number: number) => [ticks(number * BAR), ticks((number + 1) * BAR)] as const;
const pinned = () => chords().spans.map(({ isPinned }) => isPinned);

beforeEach(() => {
	rig = new JamRig();
});

test('chords and key are found in the loop, and found again when it changes', () => {
	expect(chords().spans).toEqual([]);
	fill(LOOP);
	expect(chords().text).toBe('| C | Am | F | G |');
	expect(chords().key?.name).toBe('C major');
	expect(chords().isKeySet).toBe(false);
	rig.press('clear');
	expect(chords().spans).toEqual([]);
	fill(chord(0, 50, 57, 62, 66), 1);
	expect(chords().text).toBe('| D |');
});

test('they are looked for only when the loop has changed', () => {
	fill(LOOP);
	const { spans } = chords();
	rig.jam.change({ isMetronomeOn: true });
	expect(chords().spans).toBe(spans);
});

test('for all that is told of a loop it is looked at once', () => {
	fill(LOOP);
	let looks = 0;
	const { region, layers } = rig.jam.loop;
	const track = new ChordTrack({
		loop: () => {
			looks++;
			return { region, layers };
		},
		heard: () => null,
		metre: () => COMMON_TIME,
		changed: () => undefined
	});
	track.retype(...bar(1), 'Dm');
	looks = 0;
	track.refresh();
	expect(track.text).toBe('| C | Dm | F | G |');
	expect([track.length, track.key?.name]).toEqual([4 * BAR, 'C major']);
	expect(looks).toBe(1);
});

test('drums have no chords', () => {
	const frame = { metre: rig.jam.settings.metre, bpm: bpm(120), length: ticks(BAR) };
	rig.jam.importParts([{ sound: 'drums', by: 'player', notes: LOOP.slice(0, 4) }], frame);
	expect(chords().spans.map((span) => span.chord)).toEqual([null]);
});

describe('typed chords', () => {
	test('are pinned over the whole loop', () => {
		fill(LOOP);
		expect(chords().type('Dm7 G7 Cmaj7')).toBe(true);
		expect(chords().text).toBe('| Dm7 | G7 | Cmaj7 | % |');
		expect(pinned()).toEqual([true, true, true]);
		expect(chords().formBars).toBe(4);
	});

	test('that are none change nothing, and it is said which', () => {
		fill(LOOP);
		expect(chords().type('Dm7 G7 Hx')).toBe(false);
		expect(chords().sentence).toMatch(/^“Hx” is no chord/);
		expect(chords().text).toBe('| C | Am | F | G |');
		expect(chords().canUndo).toBe(false);
		chords().forgetSentence();
		expect(chords().sentence).toBe('');
	});

	test('may be there before the loop, tell its key, and come round in a longer one', () => {
		expect(chords().type('Dm7 G7')).toBe(true);
		expect(chords().length).toBe(2 * BAR);
		expect(chords().key?.name).toBe('C major');
		fill(LOOP);
		expect(chords().text).toBe('| Dm7 | G7 | Dm7 | G7 |');
	});

	test('keep their bars in another metre', () => {
		chords().type('Dm7 G7');
		rig.jam.change({ metre: { beats: 3, unit: 4 } });
		expect(chords().text).toBe('| Dm7 | G7 |');
		expect(chords().length).toBe(2 * 1440);
	});
});

test('a progression is chosen with its key', () => {
	fill(LOOP);
	expect(chords().choose('I–V–vi–IV', 'D')).toBe(true);
	expect(chords().text).toBe('| D | A | Bm | G |');
	expect(chords().key?.name).toBe('D major');
	expect(chords().isKeySet).toBe(true);
	rig.press('clear');
	fill(LOOP.slice(0, 4), 1);
	expect(chords().choose('Rhythm changes, A', 'C')).toBe(false);
	expect(chords().sentence).toMatch(/^These are 8 bars/);
	expect(() => chords().choose('no such thing', 'C')).toThrow(RangeError);
});

describe('a correction', () => {
	beforeEach(() => {
		fill(LOOP);
	});

	test('is pinned in its bar alone, and taken back', () => {
		expect(chords().retype(...bar(1), 'F#m7b5 B7')).toBe(true);
		expect(chords().text).toBe('| C | F#m7b5 B7 | F | G |');
		expect(pinned()).toEqual([false, true, true, false, false]);
		expect(chords().formBars).toBeNull();
		chords().undo();
		expect(chords().text).toBe('| C | Am | F | G |');
		expect(chords().canUndo).toBe(false);
	});

	test('with nothing typed gives the bar back to the ear', () => {
		chords().retype(...bar(1), 'Em');
		chords().retype(...bar(1), ' ');
		expect(chords().text).toBe('| C | Am | F | G |');
		expect(chords().isAnyPinned).toBe(false);
	});

	test('that is no chord is refused', () => {
		expect(chords().retype(...bar(1), 'Qx')).toBe(false);
		expect(chords().sentence).toMatch(/^“Qx” is no chord/);
	});

	test('does not go over to another loop', () => {
		chords().retype(...bar(1), 'Em');
		rig.press('clear');
		fill(LOOP);
		expect(chords().text).toBe('| C | Am | F | G |');
	});

	test('of one bar of a pinned progression leaves the others pinned; unpinned, it is what is found', () => {
		chords().type('C Am F G');
		chords().retype(...bar(2), 'Dm7');
		expect(chords().text).toBe('| C | Am | Dm7 | G |');
		expect(pinned()).toEqual([true, true, true, true]);
		chords().unpin(...bar(2));
		expect(chords().text).toBe('| C | Am | F | G |');
		expect(pinned()).toEqual([true, true, false, true]);
	});
});

test('what is pinned as it was found stays when the notes change', () => {
	fill(LOOP);
	chords().pin(...bar(0));
	expect(pinned()).toEqual([true, false, false, false]);
	chords().clear();
	expect(pinned()).toEqual([false, false, false, false]);
});

test('a key that was set holds until it is left to the ear', () => {
	fill(LOOP);
	chords().setKey('A minor');
	expect(chords().key?.name).toBe('A minor');
	chords().setKey(null);
	expect(chords().key?.name).toBe('C major');
});

test('what was decided is kept and put back, and what means nothing is left out', () => {
	fill(LOOP);
	expect(chords().saved).toBeNull();
	chords().retype(...bar(1), 'N.C.');
	chords().setKey('G major');
	const { saved } = chords();
	expect(saved).toEqual({
		length: 4 * BAR,
		pins: [{ from: BAR, to: 2 * BAR, symbol: null }],
		key: 'G major'
	});
	rig = new JamRig();
	fill(LOOP);
	chords().restore({
		...saved!,
		pins: [...saved!.pins, { from: ticks(0), to: ticks(BAR), symbol: 'Hx' }]
	});
	expect(chords().text).toBe('| C | N.C. | F | G |');
	expect(chords().saved).toEqual(saved);
	chords().restore(null);
	expect(chords().isAnyPinned).toBe(false);
});

test('what was corrected of a recording is kept while it is silent, too', () => {
	const layers = [{ id: -1, track: 0, notes: LOOP }];
	const music: HeardMusic = { region: { start: ticks(0), length: ticks(4 * BAR) }, layers };
	let heard: HeardMusic | null = music;
	const track = new ChordTrack({
		loop: () => ({ region: null, layers: [] }),
		heard: () => heard,
		metre: () => COMMON_TIME,
		changed: () => undefined
	});
	track.retype(...bar(1), 'Dm');
	const { saved } = track;
	expect(saved?.pins).toEqual([{ from: BAR, to: 2 * BAR, symbol: 'Dm' }]);
	heard = null;
	track.refresh();
	expect(track.isAnyPinned).toBe(false);
	expect(track.saved).toEqual(saved);
});

test('the page hears of what the player decides', () => {
	let changes = 0;
	rig.jam.changed.on(() => changes++);
	chords().type('C');
	chords().undo();
	expect(changes).toBe(2);
});
