import type { Checkpoint } from '../../../../src/composer/checkpoint';
import { FIRST_PITCH, isOnset, type MelodyEvent } from '../../../../src/composer/melodyEvents';
import { MelodyNetwork } from '../../../../src/composer/melodyNetwork';
import type { SeededDraws } from '../../../../src/composer/seededMultinomial';
import { PREFILL_EVENTS } from '../phrase';
import { gpuCalls } from './gpuCalls';
import type { Made, Reading, Subject } from './subject';

/** A bar of C major quarters, in sixteenths: 0 holds, 1 ends, the others begin a note. */
const BAR_STEPS = 16;
const PRIMER_BAR: readonly MelodyEvent[] = Array.from({ length: BAR_STEPS }, (_, step) =>
	step % 4 === 0 ? FIRST_PITCH + 12 + [0, 2, 4, 5][step / 4]! : 0
);
const MADE_STEPS = 16 * BAR_STEPS;

const primerOf = (steps: number) =>
	Array.from({ length: steps }, (_, step) => PRIMER_BAR[step % BAR_STEPS]!);

/**
 * Magenta's MusicRNN at its best: one call makes 16 bars after a primer of one bar, so that hardly
 * any time goes to the primer, which it reads again at every call. It has no batches.
 */
export class MelodySubject implements Subject {
	readonly #network: MelodyNetwork;
	readonly #draws: SeededDraws;

	constructor(checkpoint: Checkpoint, draws: SeededDraws) {
		this.#network = new MelodyNetwork(checkpoint);
		this.#draws = draws;
	}

	prefill(): Promise<number> {
		return this.#timed(PREFILL_EVENTS);
	}

	/** It keeps nothing of a prompt, so both readings are one; what it is given is as long as `prefill`'s. */
	firstNote(_batch: number, _reading: Reading, seed: number): Promise<number> {
		this.#draws.seed(seed);
		return this.#timed(PREFILL_EVENTS);
	}

	readPrompt(): Promise<number> {
		return this.prefill();
	}

	/** Always whole: a shorter one would be nothing but its primer. */
	async answer(batch: number, seed: number): Promise<Made> {
		const before = gpuCalls();
		const begun = performance.now();
		let notes = 0;
		for (let candidate = 0; candidate < batch; candidate++) {
			this.#draws.seed(seed * batch + candidate);
			const events = await this.#network.continue(PRIMER_BAR, MADE_STEPS, 1);
			notes += events.filter(isOnset).length;
		}
		const ms = performance.now() - begun;
		const after = gpuCalls();
		return {
			notes,
			steps: batch * MADE_STEPS,
			ms,
			dispatches: after.dispatches - before.dispatches,
			readbacks: after.readbacks - before.readbacks
		};
	}

	async #timed(primerSteps: number): Promise<number> {
		const begun = performance.now();
		await this.#network.continue(primerOf(primerSteps), 1, 1);
		return performance.now() - begun;
	}
}
