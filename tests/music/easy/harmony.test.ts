import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fits, offerOf, suggestedScale, type Harmony } from '../../../src/music/easy/harmony';
import { tune } from '../notes';
import { anyHarmony, chordTones, scaleOn } from './harmonies';

const C_PENTATONIC = [0, 2, 4, 7, 9];
const fitting = (harmony: Harmony) =>
	Array.from({ length: 12 }, (_, pitchClass) => pitchClass).filter((pitchClass) =>
		fits(pitchClass, harmony)
	);
const between = { isStrong: false };

test.each([
	[
		'chord and scale',
		{ chord: chordTones('E7'), scale: scaleOn(0, 'major') },
		[0, 2, 4, 5, 7, 8, 9, 11]
	],
	['the chord alone', { chord: chordTones('Dm'), scale: null }, [2, 5, 9]],
	['the scale alone', { chord: null, scale: scaleOn(7, 'major') }, [0, 2, 4, 6, 7, 9, 11]],
	['nothing known', { chord: null, scale: null }, C_PENTATONIC],
	['an empty chord', { chord: [], scale: [] }, C_PENTATONIC],
	['a chord of one note, which is too little to play on', { chord: [3], scale: null }, C_PENTATONIC]
])('what fits %s', (_, harmony, expected) => {
	expect(fitting({ ...harmony, ...between })).toEqual(expected);
});

test('what is offered fits, holds the whole chord, and leaves no gap wider than a fifth', () => {
	fc.assert(
		fc.property(anyHarmony, (harmony) => {
			const { has, isChordTone } = offerOf(harmony);
			const offered = has.flatMap((isIn, pitchClass) => (isIn ? [pitchClass] : []));
			for (const pitchClass of offered) expect(fits(pitchClass, harmony)).toBe(true);
			for (const tone of harmony.chord ?? []) expect(has[tone] && isChordTone[tone]).toBe(true);
			offered.forEach((pitchClass, at) => {
				const next = offered[at + 1] ?? offered[0]! + 12;
				expect(next - pitchClass).toBeLessThanOrEqual(7);
			});
		})
	);
});

describe('the scale that a loop suggests is', () => {
	test.each([
		['of C where nothing is played', [], C_PENTATONIC],
		['of C for A alone, which it holds', [69], C_PENTATONIC],
		['pentatonic on F for F and C', [65, 72], [5, 7, 9, 0, 2]],
		['pentatonic near C for F sharp', [66], [2, 4, 6, 9, 11]],
		['of the key where one can be told', [67, 69, 71, 72, 74, 76, 78, 79], scaleOn(7, 'major')]
	])('%s', (_, pitches, expected) => {
		expect(new Set(suggestedScale(tune(...pitches)))).toEqual(new Set(expected));
	});

	test('always playable, whatever is played', () => {
		const pitches = fc.array(fc.integer({ min: 0, max: 127 }), { maxLength: 40 });
		fc.assert(
			fc.property(pitches, (all) => {
				const scale = suggestedScale(tune(...all));
				expect(fitting({ chord: null, scale, ...between })).toEqual(
					scale.toSorted((a, b) => a - b)
				);
			})
		);
	});
});
