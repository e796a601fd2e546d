import { describe, expect, test } from 'vitest';
import { readExcerpts, barStepsOf, stepNoteOf } from './excerpts';
import { agreement, pooledRatio } from './frames';

const BAR = 96;
const [C, E, G, KICK] = [60, 64, 67, 128];
const note = (onset: number, duration: number, symbol: number) => ({ onset, duration, symbol });
const triad = [C, E, G].map((pitch) => note(0, 48, pitch));

describe('a melody in its accompaniment', () => {
	test.each([
		['a chord tone fits and another does not', [note(0, 24, 72), note(24, 24, 74)], 4, 8],
		['where the accompaniment is silent nothing counts', [note(0, 96, 76)], 8, 8],
		['of two at once the highest counts', [note(0, 48, 72), note(0, 48, 74)], 0, 8],
		['ends go to the nearest 16th, and none is shorter', [note(2, 1, 72), note(21, 8, 72)], 2, 2],
		['drums do not count', [note(0, 48, KICK)], 0, 0]
	])('%s', (_law, melody, hits, heard) => {
		expect(agreement(melody, triad, BAR)).toEqual({ hits, heard });
	});

	test('is counted as Python counts it', () => {
		for (const excerpt of readExcerpts().excerpts) {
			if (excerpt.frames === undefined) continue;
			const [hits, heard] = excerpt.frames;
			const length = excerpt.bars * barStepsOf(excerpt);
			const [call, answer] = [excerpt.call.map(stepNoteOf), excerpt.answer.map(stepNoteOf)];
			expect(agreement(call, answer, length)).toEqual({ hits, heard });
		}
	});

	test('is pooled over frames and not over windows', () => {
		const counts = [
			{ hits: 1, heard: 1 },
			{ hits: 0, heard: 3 }
		];
		expect(pooledRatio(counts)).toBe(0.25);
	});
});
