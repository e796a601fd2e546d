import { beforeAll, describe, expect, test } from 'vitest';
import type { AnswerRequest, PartName } from '../../../src/composer/protocol';
import { TransformerAnswerer } from '../../../src/composer/transformer/transformerAnswerer';
import { barLength } from '../../../src/music/metre';
import type { Note } from '../../../src/music/note';
import { ticks, type Pitch } from '../../../src/music/units';
import { note, requestOf } from '../calls';
import { backends } from '../tfNode';
import { onCurrentBackend } from '../engines/currentBackend';
import { isSeamless, answered, notesOf } from './answers';
import { smallModel } from './smallModel';
import { wildModel } from './wildModel';

const BAR = 1920;
const small = new TransformerAnswerer(await smallModel(), onCurrentBackend);
const wild = new TransformerAnswerer(await wildModel({ isHasty: true }), onCurrentBackend);

beforeAll(async () => {
	expect(await backends.use('wasm')).toBe(true);
	await small.load('auto');
	await wild.load('auto');
});

const cloud = (bars: number, inBar: number) =>
	Array.from({ length: bars * inBar }, (_, index) =>
		note(Math.floor((index * BAR) / inBar), 60, 48 + ((index * 7) % 36))
	);
const unheardOf = [-5, 128, 200, 60.5].map((number, beat) => ({
	...note(beat * 480, 480, 60),
	pitch: number as Pitch
}));
const inMetre = (beats: number, unit: number, bars = 2): Partial<AnswerRequest> => {
	const bar = barLength({ beats, unit });
	return { metre: { beats, unit }, callLength: bar, answerLength: ticks(bars * bar) };
};
const drums = (pitches: readonly number[]): Partial<AnswerRequest> => ({
	call: pitches.map((pitch, beat) => note(beat * 480, 240, pitch)),
	callParts: pitches.map((): PartName => 'drums')
});

const ODD: Readonly<Record<string, Partial<AnswerRequest>>> = {
	'is empty': { call: [] },
	'is empty and of no length': { call: [], callLength: ticks(0) },
	'is empty and to be accompanied': { call: [], callLength: ticks(0), task: 'comp' },
	'has 200 notes in each of two bars': { call: cloud(2, 200), callLength: ticks(2 * BAR) },
	'has 200 notes in each of two bars, to be accompanied': {
		call: cloud(2, 200),
		callLength: ticks(2 * BAR),
		task: 'bass'
	},
	'has a chord of 88 notes': {
		call: Array.from({ length: 88 }, (_, key) => note(0, 480, 21 + key))
	},
	'has 64 bars': { call: cloud(64, 4), callLength: ticks(64 * BAR) },
	'begins many bars before its first': { call: [note(-9 * BAR - 7, 480, 60), note(0, 480, 62)] },
	'has pitches that there are not': { call: unheardOf },
	'has velocities out of range': {
		call: cloud(1, 8).map((played, index) => ({ ...played, velocity: (index - 4) as never }))
	},
	'has notes that never end': { call: [note(0, 1e9, 60)], task: 'comp' },
	'has notes after its end': { call: [note(99 * BAR, 480, 60)] },
	'is all drums': drums([36, 42, 38, 42]),
	'is all drums, to be harmonised': { ...drums([36, 42, 38, 42]), task: 'harmonise' },
	'is of drums that have no sound': drums([1, 2, 3, 4]),
	'is in 5/4': inMetre(5, 4),
	'is in 7/8': inMetre(7, 8),
	'is in 11/8, which no network learned': inMetre(11, 8),
	'is in 1/32': inMetre(1, 32, 12),
	'is not heard yet': { task: 'comp', heardLength: ticks(0) },
	'is heard before it began': { task: 'comp', heardLength: ticks(-BAR) },
	'is asked for with no heat': { task: 'comp', temperature: 0 },
	'is asked for with too much heat': { task: 'comp', temperature: 99 },
	'is locked in no key': { keyLock: [] },
	'is locked in pitch classes that there are not': { keyLock: [12, -1] }
};

const isSound = ({ start, duration, pitch, velocity }: Note) =>
	[start, duration, pitch, velocity].every((number) => Number.isFinite(number)) && duration > 0;

describe.each([
	['the small model', small],
	['a wild network', wild]
])('%s', (_, answerer) => {
	test.each(Object.entries(ODD))('answers a call that %s', async (_name, difference) => {
		const { answerLength } = requestOf(difference);
		const bars = await answered(answerer, difference);
		expect(isSeamless(bars)).toBe(true);
		expect(bars.at(-1)?.to).toBe(answerLength);
		expect(notesOf(bars).every(isSound)).toBe(true);
	});

	test('says nothing when nothing is asked for', async () => {
		expect(await answered(answerer, { answerLength: ticks(0) })).toEqual([]);
		expect(await answered(answerer, { answerLength: ticks(-BAR) })).toEqual([]);
		expect(await answered(answerer, { candidates: 0 })).toEqual([]);
	});

	test('gives a reason for what it cannot answer', async () => {
		const wrong: Partial<AnswerRequest>[] = [
			{ metre: { beats: 17, unit: 8 } },
			{ temperature: NaN },
			{ answerLength: ticks(Infinity) },
			{ controls: { style: 'polka' } },
			{ controls: { density: { class: 99 } } }
		];
		for (const difference of wrong) {
			await expect(answered(answerer, difference)).rejects.toMatchObject({
				name: 'ComposerError',
				reason: 'broken'
			});
		}
	});
});

test('an answer of 64 bars is whole, long though it is', async () => {
	const bars = await answered(wild, { task: 'drums', answerLength: ticks(64 * BAR) });
	expect(isSeamless(bars)).toBe(true);
	expect(bars.at(-1)?.to).toBe(64 * BAR);
});

test('a bar is made of no more notes than there is time for', async () => {
	for (const bar of await answered(wild, { answerLength: ticks(16 * BAR), temperature: 2 })) {
		expect(bar.notes.length).toBeLessThanOrEqual(64);
	}
});
