import { expect, test } from 'vitest';
import { COMMON_TIME } from '../../../src/music/metre';
import { ticks } from '../../../src/music/units';
import { spansOf } from '../../jam/band/rules/scenes';
import { note } from '../../music/notes';
import {
	clashingPairs,
	obeyingShare,
	rootsAtChanges,
	timeAbove,
	timeAboveInRests,
	varietyOf
} from './listening';

const BAR = 1920;
const frame = {
	metre: COMMON_TIME,
	length: ticks(2 * BAR),
	spans: spansOf(['C', BAR], ['G', BAR])
};

test('roots count where the chord changes and the bass begins a note', () => {
	expect(rootsAtChanges([note(0, 400, 36), note(BAR - 30, 400, 45)], frame)).toEqual({
		hits: 1,
		of: 2
	});
	expect(rootsAtChanges([note(480, 400, 36)], frame).of).toBe(0);
	expect(rootsAtChanges([note(0, 400, 36)], { ...frame, spans: spansOf(['C', 2 * BAR]) }).of).toBe(
		0
	);
});

test('who obeys plays tones of the chord where a strong beat is, a little early or late', () => {
	const notes = [
		note(0, 100, 64),
		note(480, 100, 61),
		note(1000, 100, 61),
		note(BAR - 40, 100, 62)
	];
	expect(obeyingShare(notes, frame)).toEqual({ hits: 2, of: 3 });
});

test('above the melody is what sounds over its highest note, while it sounds', () => {
	const melody = [note(0, 960, 67), note(0, 960, 60)];
	expect(timeAbove([note(0, 1920, 72)], melody)).toEqual({ hits: 8, of: 8 });
	expect(timeAbove([note(480, 480, 67)], melody)).toEqual({ hits: 0, of: 4 });
});

test('in its rests the melody reaches as high as in their bar, or else as anywhere', () => {
	const melody = [note(0, 960, 67), note(480, 480, 60), note(4 * BAR, 480, 72)];
	const above = (...notes: Parameters<typeof note>) =>
		timeAboveInRests([note(...notes)], melody, frame);
	expect(above(0, BAR, 68)).toEqual({ hits: 8, of: 8 });
	expect(above(960, 960, 67)).toEqual({ hits: 0, of: 8 });
	expect(above(BAR, 960, 72)).toEqual({ hits: 0, of: 8 });
	expect(above(BAR, 960, 73)).toEqual({ hits: 8, of: 8 });
	expect(timeAboveInRests([note(0, 960, 72)], [], frame).of).toBe(0);
});

test('clashes are told by the two who clash', () => {
	const voices = {
		melody: [note(0, 480, 65)],
		keys: [note(0, 480, 64), note(0, 480, 66)],
		bass: [note(0, 480, 41)]
	};
	expect(clashingPairs(voices, frame)).toEqual(
		new Map([
			['bass – keys', 2],
			['keys – melody', 2]
		])
	);
});

test('variety is how many patterns of four differ', () => {
	const scale = [0, 2, 4, 5, 7].map((step, at) => note(at * 480, 480, 60 + step));
	const same = [0, 1, 2, 3, 4].map((at) => note(at * 480, 480, 60));
	expect(varietyOf([scale]).pitch).toEqual({ hits: 2, of: 2 });
	expect(varietyOf([scale]).rhythm).toEqual({ hits: 1, of: 2 });
	expect(varietyOf([same, same]).pitch).toEqual({ hits: 1, of: 4 });
	expect(varietyOf([[note(0, 480, 60)]]).pitch).toEqual({ hits: 0, of: 0 });
});
