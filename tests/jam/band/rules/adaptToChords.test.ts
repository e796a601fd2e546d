import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adaptToChords } from '../../../../src/jam/band/rules/adaptToChords';
import { note } from '../../../music/notes';
import { anyScene, spansOf } from './scenes';

test('what is on a beat or long moves to the nearest chord tone, the rest stays', () => {
	const before = [note(0, 240, 61), note(240, 240, 61), note(600, 900, 61), note(1950, 120, 66)];
	const after = adaptToChords(before, spansOf(['C', 1920], ['Am', 1920]));
	expect(after.map(({ pitch }) => pitch)).toEqual([60, 61, 60, 64]);
	expect(after.map(({ start, duration }) => [start, duration])).toEqual(
		before.map(({ start, duration }) => [start, duration])
	);
});

test('in 6/8 the beats are dotted quarters', () => {
	const before = [note(480, 100, 61), note(720, 100, 61)];
	const spans = spansOf(['C', 1440]);
	const pitches = adaptToChords(before, spans, { beats: 6, unit: 8 }).map(({ pitch }) => pitch);
	expect(pitches).toEqual([61, 60]);
});

test('voices of one chord do not fall together', () => {
	const before = [note(0, 960, 60), note(0, 960, 63), note(0, 960, 66)];
	const after = adaptToChords(before, spansOf(['C', 1920])).map(({ pitch }) => pitch);
	expect(new Set(after).size).toBe(3);
});

test('nothing moves by more than a tritone, and a second time it all stays', () => {
	fc.assert(
		fc.property(anyScene, ({ melody, spans, metre }) => {
			const once = adaptToChords(melody, spans, metre);
			once.forEach(({ pitch }, index) => {
				expect(Math.abs(pitch - melody[index]!.pitch)).toBeLessThanOrEqual(6);
			});
			const starts = new Set(melody.map(({ start }) => start));
			if (starts.size === melody.length) expect(adaptToChords(once, spans, metre)).toEqual(once);
		})
	);
});

test('without chords every note stays', () => {
	const before = [note(0, 480, 61), note(480, 480, 66)];
	expect(adaptToChords(before, spansOf([null, 1920]))).toEqual(before);
});
