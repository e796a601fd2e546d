import { barLength, beatLength, type Metre } from '../metre';
import { ticks, type Ticks } from '../units';
import { NO_CHORD, type Chord, type ChordSpan } from './chord';
import { cutTo } from './chordSpans';

const symbolOf = (chord: Chord | null) => chord?.symbol ?? NO_CHORD;

/** The spans as `parseChords` reads them: `| Dm7 G7 | Cmaj7 | % |`. Changes between beats move to the beat before. */
export function printChords(spans: readonly ChordSpan[], length: Ticks, metre: Metre): string {
	const bar = barLength(metre);
	const bars = Array.from({ length: Math.ceil(length / bar) }, (_, index) =>
		wordsOf(spans, ticks(index * bar), metre)
	);
	const words = bars.map((cell, index) => (isHeld(cell, bars[index - 1]) ? '%' : cell));
	return words.length === 0 ? '' : `| ${words.join(' | ')} |`;
}

/** A whole bar of the chord before it is written as one sign; a bar of many is not, for it reads better. */
const isHeld = (cell: string, before: string | undefined) => cell === before && !cell.includes(' ');

function wordsOf(spans: readonly ChordSpan[], from: Ticks, metre: Metre): string {
	const beat = beatLength(metre);
	const inBar = cutTo(spans, from, ticks(from + barLength(metre)));
	const starts = inBar.map((span) => Math.floor((span.from - from) / beat));
	const isEven = starts.every(
		(start, index) => start === evenStart(index, inBar.length, metre.beats)
	);
	if (isEven && inBar.length > 0) return inBar.map(({ chord }) => symbolOf(chord)).join(' ');
	const words: string[] = [];
	for (let at = 0; at < metre.beats; at++) {
		const place = starts.lastIndexOf(at);
		if (place >= 0) words.push(symbolOf(inBar[place]!.chord));
		else words.push(at === 0 ? NO_CHORD : '/');
	}
	return words.join(' ');
}

/** The beat on which a chord begins where all of a bar share it. */
const evenStart = (index: number, count: number, beats: number) =>
	index * Math.floor(beats / count) + Math.min(index, beats % count);
