import { expect, test } from 'vitest';
import { figuresOf, notesPerStep, ratio } from './figures';
import type { BatchSamples, PlaceSamples } from './samples';

const made = (notes: number, ms: number, steps = notes) => ({
	notes,
	steps,
	ms,
	dispatches: 32 * steps,
	readbacks: notes / 2
});
const batch: BatchSamples = {
	made: [made(10, 100), made(10, 50), made(10, 200)],
	firstKept: [3, 1, 2],
	gaps: [10, 10, 12],
	cpuMs: [30, 60]
};
const samples: PlaceSamples = {
	place: { rung: 'simd', model: 'small' },
	isRandom: false,
	isSoftware: false,
	loadMs: 12.34,
	memoryBytes: 5_000_000,
	prefill: [5, 7, 9],
	firstAnew: [],
	batches: new Map([[1, batch]])
};

test('speeds and latencies are medians, and their p95 is the slow end', () => {
	const figures = figuresOf(samples, batch);
	expect(figures.notes_per_s).toBe(100);
	expect(figures.notes_per_s_p95).toBe(50);
	expect(figures.first_note_ms).toBe(2);
	expect(figures.first_note_ms_p95).toBe(3);
	expect(figures.prefill_256_ms).toBe(7);
});

test('processor time, dispatches and readbacks are of all answers together', () => {
	const figures = figuresOf(samples, batch);
	expect(figures.caller_cpu_ms_per_step).toBe(3);
	expect(figures.notes_per_cpu_s).toBe(333.3);
	expect(figures.dispatches_per_step).toBe(32);
	expect(figures.readbacks_per_note).toBe(0.5);
});

test('what was not measured is null, so that it is valid JSON', () => {
	const figures = figuresOf({ ...samples, memoryBytes: null }, { ...batch, cpuMs: [NaN] });
	expect(figures.first_note_anew_ms).toBeNull();
	expect(figures.caller_cpu_ms_per_step).toBeNull();
	expect(figures.memory_mb).toBeNull();
});

test('a share credits steps with notes, whatever was drawn', () => {
	const speeds = figuresOf(samples, { ...batch, made: [made(64, 1000, 64)] }, 0.25);
	expect(speeds.notes_per_s).toBe(16);
	expect(notesPerStep({ batches: new Map([[1, { ...batch, made: [made(1, 1, 4)] }]]) })).toBe(0.25);
});

test('a ratio needs both numbers', () => {
	expect(ratio(3, 2)).toBe(1.5);
	expect(ratio(null, 2)).toBeNull();
	expect(ratio(3, 0)).toBeNull();
});
