import { expect, test } from 'vitest';
import { readLoop } from '../../../src/music/ears/readLoop';
import type { EarNote } from '../../../src/music/ears/heard';
import { COMMON_TIME } from '../../../src/music/metre';

/** C, A minor, F and G, a bar each, strummed in quarters at 100 BPM and 30 ms after the pedal. */
const CHORDS = [
	[48, 52, 55, 60],
	[45, 52, 57, 60],
	[41, 48, 53, 57],
	[43, 50, 55, 59]
];
const BEAT = 0.6;
const LOOP = { seconds: 16 * BEAT, metre: COMMON_TIME };
const strummed: readonly EarNote[] = CHORDS.flatMap((chord, bar) =>
	[0, 1, 2, 3].flatMap((beat) =>
		chord.map((pitch, string) => ({
			onset: 0.03 + (4 * bar + beat) * BEAT + 0.005 * string,
			end: 0.03 + (4 * bar + beat + 0.9) * BEAT,
			pitch,
			strength: 0.8,
			likelihood: 0.9
		}))
	)
);

test('a strummed loop is counted, and its chords and key are told', () => {
	const reading = readLoop(strummed, LOOP)!;
	expect(reading.count).toMatchObject({ bars: 4, isSteady: true });
	expect(reading.count.bpm).toBeCloseTo(100);
	expect(reading.spans.map(({ from, chord }) => [from, chord?.symbol])).toEqual([
		[0, 'C'],
		[1920, 'Am'],
		[3840, 'F'],
		[5760, 'G']
	]);
	expect(reading.key?.name).toBe('C major');
	expect(reading.others.map(({ bars }) => bars)).toContain(2);
});

test('the player may count it otherwise', () => {
	const reading = readLoop(strummed, LOOP, 2)!;
	expect(reading.count.bars).toBe(2);
	expect(reading.length).toBe(2 * 1920);
	expect(reading.spans.map(({ chord }) => chord?.symbol)).toEqual(['C', 'Am', 'F', 'G']);
	expect(readLoop(strummed, LOOP, 100)).toBeNull();
});

test('nothing heard is nothing read', () => {
	expect(readLoop([], LOOP)).toBeNull();
});
