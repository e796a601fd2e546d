import { Chord as TonalChord } from 'tonal';
import type { Key } from '../key';
import { barLength, beatLength, type Metre } from '../metre';
import { ticks, type Ticks } from '../units';
import { chordOf, type Chord, type ChordSpan } from './chord';
import { rootName } from './spelling';

/** Spans of equal chords that touch, and are both pinned or both not, become one. */
export function joined(spans: readonly ChordSpan[]): readonly ChordSpan[] {
	const result: ChordSpan[] = [];
	for (const span of spans) {
		const last = result.at(-1);
		const isSame =
			last?.to === span.from &&
			last.isPinned === span.isPinned &&
			last.chord?.symbol === span.chord?.symbol;
		if (isSame) result[result.length - 1] = { ...last, to: span.to };
		else result.push(span);
	}
	return result;
}

/** What of the spans lies in [from, to), cut there. */
export const cutTo = (spans: readonly ChordSpan[], from: Ticks, to: Ticks): readonly ChordSpan[] =>
	spans
		.filter((span) => span.from < to && span.to > from)
		.map((span) => ({
			...span,
			from: ticks(Math.max(span.from, from)),
			to: ticks(Math.min(span.to, to))
		}));

/** `over` covers what lies beneath it; where it says nothing, `under` stays. */
export function laidOver(
	under: readonly ChordSpan[],
	over: readonly ChordSpan[]
): readonly ChordSpan[] {
	let rest = under;
	for (const { from, to } of over) {
		rest = [...cutTo(rest, ticks(-Infinity), from), ...cutTo(rest, to, ticks(Infinity))];
	}
	return joined([...rest, ...over].sort((one, other) => one.from - other.from));
}

/** Spans of a form of `formLength` ticks over [0, length): repeated, and cut at its end. A form of no length has none. */
export function spread(
	spans: readonly ChordSpan[],
	formLength: Ticks,
	length: Ticks
): readonly ChordSpan[] {
	if (formLength <= 0) return [];
	const all: ChordSpan[] = [];
	for (let start = 0; start < length; start += formLength) {
		for (const span of spans) {
			all.push({ ...span, from: ticks(span.from + start), to: ticks(span.to + start) });
		}
	}
	return joined(cutTo(all, ticks(0), length));
}

/** The same bars in another metre: a chord keeps its bar, and the beat that is nearest to its place. */
export function inMetre(
	spans: readonly ChordSpan[],
	before: Metre,
	after: Metre
): readonly ChordSpan[] {
	const [barBefore, bar, beat] = [barLength(before), barLength(after), beatLength(after)];
	const moved = (position: Ticks) => {
		const bars = Math.floor(position / barBefore);
		const share = (position - bars * barBefore) / barBefore;
		return ticks(bars * bar + Math.round((share * bar) / beat) * beat);
	};
	const all = spans.map((span) => ({ ...span, from: moved(span.from), to: moved(span.to) }));
	return joined(all.filter(({ from, to }) => from < to));
}

/** All chords so many semitones higher; `key` is the one they come to, which decides how they are spelled. */
export const transposed = (
	spans: readonly ChordSpan[],
	semitones: number,
	key: Key | null = null
): readonly ChordSpan[] =>
	spans.map((span) => ({
		...span,
		chord: span.chord === null ? null : transposedChord(span.chord, semitones, key)
	}));

/** Throws for a chord whose symbol means nothing: chords are made by `chordOf`. */
export function transposedChord(chord: Chord, semitones: number, key: Key | null = null): Chord {
	const [, type, slash] = TonalChord.tokenize(chord.symbol);
	const moved = (pitchClass: number) => (((pitchClass + semitones) % 12) + 12) % 12;
	const root = rootName(moved(chord.root), key, type);
	const bass = slash === '' ? '' : `/${rootName(moved(chord.bass), key)}`;
	const found = chordOf(`${root}${type}${bass}`);
	if (found === null) throw new Error(`no chord: ${chord.symbol}`);
	return found;
}
