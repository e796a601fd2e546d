import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keyOf, pitchClassWeights } from '../../src/music/key';
import { pitch } from '../../src/music/units';
import { note, tune } from './notes';

/** Pitch and length in eighths. */
const GREENSLEEVES = [
	[57, 2],
	[60, 4],
	[62, 2],
	[64, 3],
	[65, 1],
	[64, 2],
	[62, 4],
	[59, 2],
	[55, 3],
	[57, 1],
	[59, 2],
	[60, 4],
	[57, 2],
	[57, 3],
	[56, 1],
	[57, 2],
	[59, 4],
	[56, 2],
	[52, 4]
] as const;

/** Notes of such lengths, one after the other. */
function eighths(line: readonly (readonly [number, number])[]) {
	let at = 0;
	return line.map(([number, count]) => {
		at += count;
		return note((at - count) * 240, count * 240, number);
	});
}

/** Scales up to the octave; tunes as they are sung. */
const KNOWN = [
	['C major scale', 'C major', tune(60, 62, 64, 65, 67, 69, 71, 72)],
	['G major scale', 'G major', tune(55, 57, 59, 60, 62, 64, 66, 67)],
	['Eb major scale', 'Eb major', tune(63, 65, 67, 68, 70, 72, 74, 75)],
	['harmonic minor on A', 'A minor', tune(57, 59, 60, 62, 64, 65, 68, 69)],
	['harmonic minor on C', 'C minor', tune(60, 62, 63, 65, 67, 68, 71, 72)],
	['C major triad', 'C major', tune(60, 64, 67)],
	['D minor triad', 'D minor', tune(62, 65, 69)],
	['Twinkle, twinkle', 'C major', tune(60, 60, 67, 67, 69, 69, 67, 65, 65, 64, 64, 62, 62, 60)],
	['Frère Jacques in F', 'F major', tune(65, 67, 69, 65, 65, 67, 69, 65, 69, 70, 72, 65, 60, 65)],
	['Ode to Joy in D', 'D major', tune(66, 66, 67, 69, 69, 67, 66, 64, 62, 62, 64, 66, 66, 64, 64)],
	['Greensleeves, first lines', 'A minor', eighths(GREENSLEEVES)]
] as const;

describe('the key of', () => {
	test.each(KNOWN)('%s is %s', (_, name, notes) => {
		expect(keyOf(notes)?.name).toBe(name);
	});

	test('a transposed tune is the transposed key', () => {
		const moved = fc.tuple(fc.constantFrom(...KNOWN), fc.integer({ min: -36, max: 36 }));
		fc.assert(
			fc.property(moved, ([[, , notes], semitones]) => {
				const key = keyOf(notes)!;
				const transposed = keyOf(
					notes.map((one) => ({ ...one, pitch: pitch(one.pitch + semitones) }))
				)!;
				expect(transposed.tonic).toBe((key.tonic + semitones + 36) % 12);
				expect(transposed.mode).toBe(key.mode);
				expect(key.name.endsWith(key.mode)).toBe(true);
			})
		);
	});

	test.each([
		['nothing', []],
		['one note', tune(60)],
		['octaves and fifths', tune(36, 43, 48, 55, 60, 67)]
	])('%s cannot be told', (_, notes) => {
		expect(keyOf(notes)).toBeNull();
	});

	test('any three pitch classes can be told, and its scale has its tonic', () => {
		const notes = fc.array(fc.integer({ min: 0, max: 127 }), { minLength: 1, maxLength: 20 });
		fc.assert(
			fc.property(notes, (pitches) => {
				const key = keyOf(tune(...pitches));
				if (key === null) {
					expect(new Set(pitches.map((one) => one % 12)).size).toBeLessThan(3);
					return;
				}
				expect(key.has).toHaveLength(12);
				expect(key.has.filter((belongs) => belongs)).toHaveLength(7);
				expect(key.has[key.tonic]).toBe(true);
			})
		);
	});
});

test.each([
	['C major', [0, 2, 4, 5, 7, 9, 11]],
	['A minor', [0, 2, 4, 5, 7, 9, 11]],
	['Eb major', [0, 2, 3, 5, 7, 8, 10]]
])('the scale of %s is %j', (name, classes) => {
	const notes = KNOWN.find(([, known]) => known === name)![2];
	const { has } = keyOf(notes)!;
	expect(has.flatMap((belongs, index) => (belongs ? [index] : []))).toEqual(classes);
});

test('a pitch class weighs as long as it sounds, in every octave', () => {
	const weights = pitchClassWeights([note(0, 100, 60), note(0, 50, 72), note(9, 7, 11)]);
	expect(weights).toEqual([150, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7]);
});
