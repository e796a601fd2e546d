import { beforeAll, describe, expect, test } from 'vitest';
import type { AnswerRequest, ChordSpan, TaskName } from '../../../src/composer/protocol';
import { chordLock } from '../../../src/composer/transformer/locks';
import { TransformerAnswerer } from '../../../src/composer/transformer/transformerAnswerer';
import type { Note } from '../../../src/music/note';
import { ticks } from '../../../src/music/units';
import { note } from '../calls';
import { backends } from '../tfNode';
import { onCurrentBackend } from '../engines/currentBackend';
import { answered, notesOf } from './answers';
import { lineOf } from './prompts';
import { smallModel } from './smallModel';
import { wildModel } from './wildModel';

const model = await smallModel();
const small = new TransformerAnswerer(model, onCurrentBackend);
const wild = new TransformerAnswerer(
	await wildModel({ isHasty: true, context: 120 }),
	onCurrentBackend
);
const C_MAJOR = [0, 2, 4, 5, 7, 9, 11];
const BARS = 5;

const span = (from: number, to: number, pitchClasses: readonly number[]): ChordSpan => ({
	from: ticks(from),
	to: ticks(to),
	pitchClasses
});
/** Two chords a bar, one of them early by a sixteenth and one off the network's grid; then no chord. */
const CHORDS = Array.from({ length: BARS - 1 }, (_, bar) => [
	span(bar * 1920, bar * 1920 + 840, [0, 4, 7]),
	span(bar * 1920 + 840, bar * 1920 + 1447, [5, 9, 0]),
	span(bar * 1920 + 1447, bar * 1920 + 1920, [10, 2])
]).flat();

beforeAll(async () => {
	expect(await backends.use('wasm')).toBe(true);
	await small.load('auto');
	await wild.load('auto');
});

const isOutOfKey = ({ pitch }: Note) => !C_MAJOR.includes(pitch % 12);
/** A note and a chord that does not have it sound together. */
const clashes = ({ start, duration, pitch }: Note) =>
	CHORDS.some(
		({ from, to, pitchClasses }) =>
			start < to && start + duration > from && !pitchClasses.includes(pitch % 12)
	);

const TASKS: readonly TaskName[] = ['answer', 'comp', 'bass'];
/** Four black keys, which mislead from C major and from the chords. */
const call = [61, 63, 66, 68].map((pitch, beat) => note(beat * 480, 480, pitch));

async function answers(answerer: TransformerAnswerer, difference: Partial<AnswerRequest>) {
	const notes: Note[] = [];
	for (const seed of [1, 2]) {
		const answerLength = ticks(BARS * 1920);
		notes.push(...notesOf(await answered(answerer, { call, answerLength, seed, ...difference })));
	}
	return notes;
}

/** Cold and hot answers of all kinds, of which something can be said. */
async function manyAnswers(answerer: TransformerAnswerer, difference: Partial<AnswerRequest>) {
	const notes: Note[] = [];
	for (const task of TASKS) {
		for (const temperature of [0.3, 2]) {
			notes.push(...(await answers(answerer, { task, temperature, ...difference })));
		}
	}
	expect(notes.length).toBeGreaterThan(100);
	return notes;
}

describe.each([
	['the small model', small],
	['a wild network', wild]
])('%s', (_, answerer) => {
	test('plays every note in a locked key', async () => {
		const notes = await manyAnswers(answerer, { keyLock: C_MAJOR });
		expect(notes.filter(isOutOfKey)).toEqual([]);
	});

	test('plays every note in locked chords, for as long as it sounds', async () => {
		const notes = await manyAnswers(answerer, { chordLock: CHORDS });
		expect(notes.filter(clashes)).toEqual([]);
	});

	test('goes astray without a lock', async () => {
		const notes = await answers(answerer, { task: 'answer', temperature: 2 });
		expect(notes.some(isOutOfKey)).toBe(true);
		expect(notes.some(clashes)).toBe(true);
	});
});

describe('a lock', () => {
	test('leaves drums free', async () => {
		const locked = { keyLock: [1], chordLock: [span(0, 480, [3]), span(480, 9600, [5])] };
		const free = await answers(wild, { task: 'drums' });
		expect(free.length).toBeGreaterThan(0);
		expect(await answers(wild, { task: 'drums', ...locked })).toEqual(free);
	});

	test('of a chord goes before one of the key where they share nothing, else both hold', async () => {
		const chordLock = [span(0, 1920, [1, 6]), span(1920, BARS * 1920, [0, 1, 4])];
		const notes = await answers(wild, { keyLock: C_MAJOR, chordLock });
		const astray = notes.filter(({ start, pitch }) =>
			start < 1920 ? ![1, 6].includes(pitch % 12) : ![0, 4].includes(pitch % 12)
		);
		expect(notes.length).toBeGreaterThan(0);
		expect(astray).toEqual([]);
	});
});

describe('a note under a chord lock', () => {
	const line = lineOf(model.vocabulary);
	const lock = chordLock(CHORDS.slice(0, 3), 96);

	test.each([
		['ends where a chord without it begins', 96, 64, 42],
		['is held through a chord that has it', 96, 60, 1447 / 20],
		['ends between two steps where the chord does', 96 + 42, 65, (1447 - 840) / 20],
		['may sound as long as it likes once no chord is left', 2 * 96, 66, Infinity]
	])('%s', (_, onset, symbol, expected) => {
		expect(lock.longest?.(line, onset, symbol)).toBeCloseTo(expected);
	});
});
