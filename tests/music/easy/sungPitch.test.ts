import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fits, type Harmony } from '../../../src/music/easy/harmony';
import { sungPitch } from '../../../src/music/easy/sungPitch';
import { pitch } from '../../../src/music/units';

const C_MAJOR: Harmony = { chord: [0, 4, 7], scale: [0, 2, 4, 5, 7, 9, 11], isStrong: true };

test.each([
	[60, null, 60],
	[62, null, 62],
	// Between two scale notes: the chord tone.
	[61, null, 60],
	[63, null, 64],
	[66, null, 67],
	// Neither is one: where the voice came from.
	[70, 60, 69],
	[70, 76, 71]
])('over C major %i, come from %s, sounds as %i', (sung, before, sounds) => {
	const from = before === null ? null : pitch(before);
	expect(sungPitch(pitch(sung), from, C_MAJOR)).toBe(sounds);
});

const classes = fc.uniqueArray(fc.integer({ min: 0, max: 11 }), { minLength: 3, maxLength: 8 });
const harmonies = fc.record({
	chord: fc.option(classes),
	scale: fc.option(classes),
	isStrong: fc.boolean()
});
const pitches = fc.integer({ min: 12, max: 115 });

test('whatever is sung sounds as a pitch that fits, less than an octave away', () => {
	fc.assert(
		fc.property(pitches, fc.option(pitches), harmonies, (sung, before, harmony) => {
			const from = before === null ? null : pitch(before);
			const sounds = sungPitch(pitch(sung), from, harmony);
			expect(fits(sounds, harmony)).toBe(true);
			expect(Math.abs(sounds - sung)).toBeLessThan(12);
		}),
		{ numRuns: 3000 }
	);
});
