import { expect, test } from 'vitest';
import { weightBytesOf } from './limit';
import { resultOf, treeOf } from './result';
import type { Place } from './rungs';
import type { PlaceSamples } from './samples';
import { figuresTable } from './tables';

/** An answer of so many notes and steps in a second. */
function samplesOf(place: Place, notes: number, steps = notes, isRandom = false): PlaceSamples {
	const made = [{ notes, steps, ms: 1000, dispatches: 0, readbacks: 0 }];
	return {
		place,
		isRandom,
		isSoftware: false,
		loadMs: 1,
		memoryBytes: null,
		prefill: [1],
		firstAnew: [1],
		batches: new Map([[1, { made, firstKept: [1], gaps: [10], cpuMs: [500] }]])
	};
}

const measured = [
	samplesOf({ rung: 'simd', model: 'small' }, 5000),
	samplesOf({ rung: 'simd', model: 'base' }, 1500, 1500, true),
	samplesOf({ rung: 'magenta-wasm', model: 'melody-rnn' }, 500, 2000),
	samplesOf({ rung: 'magenta-wasm', model: 'basic_rnn' }, 990, 1000, true)
];
const bandwidths = { memory: 3000 * weightBytesOf('base'), resident: { small: 1e9, base: 1e9 } };

test('a checkpoint of random weights is credited with the trained one’s notes a step', () => {
	const { 'magenta-wasm': magenta } = treeOf(['magenta-wasm'], measured);
	expect(magenta?.['melody-rnn']?.['1']?.notes_per_s).toBe(500);
	expect(magenta?.basic_rnn?.['1']?.notes_per_s).toBe(250);
});

test('simd is told by how much it is slower than its limit and faster than MusicRNN', () => {
	const result = resultOf(measured, bandwidths);
	expect(result.limit_notes_per_s.base).toBe(3000);
	expect(result.simd_over_limit).toBe(2);
	expect(result.simd_over_magenta).toEqual({ small: 20, base: 6 });
	expect(result.by_cpu.simd_over_limit.base).toBe(1);
});

test('what was not measured is null by its name', () => {
	const { engines, peers } = resultOf(measured, bandwidths);
	expect(engines.wgsl).toBeNull();
	expect(peers['ort-webgpu']).toBeNull();
	expect(resultOf([], bandwidths).simd_over_magenta).toEqual({ small: null, base: null });
});

test('every figure has its row under the headings', () => {
	const { headings, rows } = figuresTable(resultOf(measured, bandwidths).engines);
	expect(rows.map(([name, model, batch]) => [name, model, batch])).toEqual([
		['simd', 'small', '1'],
		['simd', 'base', '1']
	]);
	for (const row of rows) expect(row).toHaveLength(headings.length);
	expect(rows[1]?.at(-1)).toBe('random weights');
});

test('base multiplies by seven times the bytes of small, by one byte a weight', () => {
	expect(weightBytesOf('small')).toBeGreaterThan(1.2288e6);
	expect(weightBytesOf('small')).toBeLessThan(1.65e6);
	expect(weightBytesOf('base') / weightBytesOf('small')).toBeGreaterThan(6);
});
