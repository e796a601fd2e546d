import type { Limits } from './lab/lab';
import type { Place, RungName } from './rungs';

/** How thoroughly something is measured. */
export interface Plan {
	/** The rungs take turns so often, so that what the machine does meanwhile meets all of them. */
	readonly rounds: number;
	readonly batches: readonly number[];
	/** Null: the prompt is read once, for the answers, and that is timed. */
	readonly reads: Limits | null;
	readonly firstNotes: Limits;
	/** Null: first notes are of the usual prompt. */
	readonly firstNotesAnew: Limits | null;
	readonly answers: Limits;
}

const BATCHES = [1, 4, 16] as const;

const FULL: Plan = {
	rounds: 4,
	batches: BATCHES,
	reads: { runs: 5, ms: 1000, steps: Infinity },
	firstNotes: { runs: 8, ms: 500, steps: Infinity },
	firstNotesAnew: { runs: 4, ms: 800, steps: Infinity },
	answers: { runs: 6, ms: 1500, steps: 320 }
};
const QUICK: Plan = {
	rounds: 2,
	batches: BATCHES,
	reads: { runs: 3, ms: 200, steps: Infinity },
	firstNotes: { runs: 5, ms: 100, steps: Infinity },
	firstNotesAnew: { runs: 2, ms: 100, steps: Infinity },
	answers: { runs: 3, ms: 300, steps: 48 }
};
/**
 * Hundreds of milliseconds a step: enough to count calls and processor time by. The longest prompt is
 * not read at all.
 */
const SOFTWARE: Plan = {
	rounds: 1,
	batches: BATCHES,
	reads: null,
	firstNotes: { runs: 1, ms: 0, steps: Infinity },
	firstNotesAnew: null,
	answers: { runs: 1, ms: 0, steps: 4 }
};
/** Ours is faster, and reads back every eighth step. */
export const SOFTWARE_WGSL: Plan = { ...SOFTWARE, answers: { runs: 1, ms: 0, steps: 24 } };

export const planOf = (isQuick: boolean, isSoftware: boolean): Plan => {
	if (isSoftware) return SOFTWARE;
	return isQuick ? QUICK : FULL;
};

const MODELS = ['small', 'base'] as const;
const both = (rung: RungName): Place[] => MODELS.map((model) => ({ rung, model }));

/** What runs on the processor. */
export const CPU_PLACES: readonly Place[] = [
	...both('simd'),
	...both('tfjs-wasm'),
	...both('js'),
	...both('ort-wasm'),
	{ rung: 'magenta-wasm', model: 'melody-rnn' },
	{ rung: 'magenta-wasm', model: 'basic_rnn' }
];
/** What runs on WebGPU; the peers only where it is real. */
export const WGSL_PLACES: readonly Place[] = both('wgsl');
export const GPU_PLACES: readonly Place[] = both('tfjs-webgpu');
export const GPU_PEERS: readonly Place[] = [
	{ rung: 'magenta-webgpu', model: 'melody-rnn' },
	{ rung: 'magenta-webgpu', model: 'basic_rnn' }
];
