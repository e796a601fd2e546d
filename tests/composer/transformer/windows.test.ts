import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnswerRequest } from '../../../src/composer/protocol';
import { isAccompaniment, jobOf, type Job } from '../../../src/composer/transformer/job';
import { DRUMS, PARTS, TASKS } from '../../../src/composer/transformer/vocabulary';
import { windowOf, type Window } from '../../../src/composer/transformer/windows';
import { barLength } from '../../../src/music/metre';
import { ticks } from '../../../src/music/units';
import { note, requestOf } from '../calls';
import { stepNote } from './prompts';
import { smallModel } from './smallModel';

const { vocabulary, config } = await smallModel();
/** Room that is left for an answer, and for the two beginnings. */
const EVENTS_FOR_ANSWER = 96;
const MOST_IN_PROMPT = config.context - EVENTS_FOR_ANSWER - 2;
const LONGEST_WINDOW = 16;

/** All windows that an answer is made in, when each bar of it gets a note. */
function windowsOf(job: Job): Window[] {
	const windows: Window[] = [];
	const made = Array.from({ length: job.answerBars }, (_, bar) =>
		stepNote((job.answerBar + bar) * job.barSteps, job.part === DRUMS ? 128 : 60, {
			part: job.part
		})
	);
	for (let done = 0; done < job.answerBars; done += windows.at(-1)!.answerBars) {
		windows.push(windowOf(job, done, made.slice(0, done), config));
	}
	return windows;
}

/** Requests long and short, dense and empty, live and not, of calls that go on beside the answer or not. */
const jobs = fc
	.record({
		task: fc.constantFrom(...TASKS),
		metre: fc.constantFrom({ beats: 4, unit: 4 }, { beats: 7, unit: 8 }, { beats: 11, unit: 8 }),
		callBars: fc.nat({ max: 70 }),
		answerBars: fc.integer({ min: 1, max: 70 }),
		notesInBar: fc.constantFrom(0, 1, 7, 60, 400),
		isAhead: fc.boolean(),
		heardBars: fc.option(fc.nat({ max: 70 })),
		pickup: fc.nat({ max: 2 }),
		parts: fc.constantFrom(1, 2, PARTS.length)
	})
	.map(({ callBars, answerBars, notesInBar, isAhead, heardBars, pickup, parts, ...asked }) => {
		const bar = barLength(asked.metre);
		const count = Math.min(callBars * notesInBar, 6000);
		const request: Partial<AnswerRequest> = {
			...asked,
			call: Array.from({ length: count }, (_, index) =>
				note(Math.floor((index / notesInBar - pickup) * bar), 3 * bar, 36 + (index % 50))
			),
			callParts: Array.from({ length: count }, (_, index) => PARTS[index % parts]!),
			callLength: ticks(Math.ceil(callBars / (isAhead ? 2 : 1)) * bar),
			answerLength: ticks(answerBars * bar),
			...(heardBars !== null && { heardLength: ticks(heardBars * bar) })
		};
		return jobOf(requestOf(request), vocabulary);
	});

const holds = (law: (window: Window, job: Job, done: number) => void) => {
	fc.assert(
		fc.property(jobs, (job) => {
			let done = 0;
			for (const window of windowsOf(job)) {
				law(window, job, done);
				done += window.answerBars;
			}
			expect(done).toBe(job.answerBars);
		}),
		{ numRuns: 60 }
	);
};

describe('a window', () => {
	test('goes on with the answer where the last one left it, a bar or more', () => {
		holds(({ prompt, origin, answerBars }, job, done) => {
			expect(answerBars).toBeGreaterThanOrEqual(1);
			expect(origin / job.barSteps + prompt.answerBar).toBe(job.answerBar + done);
			expect(prompt.answerBar + answerBars).toBe(prompt.bars);
		});
	});

	test('is no longer than the networks know, and leaves room for the answer', () => {
		holds(({ prompt }) => {
			expect(prompt.bars).toBeLessThanOrEqual(LONGEST_WINDOW);
			expect(prompt.call.length).toBeLessThanOrEqual(MOST_IN_PROMPT);
		});
	});

	test('holds notes inside it, in order, and none that is not heard', () => {
		holds(({ prompt }) => {
			const end = Math.max(prompt.answerBar, prompt.heardBars) * prompt.barSteps;
			let last = 0;
			for (const { onset, duration } of prompt.call) {
				expect(onset).toBeGreaterThanOrEqual(last);
				expect(onset + duration).toBeLessThanOrEqual(end);
				last = onset;
			}
		});
	});

	test('hears the bar before it where a line goes on', () => {
		holds(({ prompt }, job, done) => {
			if (isAccompaniment(job.task) || done === 0) return;
			const before = (prompt.answerBar - 1) * prompt.barSteps;
			const isMade = ({ onset, part }: { onset: number; part: number }) =>
				onset === before && part === job.part;
			expect(prompt.call.some(isMade)).toBe(true);
		});
	});
});

describe('a call', () => {
	const BAR = 1920;
	const windowFor = (difference: Partial<AnswerRequest>) => {
		const job = jobOf(requestOf(difference), vocabulary);
		return windowOf(job, 0, [], config).prompt;
	};
	const filled = (bars: number, inBar: number) =>
		Array.from({ length: bars * inBar }, (_, index) =>
			note(Math.floor(index / inBar) * BAR + (index % inBar) * Math.floor(1900 / inBar), 10, 60)
		);

	test('of 64 bars is heard by its end', () => {
		const { bars, answerBar, call } = windowFor({
			call: filled(64, 1),
			callLength: ticks(64 * BAR)
		});
		expect([bars, answerBar]).toEqual([16, 14]);
		expect(call.map(({ onset }) => onset)).toEqual(
			Array.from({ length: 14 }, (_, bar) => bar * 96)
		);
	});

	test('of 200 notes a bar is heard for as many bars as there is room for', () => {
		const { answerBar, call } = windowFor({ call: filled(8, 200), callLength: ticks(8 * BAR) });
		expect(answerBar).toBe(2);
		expect(call).toHaveLength(400);
	});

	test('of one bar that is too full is heard by its last notes', () => {
		const call = filled(1, 600);
		const prompt = windowFor({ call });
		const { call: whole } = jobOf(requestOf({ call }), vocabulary);
		expect(prompt.answerBar).toBe(1);
		expect(prompt.call).toEqual(whole.slice(-MOST_IN_PROMPT));
	});

	test('that a full band goes on beside is heard to its end, and the band from there on', () => {
		const band = filled(8, 60).map((played) => ({ ...played, start: ticks(played.start + BAR) }));
		const prompt = windowFor({
			call: [...filled(1, 4), ...band],
			callParts: Array.from({ length: 4 + band.length }, (_, index) =>
				index < 4 ? 'melody' : 'comp'
			),
			part: 'melody',
			answerLength: ticks(8 * BAR)
		});
		expect(prompt.answerBar).toBe(1);
		expect(prompt.call.slice(0, 5).map(({ part }) => PARTS[part])).toEqual([
			...['melody', 'melody', 'melody', 'melody'],
			'comp'
		]);
		expect(prompt.call[4]?.onset).toBe(96);
	});

	test('that is accompanied live is heard no further than it was played', () => {
		const live = windowFor({
			task: 'comp',
			call: filled(4, 2),
			callLength: ticks(4 * BAR),
			heardLength: ticks(BAR),
			answerLength: ticks(4 * BAR)
		});
		expect([live.bars, live.heardBars]).toEqual([4, 1]);
		expect(live.call).toHaveLength(2);
	});
});
