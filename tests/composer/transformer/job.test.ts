import { describe, expect, test } from 'vitest';
import type { AnswerRequest, PartName, TaskName } from '../../../src/composer/protocol';
import { jobOf } from '../../../src/composer/transformer/job';
import { DRUMS, PARTS, PITCHES } from '../../../src/composer/transformer/vocabulary';
import { ticks, type Pitch } from '../../../src/music/units';
import { note, requestOf } from '../calls';
import { smallModel } from './smallModel';

const { vocabulary } = await smallModel();
const BAR = 1920;
const jobFor = (difference: Partial<AnswerRequest> = {}) =>
	jobOf(requestOf(difference), vocabulary);
const onsetsFor = (difference: Partial<AnswerRequest>) =>
	jobFor(difference).call.map(({ onset }) => onset);
const partFor = (difference: Partial<AnswerRequest>) => PARTS[jobFor(difference).part];
const times = <Item>(count: number, item: Item) => Array.from({ length: count }, () => item);

describe('the task', () => {
	test('is to answer where the answer is as long as the call, else to continue', () => {
		expect(jobFor({ answerLength: ticks(BAR) }).task).toBe('answer');
		expect(jobFor({ answerLength: ticks(2 * BAR) }).task).toBe('continue');
	});

	test.each<[TaskName, PartName]>([
		['harmonise', 'harmony'],
		['comp', 'comp'],
		['bass', 'bass'],
		['lead', 'lead'],
		['drums', 'drums'],
		['complete', 'harmony'],
		['continue', 'melody'],
		['answer', 'melody']
	])('%s writes %s', (task, part) => {
		expect(partFor({ task })).toBe(part);
	});

	test('writes the part that is asked for, whatever else it would', () => {
		for (const part of PARTS) expect(partFor({ task: 'bass', part })).toBe(part);
	});

	test('goes on in the part of most notes of the call', () => {
		expect(partFor({ callParts: ['melody', 'bass', 'bass', 'lead'] })).toBe('bass');
		expect(partFor({ call: [] })).toBe('melody');
	});

	test('begins after a call that goes on, and with one that it accompanies', () => {
		const callLength = ticks(3 * BAR);
		expect(jobFor({ task: 'continue', callLength }).answerBar).toBe(3);
		expect(jobFor({ task: 'comp', callLength }).answerBar).toBe(0);
	});
});

describe('a pickup', () => {
	const call = [note(-960, 480, 60), note(0, 480, 62)];

	test('gets a bar of its own before a line that goes on', () => {
		expect(onsetsFor({ call })).toEqual([48, 96]);
		expect(jobFor({ call })).toMatchObject({ callBars: 2, answerBar: 2 });
	});

	test('gets as many as it is long', () => {
		const long = [note(-BAR - 20, 480, 60), ...call];
		expect(onsetsFor({ call: long })).toEqual([95, 144, 192]);
	});

	test('of a 32nd or less was meant for the bar line', () => {
		expect(onsetsFor({ call: [note(-60, 480, 60)] })).toEqual([0]);
		expect(onsetsFor({ call: [note(-80, 480, 60)] })).toEqual([92]);
	});

	test('is left out before an accompaniment', () => {
		expect(onsetsFor({ call, task: 'bass' })).toEqual([0]);
	});
});

