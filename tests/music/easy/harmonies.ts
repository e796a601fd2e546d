import fc from 'fast-check';
import { chordOf } from '../../../src/music/harmony/chord';
import type { Harmony } from '../../../src/music/easy/harmony';

const ROOTS = ['C', 'Db', 'D', 'Eb', 'E', 'F', 'Gb', 'G', 'Ab', 'A', 'Bb', 'B'] as const;
const KINDS = ['', 'm', '7', 'm7', 'maj7', 'sus4', 'dim', 'm7b5', 'aug', '6', '9', '5'] as const;
const SCALES = {
	major: [0, 2, 4, 5, 7, 9, 11],
	minor: [0, 2, 3, 5, 7, 8, 10],
	pentatonic: [0, 2, 4, 7, 9],
	blues: [0, 3, 5, 6, 7, 10]
} as const;

export const chordTones = (symbol: string) => chordOf(symbol)!.pitchClasses;

export const scaleOn = (tonic: number, name: keyof typeof SCALES) =>
	SCALES[name].map((step) => (step + tonic) % 12);

const chord = fc
	.tuple(fc.constantFrom(...ROOTS), fc.constantFrom(...KINDS))
	.map(([root, kind]) => chordTones(root + kind));

const scale = fc
	.tuple(fc.integer({ min: 0, max: 11 }), fc.constantFrom('major', 'minor', 'pentatonic', 'blues'))
	.map(([tonic, name]) => scaleOn(tonic, name));

/** Chords and scales that need not go together, on beats and between them; any of them may be missing. */
export const anyHarmony: fc.Arbitrary<Harmony> = fc.record({
	chord: fc.option(chord, { freq: 4 }),
	scale: fc.option(scale, { freq: 4 }),
	isStrong: fc.boolean()
});
