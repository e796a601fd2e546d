import { chordOf, NO_CHORD, type ChordSpan } from '../music/harmony/chord';
import { ticks, type Ticks } from '../music/units';

/** A chord symbol at its place in a MIDI file. */
export interface ChordMarker {
	readonly at: Ticks;
	readonly symbol: string;
}

/** A chord that holds over [from, to); null for no chord. */
export interface MarkedChord {
	readonly from: Ticks;
	readonly to: Ticks;
	readonly symbol: string | null;
}

/** From here on nobody pinned a chord. */
const UNPINNED = '(not pinned)';
/** A file of ours has one marker a chord; more are nobody's chords. */
const MOST_MARKERS = 10_000;

/** A marker where each pinned chord begins, and one where those that follow each other end. */
export function chordMarkers(spans: readonly ChordSpan[], length: Ticks): readonly ChordMarker[] {
	const pinned = spans.filter(({ isPinned }) => isPinned);
	return pinned.flatMap(({ from, to, chord }, index) => {
		const isFollowed = pinned[index + 1]?.from === to || to >= length;
		const own = { at: from, symbol: chord?.symbol ?? NO_CHORD };
		return isFollowed ? [own] : [own, { at: to, symbol: UNPINNED }];
	});
}

/** The markers that mean something, in order and each place once; and how many mean nothing. */
export function readableMarkers(
	markers: readonly ChordMarker[],
	length: Ticks
): { readonly chords: readonly ChordMarker[]; readonly damaged: number } {
	const known = new Map<string, boolean>();
	const means = (symbol: string) => {
		const isKnown =
			known.get(symbol) ?? (symbol === NO_CHORD || symbol === UNPINNED || chordOf(symbol) !== null);
		known.set(symbol, isKnown);
		return isKnown;
	};
	const readable = markers
		.slice(0, MOST_MARKERS)
		.filter(({ at, symbol }) => at >= 0 && at < length && means(symbol));
	const byPlace = new Map(readable.map((marker) => [marker.at, marker]));
	const isEnd = ({ at, symbol }: ChordMarker) => at === length && symbol === UNPINNED;
	const damaged = markers.filter((marker) => !isEnd(marker)).length - byPlace.size;
	return {
		chords: [...byPlace.values()].sort((one, other) => one.at - other.at),
		damaged
	};
}

/** Each chord up to the next marker, the last one to the end of the loop. */
export function markedChords(
	markers: readonly ChordMarker[],
	length: Ticks
): readonly MarkedChord[] {
	return markers.flatMap(({ at, symbol }, index) => {
		const to = ticks(Math.min(length, markers[index + 1]?.at ?? length));
		if (symbol === UNPINNED || to <= at) return [];
		return [{ from: at, to, symbol: symbol === NO_CHORD ? null : symbol }];
	});
}
