import { expect, test } from 'vitest';
import { chordOf, type ChordSpan } from '../../../src/music/harmony/chord';
import { keyCalled } from '../../../src/music/key';
import { COMMON_TIME } from '../../../src/music/metre';
import { ticks } from '../../../src/music/units';
import { cellLabel, chordCells, chordWords, keyWords } from '../../../src/ui/chords/chordCells';

const BAR = 1920;
const span = (from: number, to: number, symbol: string | null, isPinned = false): ChordSpan => ({
	from: ticks(from),
	to: ticks(to),
	chord: symbol === null ? null : chordOf(symbol),
	isPinned
});
const cells = (spans: readonly ChordSpan[], length: number, cycle = length) =>
	chordCells({ spans, length: ticks(length), cycle: ticks(cycle), metre: COMMON_TIME });

test('a chord has a cell in every bar, and is named in the first', () => {
	const spans = [span(0, BAR * 2.5, 'Bb', true), span(BAR * 2.5, BAR * 4, null)];
	expect(cells(spans, 4 * BAR).map((cell) => [cell.left, cell.width, cell.isHeld])).toEqual([
		[0, 0.25, false],
		[0.25, 0.25, true],
		[0.5, 0.125, true],
		[0.625, 0.125, false],
		[0.75, 0.25, true]
	]);
});

test('in a longer roll the chords come round, and stay what they are', () => {
	const spans = [span(0, BAR, 'C'), span(BAR, 2 * BAR, 'G')];
	const all = cells(spans, 2 * BAR, 4 * BAR);
	expect(all.map(({ symbol, from, to }) => [symbol, from, to])).toEqual([
		['C', 0, BAR],
		['G', BAR, 2 * BAR],
		['C', 0, BAR],
		['G', BAR, 2 * BAR]
	]);
});

test('without chords there are no cells', () => {
	expect(cells([], 0, 2 * BAR)).toEqual([]);
});

test.each([
	[span(0, BAR, 'F#m7b5'), 'Bar 1: F♯m7b5, heard'],
	[span(0, BAR, 'Bb/D', true), 'Bar 1: B♭/D, pinned'],
	[span(0, BAR, null), 'Bar 1: no chord, heard'],
	[span(0, BAR, null, true), 'Bar 1: N.C., pinned']
])('%j is read out', (one, label) => {
	expect(cellLabel(cells([one], BAR)[0]!)).toBe(label);
});

test('accidentals are signs for the eye', () => {
	expect(chordWords('Eb7b9/Gb')).toBe('E♭7b9/G♭');
	expect(keyWords(keyCalled('Bb minor'), true)).toBe('B♭ minor, set');
	expect(keyWords(null, false)).toBe('');
});
