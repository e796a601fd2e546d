import type { Chord, ChordSpan } from '../harmony/chord';
import { pitchClassWords } from './pitchWords';

/** The same chords, so many semitones higher; they are pitch classes, so an octave changes nothing. */
export function movedChords(spans: readonly ChordSpan[], semitones: number): readonly ChordSpan[] {
	const up = ((semitones % 12) + 12) % 12;
	if (up === 0) return spans;
	return spans.map((span) =>
		span.chord === null ? span : { ...span, chord: movedChord(span.chord, up) }
	);
}

/** `Dm7` or `D/F#`: the root's name, the kind, the bass behind its slash. */
const SYMBOL = /^[A-G][#b]*(?<kind>.*?)(?:\/[A-G][#b]*)?$/;

function movedChord({ symbol, root, bass, pitchClasses }: Chord, up: number): Chord {
	const moved = (pitchClass: number) => (pitchClass + up) % 12;
	const kind = SYMBOL.exec(symbol)?.groups?.kind ?? '';
	const slash = bass === root ? '' : `/${pitchClassWords(moved(bass))}`;
	return {
		symbol: `${pitchClassWords(moved(root))}${kind}${slash}`,
		root: moved(root),
		bass: moved(bass),
		pitchClasses: pitchClasses.map(moved)
	};
}
