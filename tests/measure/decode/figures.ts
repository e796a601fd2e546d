import { quantile, rounded } from '../table';
import type { Made } from './lab/subject';
import type { BatchSamples, PlaceSamples } from './samples';

/** What is told of an engine with a model and a batch size. */
export interface Figures {
	readonly notes_per_s: number | null;
	/** 95 of 100 answers were at least as fast. */
	readonly notes_per_s_p95: number | null;
	/** By the calling thread's own time, which other programs' work does not lengthen. */
	readonly notes_per_cpu_s: number | null;
	readonly first_note_ms: number | null;
	readonly first_note_ms_p95: number | null;
	readonly first_note_anew_ms: number | null;
	readonly prefill_256_ms: number | null;
	readonly prefill_256_ms_p95: number | null;
	readonly caller_cpu_ms_per_step: number | null;
	readonly dispatches_per_step: number | null;
	readonly readbacks_per_note: number | null;
	readonly main_p99_ms: number | null;
	readonly memory_mb: number | null;
	readonly load_ms: number | null;
	readonly is_software: boolean;
	readonly has_random_weights: boolean;
}

const MEGABYTE = 1e6;

const sumOf = (made: readonly Made[], key: keyof Made) =>
	made.reduce((sum, one) => sum + one[key], 0);

/** Null for what was not measured: JSON has no NaN. */
const figure = (value: number, digits = 3) =>
	Number.isFinite(value) ? rounded(value, digits) : null;

/** How many notes a step begins, on average. */
export function notesPerStep({ batches }: Pick<PlaceSamples, 'batches'>): number {
	const made = [...batches.values()].flatMap((batch) => batch.made);
	return sumOf(made, 'notes') / sumOf(made, 'steps');
}

/**
 * The figures of one batch size. `share`: so many notes a step stand for those that were made, where
 * random weights make too many of them.
 */
export function figuresOf(
	samples: PlaceSamples,
	batch: BatchSamples,
	share: number | null = null
): Figures {
	const { made, firstKept, gaps, cpuMs } = batch;
	const notesOf = ({ notes, steps }: Made) => (share === null ? notes : share * steps);
	const speeds = made.map((one) => notesOf(one) / (one.ms / 1000));
	const notes = made.reduce((sum, one) => sum + notesOf(one), 0);
	const cpu = cpuMs.reduce((sum, ms) => sum + ms, 0);
	const steps = sumOf(made, 'steps');
	return {
		notes_per_s: figure(quantile(speeds, 0.5), 1),
		notes_per_s_p95: figure(quantile(speeds, 0.05), 1),
		notes_per_cpu_s: figure(notes / (cpu / 1000), 1),
		first_note_ms: figure(quantile(firstKept, 0.5)),
		first_note_ms_p95: figure(quantile(firstKept, 0.95)),
		first_note_anew_ms: figure(quantile(samples.firstAnew, 0.5)),
		prefill_256_ms: figure(quantile(samples.prefill, 0.5)),
		prefill_256_ms_p95: figure(quantile(samples.prefill, 0.95)),
		caller_cpu_ms_per_step: figure(cpu / steps, 4),
		dispatches_per_step: figure(sumOf(made, 'dispatches') / steps, 2),
		readbacks_per_note: figure(sumOf(made, 'readbacks') / notes, 3),
		main_p99_ms: figure(quantile(gaps, 0.99), 1),
		memory_mb: samples.memoryBytes === null ? null : figure(samples.memoryBytes / MEGABYTE, 1),
		load_ms: figure(samples.loadMs, 1),
		is_software: samples.isSoftware,
		has_random_weights: samples.isRandom
	};
}

/** One number over another; null where one is missing or nothing. */
export const ratio = (one: number | null | undefined, other: number | null | undefined) =>
	one && other ? rounded(one / other, 3) : null;
