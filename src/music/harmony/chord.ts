import { Chord as TonalChord, Note as TonalNote } from 'tonal';
import type { Ticks } from '../units';

/** A chord as far as pitch classes go. */
export interface Chord {
	/** As players write it: `Dm7`, `C/G`. */
	readonly symbol: string;
	/** Pitch class of the root, 0–11. */
	readonly root: number;
	/** Pitch class of the lowest note: the root's, unless the symbol has a slash. */
	readonly bass: number;
	/** Pitch classes, the root first. */
	readonly pitchClasses: readonly number[];
}

/** As players write that no chord sounds. */
export const NO_CHORD = 'N.C.';

/** What sounds over [from, to), counted from the loop's start; null where there is no chord. */
export interface ChordSpan {
	readonly from: Ticks;
	readonly to: Ticks;
	readonly chord: Chord | null;
	/** The player typed or pinned it: everybody obeys it, and nobody's ear changes it. */
	readonly isPinned: boolean;
}

/** The chord that a symbol such as `F#m7b5` or `C/E` means; null for what is no chord. */
export function chordOf(symbol: string): Chord | null {
	const { empty, tonic, bass, notes } = TonalChord.get(symbol.trim());
	// A type without a root, such as `m7`, is not empty.
	if (empty || tonic === null || tonic === '') return null;
	const root = TonalNote.chroma(tonic);
	const pitchClasses = [...new Set([root, ...notes.map((note) => TonalNote.chroma(note))])];
	const lowest = bass === '' ? root : TonalNote.chroma(bass);
	return { symbol: symbol.trim(), root, bass: lowest, pitchClasses };
}

/** The chord that sounds at a position of the loop; null where there is none. */
export const chordAt = (spans: readonly ChordSpan[], position: Ticks): Chord | null =>
	spans.find(({ from, to }) => position >= from && position < to)?.chord ?? null;