describe('the call', () => {
	test('is in order, whatever order it comes in', () => {
		const call = [note(960, 480, 60), note(0, 480, 67), note(0, 480, 60)];
		expect(jobFor({ call }).call.map(({ onset, symbol }) => [onset, symbol])).toEqual([
			[0, 60],
			[0, 67],
			[48, 60]
		]);
	});

	test('lies on the nearest steps, each note a step long at least', () => {
		const call = [note(9, 3, 60), note(491, 31, 62)];
		expect(jobFor({ call }).call).toMatchObject([
			{ onset: 0, duration: 1 },
			{ onset: 25, duration: 2 }
		]);
	});

	test('does not reach into its answer by a late note', () => {
		expect(onsetsFor({ call: [note(BAR - 5, 480, 60)] })).toEqual([95]);
	});

	test('is without pitches that there are not, and drums without a sound', () => {
		const call = [-1, 128, 300, 60.5, 64].map((number) => ({
			...note(0, 480, 60),
			pitch: number as Pitch
		}));
		expect(jobFor({ call }).call.map(({ symbol }) => symbol)).toEqual([64]);
		const callParts = times(5, 'drums' as const);
		const drums = [36, 3, 42, 127, 38].map((pitch, beat) => note(beat * 240, 240, pitch));
		const heard = jobFor({ call: drums, callParts }).call;
		expect(heard).toHaveLength(3);
		expect(heard.every(({ symbol, part }) => symbol >= PITCHES && part === DRUMS)).toBe(true);
	});

	test('has dynamics once it has five velocities, and none before', () => {
		const played = (strengths: readonly number[]) =>
			jobFor({
				call: strengths.map((strength, beat) => note(beat * 240, 240, 60, strength))
			}).call.map(({ velocity }) => velocity);
		expect(played([0, 0.25, 0.5, 1])).toEqual([0, 0, 0, 0]);
		expect(played([0, 0.25, 0.5, 0.75, 1])).toEqual([1, 3, 5, 6, 8]);
	});

	test('goes on in other parts beside the answer, and no further', () => {
		const call = [note(0, 480, 60), note(BAR, 480, 62), note(BAR, 480, 40), note(3 * BAR, 480, 41)];
		const callParts = ['melody', 'melody', 'bass', 'bass'] as const;
		const job = jobFor({ call, callParts, part: 'melody', answerLength: ticks(2 * BAR) });
		expect(job.call.map(({ symbol }) => symbol)).toEqual([60, 40]);
		expect(job.heardBars).toBe(3);
	});
});

describe('what is heard', () => {
	const heard = (heardLength: number, difference: Partial<AnswerRequest> = {}) =>
		jobFor({
			task: 'comp',
			callLength: ticks(4 * BAR),
			answerLength: ticks(4 * BAR),
			heardLength: ticks(heardLength),
			...difference
		}).heardBars;

	test('is counted in whole bars', () => {
		expect([0, BAR - 1, BAR, 2.5 * BAR, 9 * BAR].map((length) => heard(length))).toEqual([
			0, 0, 1, 2, 4
		]);
	});

	test('is all of it unless said otherwise', () => {
		expect(jobFor({ task: 'comp', callLength: ticks(2 * BAR) }).heardBars).toBe(2);
	});

	test('is the whole call where a line goes on', () => {
		expect(heard(0, { task: 'continue' })).toBe(4);
	});
});

describe('the metre', () => {
	test.each([
		[5, 4, 120],
		[7, 8, 84],
		[6, 8, 72],
		[4, 2, 192]
	])('%d/%d is known, of %d steps', (beats, unit, barSteps) => {
		const job = jobFor({ metre: { beats, unit } });
		expect(job.barSteps).toBe(barSteps);
		expect(vocabulary.metres[job.metre]).toEqual([beats, unit]);
	});

	test.each([
		[11, 8, 132],
		[3, 16, 18],
		[1, 96, 1]
	])('%d/%d is counted though it is not listed', (beats, unit, barSteps) => {
		const job = jobFor({ metre: { beats, unit } });
		expect(job).toMatchObject({ barSteps, metre: vocabulary.metres.length });
	});

	test.each([
		[17, 8],
		[7, 64],
		[0, 4],
		[4, 0],
		[NaN, 4]
	])('%d/%d is refused', (beats, unit) => {
		expect(() => jobFor({ metre: { beats, unit } })).toThrow(
			expect.objectContaining({ name: 'ComposerError', reason: 'broken' })
		);
	});
});

test.each([
	['callLength', { callLength: ticks(NaN) }],
	['answerLength', { answerLength: ticks(Infinity) }],
	['temperature', { temperature: NaN }],
	['start', { call: [note(NaN, 480, 60)] }],
	['start', { call: [note(-Infinity, 480, 60)] }],
	['duration', { call: [note(0, NaN, 60)] }],
	['velocity', { call: [note(0, 480, 60, NaN)] }]
])('a %s that is no number is refused', (_, difference) => {
	expect(() => jobFor(difference)).toThrow(
		expect.objectContaining({ name: 'ComposerError', reason: 'broken' })
	);
});

test('an answer has as many whole bars as are nearest to what is asked, or none', () => {
	const bars = [-BAR, 0, 900, 1000, 64 * BAR].map(
		(answerLength) => jobFor({ answerLength: ticks(answerLength) }).answerBars
	);
	expect(bars).toEqual([0, 0, 0, 1, 64]);
});
