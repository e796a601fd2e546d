import { chordOf, type ChordSpan } from '../../../src/music/harmony/chord';
import { barLength, COMMON_TIME, type Metre } from '../../../src/music/metre';
import { chorusReport, type ChorusFrame } from '../../../src/music/solo/chorusReport';
import type { ChorusFigures, SoloNote } from '../../../src/music/solo/figures';
import { bpm, pitch, ticks } from '../../../src/music/units';

export const BEAT = 480;
export const BAR = 1920;

export const note = (start: number, number: number, duration = 200): SoloNote => ({
	start: ticks(start),
	duration: ticks(duration),
	pitch: pitch(number)
});

/** One chord a bar. */
export const chords = (symbols: string, metre: Metre = COMMON_TIME): ChordSpan[] =>
	symbols.split(' ').map((symbol, bar) => ({
		from: ticks(bar * barLength(metre)),
		to: ticks((bar + 1) * barLength(metre)),
		chord: chordOf(symbol),
		isPinned: true
	}));

export const frame = (bars: number, change: Partial<ChorusFrame> = {}): ChorusFrame => {
	const metre = change.metre ?? COMMON_TIME;
	const to = ticks(bars * barLength(metre));
	return { metre, bpm: bpm(120), stretches: [{ from: ticks(0), to }], earlier: [], ...change };
};

export const figuresOf = (
	notes: readonly SoloNote[],
	bars: number,
	symbols = '',
	change: Partial<ChorusFrame> = {}
): ChorusFigures =>
	chorusReport(notes, symbols === '' ? [] : chords(symbols, change.metre), frame(bars, change))
		.figures;
