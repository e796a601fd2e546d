import { barLength, beatLength, metreName, type Metre } from '../metre';
import { ticks, type Ticks } from '../units';
import type { Chord, ChordSpan } from './chord';
import { joined, spread } from './chordSpans';
import { writtenChord } from './writtenChord';

/** Where typed chords are to go. */
export interface ChordForm {
	/** How many bars they fill; null leaves it to what was typed. */
	readonly bars: number | null;
	readonly metre: Metre;
}

/** What reading typed chords came to. */
export type ChordReading =
	| { readonly kind: 'read'; readonly spans: readonly ChordSpan[]; readonly bars: number }
	| {
			readonly kind: 'refused';
			/** The words that are no chords. */
			readonly words: readonly string[];
			/** What is wrong, and what to do, for the player. */
			readonly sentence: string;
	  };

/** A chord, or null for silence. */
type Bar = readonly (Chord | null)[];

/** More than anybody loops. */
const MOST_BARS = 64;
const NO_CHORD = /^n\.?c\.?$/i;
/** What stands before it goes on: a whole bar, or a share of one. */
const SAME_BAR = '%';
const SAME_CHORD = '/';
const SEPARATORS = /(?:[\s,;:→–—]|(?<!\S)-(?!\S))+/;

class Refused extends Error {
	readonly words: readonly string[];

	constructor(sentence: string, words: readonly string[] = []) {
		super(sentence);
		this.words = words;
	}
}

/**
 * Reads "Dm7 G7 Cmaj7" (a bar each) or "| Dm7 G7 | Cmaj7 | % | N.C. |" (the chords of a bar share its
 * beats, the first ones take what is left over; `/` holds a chord). Fewer bars than the form has come
 * round again, the last one held to an even number where the form asks for it; more chords than bars,
 * where no bar lines are written, share bars.
 */
export function parseChords(text: string, form: ChordForm): ChordReading {
	return readingOf(() => {
		const written = barsIn(text);
		const bars = form.bars ?? written.bars.length;
		const fitted = written.isBarred
			? fittedBars(written.bars, bars)
			: fittedChords(written.bars.flat(), bars, form.metre);
		const spans = joined(fitted.flatMap((bar, index) => spansOf(bar, index, form.metre)));
		const length = ticks(fitted.length * barLength(form.metre));
		const whole = ticks(bars * barLength(form.metre));
		return { kind: 'read', bars, spans: spread(spans, length, whole) };
	});
}

/** Reads one chord, or several that share the beats of [from, to) as those of a bar do. */
export function shareBeats(
	text: string,
	{ from, to }: Pick<ChordSpan, 'from' | 'to'>,
	metre: Metre
): ChordReading {
	return readingOf(() => {
		const chords = barsIn(text).bars.flat();
		const beat = beatLength(metre);
		const beats = Math.max(1, Math.round((to - from) / beat));
		if (chords.length > beats) {
			throw new Refused(
				`These are ${chords.length} chords: here is room for ${beats}, one a beat.`
			);
		}
		let at = from;
		const spans = evenShares(beats, chords.length).map((share, place): ChordSpan => {
			const start = at;
			const isLast = place === chords.length - 1;
			at = isLast ? to : ticks(at + share * beat);
			return { from: start, to: at, chord: chords[place]!, isPinned: true };
		});
		return { kind: 'read', bars: beats / metre.beats, spans: joined(spans) };
	});
}

function readingOf(read: () => ChordReading): ChordReading {
	try {
		return read();
	} catch (error) {
		if (!(error instanceof Refused)) throw error;
		return { kind: 'refused', words: error.words, sentence: error.message };
	}
}

function barsIn(text: string): { bars: readonly Bar[]; isBarred: boolean } {
	const isBarred = text.includes('|');
	const cells = text.split('|').map((cell) => cell.split(SEPARATORS).filter((word) => word !== ''));
	// What stands before the first bar line and behind the last one is no bar.
	while (cells.length > 0 && cells[0]!.length === 0) cells.shift();
	while (cells.length > 0 && cells.at(-1)!.length === 0) cells.pop();
	if (cells.length === 0) throw new Refused('Type chords first, such as Dm7 G7 Cmaj7.');
	refuseWords(cells.flat());
	const bars = isBarred ? barredCells(cells) : loneChords(cells[0]!);
	if (bars.length > MOST_BARS) {
		throw new Refused(`These are ${bars.length} bars: ${MOST_BARS} are the most.`);
	}
	return { bars, isBarred };
}

