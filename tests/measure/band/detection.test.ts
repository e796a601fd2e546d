import { expect, test } from 'vitest';
import { ticks } from '../../../src/music/units';
import { spansOf } from '../../jam/band/rules/scenes';
import { detectionOf, keyScore, majminShare } from './detection';

const known = spansOf(['C', 1920], ['Am7', 960], ['Gsus4', 480], ['Bdim', 480]);

test('root and third must be right, for as long as they are known', () => {
	expect(majminShare(known, spansOf(['Cmaj7', 1440], ['Am', 1440], ['G', 960]))).toEqual({
		hits: 2400,
		of: 2880
	});
	expect(majminShare(known, [])).toEqual({ hits: 0, of: 2880 });
});

test('keys are right however they are spelt, and relative ones are wrong', () => {
	const piece = {
		set: 'a',
		metre: { beats: 4, unit: 4 },
		length: ticks(3840),
		notes: [],
		accompaniment: []
	};
	const pieces = ['Db major', 'A minor', 'C major'].map((key) => ({ ...piece, spans: known, key }));
	const found = ['C# major', 'C major', null].map((key) => ({ spans: known, key }));
	expect(detectionOf(pieces, found)).toEqual({ chordsRight: { a: 1, all: 1 }, keyRight: 0.333 });
});

test('a key that is near is worth something', () => {
	const found = ['Db major', 'Ab major', 'F# major', 'Bb minor', 'C# minor', 'D major', null];
	expect(found.map((key) => keyScore('C# major', key))).toEqual([1, 0.5, 0.5, 0.3, 0.2, 0, 0]);
	expect(keyScore('A minor', 'C major')).toBe(0.3);
});
