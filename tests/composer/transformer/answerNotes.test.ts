import { beforeAll, describe, expect, test } from 'vitest';
import type { PartName, TaskName } from '../../../src/composer/protocol';
import { TransformerAnswerer } from '../../../src/composer/transformer/transformerAnswerer';
import { TASKS } from '../../../src/composer/transformer/vocabulary';
import type { Note } from '../../../src/music/note';
import { ticks } from '../../../src/music/units';
import { backends } from '../tfNode';
import { note } from '../calls';
import { onCurrentBackend } from '../engines/currentBackend';
import { isSeamless, answered, notesOf, type Piece } from './answers';
import { smallModel } from './smallModel';
import { wildModel } from './wildModel';

const model = await smallModel();
const small = new TransformerAnswerer(model, onCurrentBackend);
const wild = new TransformerAnswerer(
	await wildModel({ isHasty: true, context: 120 }),
	onCurrentBackend
);
const drumPitches = model.vocabulary.drumSounds.map(([pitch]) => pitch);

beforeAll(async () => {
	expect(await backends.use('wasm')).toBe(true);
	await small.load('auto');
	await wild.load('auto');
});

/** What is wrong with a note of a bar, if anything. */
function faultOf({ start, duration, pitch, velocity }: Note, bar: Piece, end: number) {
	if (![start, duration].every((length) => Number.isInteger(length))) return 'off the ticks';
	if (start < bar.from || start >= bar.to) return 'outside its bar';
	if (duration < 1 || start + duration > end) return 'of a wrong length';
	if (!Number.isInteger(pitch) || pitch < 0 || pitch > 127) return 'of no pitch';
	return velocity > 0 && velocity <= 1 ? null : 'of no velocity';
}

const faultsOf = (bars: readonly Piece[], end: number) =>
	bars.flatMap((bar) => bar.notes.flatMap((played) => faultOf(played, bar, end) ?? []));

const inOrder = (notes: readonly Note[]) =>
	notes.every(({ start }, index) => index === 0 || start >= notes[index - 1]!.start);

describe.each(TASKS)('the task %s', (task: TaskName) => {
	test('is answered with notes that lie in the answer, in order', async () => {
		let played = 0;
		for (const seed of [1, 2, 3]) {
			const bars = await answered(small, { task, seed, temperature: 1.2 });
			expect(faultsOf(bars, 3840)).toEqual([]);
			expect(inOrder(notesOf(bars))).toBe(true);
			played += notesOf(bars).length;
		}
		expect(played).toBeGreaterThan(0);
	});

	test('keeps even a wild network inside the answer, window after window', async () => {
		const answerLength = ticks(18 * 1920);
		const bars = await answered(wild, { task, answerLength, temperature: 2 });
		expect(isSeamless(bars)).toBe(true);
		expect(bars.at(-1)?.to).toBe(answerLength);
		expect(notesOf(bars).length).toBeGreaterThan(bars.length);
		expect(faultsOf(bars, answerLength)).toEqual([]);
		expect(inOrder(notesOf(bars))).toBe(true);
	});
});

describe('drums', () => {
	const isDrum = ({ pitch }: Note) => drumPitches.includes(pitch);
	const beat = [36, 42, 38, 42].map((pitch, index) => note(index * 480, 240, pitch));
	const callParts = beat.map((): PartName => 'drums');

	test.each([
		['the task asks for them', { task: 'drums' }],
		['the part asks for them', { task: 'complete', part: 'drums' }],
		['the call is of drums', { call: beat, callParts }]
	] as const)('are all that is played where %s', async (_, difference) => {
		const notes = notesOf(await answered(wild, { ...difference, temperature: 2 }));
		expect(notes.length).toBeGreaterThan(0);
		expect(notes.every(isDrum)).toBe(true);
	});

	test('are not what a wild network plays elsewhere', async () => {
		const notes = notesOf(await answered(wild, { call: beat, callParts, task: 'bass' }));
		expect(notes.every(isDrum)).toBe(false);
	});
});