function refuseWords(words: readonly string[]): void {
	const isKnown = (word: string) =>
		word === SAME_BAR || word === SAME_CHORD || NO_CHORD.test(word) || writtenChord(word) !== null;
	const wrong = [...new Set(words.filter((word) => !isKnown(word)))];
	if (wrong.length === 0) return;
	const quoted = wrong.map((word) => `“${word}”`);
	const last = quoted.pop()!;
	const all =
		quoted.length === 0 ? `${last} is no chord` : `${quoted.join(', ')} and ${last} are no chords`;
	throw new Refused(`${all}: write C, Dm7, F#m7b5 or Bb/D, and N.C. where none sounds.`, wrong);
}

const chordIn = (word: string) => (NO_CHORD.test(word) ? null : writtenChord(word));

function loneChords(words: readonly string[]): readonly Bar[] {
	const bars: Bar[] = [];
	for (const word of words) bars.push([heldOr(word, bars.at(-1)?.at(-1))]);
	return bars;
}

/** The chord that the word says; one that repeats needs one before it. */
function heldOr(word: string, before: Chord | null | undefined): Chord | null {
	if (word !== SAME_BAR && word !== SAME_CHORD) return chordIn(word);
	if (before === undefined) {
		throw new Refused(`Before the first ${word} there is nothing to repeat: begin with a chord.`);
	}
	return before;
}

function barredCells(cells: readonly (readonly string[])[]): readonly Bar[] {
	const bars: Bar[] = [];
	for (const words of cells) {
		const before = bars.at(-1);
		const isSame = words.length === 0 || (words.length === 1 && words[0] === SAME_BAR);
		if (isSame && before !== undefined) bars.push(before);
		else {
			const bar: (Chord | null)[] = [];
			for (const word of words) {
				bar.push(heldOr(word, bar.length > 0 ? bar.at(-1) : before?.at(-1)));
			}
			bars.push(bar);
		}
	}
	return bars;
}

/** Written bars are bars: too many are refused. */
function fittedBars(bars: readonly Bar[], wanted: number): readonly Bar[] {
	if (bars.length > wanted) {
		throw new Refused(
			`These are ${bars.length} bars, and the loop has ${wanted}: leave the bar lines out to let chords share bars, or type fewer.`
		);
	}
	return heldToDivide(bars, wanted);
}

/** The last bar goes on until the bars fit into `wanted` a whole number of times. */
function heldToDivide(bars: readonly Bar[], wanted: number): readonly Bar[] {
	let length = bars.length;
	while (wanted % length !== 0) length++;
	const last = bars.at(-1)!.slice(-1);
	return [...bars, ...new Array<Bar>(length - bars.length).fill(last)];
}

function fittedChords(chords: Bar, wanted: number, metre: Metre): readonly Bar[] {
	if (chords.length <= wanted)
		return heldToDivide(
			chords.map((chord) => [chord]),
			wanted
		);
	if (chords.length > wanted * metre.beats) {
		throw new Refused(
			`These are ${chords.length} chords, more than the loop has beats: type ${wanted * metre.beats} at most.`
		);
	}
	const shares = evenShares(chords.length, wanted);
	let next = 0;
	return shares.map((share) => chords.slice(next, (next += share)));
}

/** `count` things in `places`, the first places taking one more where it does not come out even. */
const evenShares = (count: number, places: number) =>
	Array.from(
		{ length: places },
		(_, place) => Math.floor(count / places) + (place < count % places ? 1 : 0)
	);

function spansOf(bar: Bar, index: number, metre: Metre): readonly ChordSpan[] {
	if (bar.length > metre.beats) {
		throw new Refused(
			`Bar ${index + 1} has ${bar.length} chords, and a bar of ${metreName(metre)} only ${metre.beats} beats.`
		);
	}
	const beat = beatLength(metre);
	let at = index * metre.beats;
	return evenShares(metre.beats, bar.length).map((beats, place) => {
		const from: Ticks = ticks(at * beat);
		at += beats;
		return { from, to: ticks(at * beat), chord: bar[place]!, isPinned: true };
	});
}
