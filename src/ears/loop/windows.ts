import { joined } from '../../lib/joined';
import {
	FRAME_SAMPLES,
	framesOf,
	joinedFrames,
	WINDOW_FRAMES,
	WINDOW_SAMPLES,
	type Activations
} from './activations';
import type { HearWindow } from './pitchNetwork';
import { addedUp, NO_TUNING, tuningSums, type TuningSums } from './tuning';

/** Frames at either end of a window that know too little of what is beside them. */
const EDGE_FRAMES = 15;
const KEPT_FRAMES = WINDOW_FRAMES - 2 * EDGE_FRAMES;
const HOP_SAMPLES = KEPT_FRAMES * FRAME_SAMPLES;
const EDGE_SAMPLES = EDGE_FRAMES * FRAME_SAMPLES;

/** What was told of some frames. */
interface Told {
	readonly activations: Activations;
	readonly tuning: TuningSums;
}

/**
 * Hears sound window by window while it comes, with an overlap that leaves no frame at an edge. Frame n of
 * what is told is at sample n · FRAME_SAMPLES.
 */
export class Windows {
	readonly #hear: HearWindow;
	/** What was not heard yet; it begins EDGE_SAMPLES before the first frame that is to be told. */
	#held = new Float32Array(EDGE_SAMPLES);
	readonly #told: Activations[] = [];
	#tuning = NO_TUNING;

	constructor(hear: HearWindow) {
		this.#hear = hear;
	}

	/** Of the whole windows so far. */
	get tuning(): TuningSums {
		return this.#tuning;
	}

	/** Takes more sound in, and hears what makes whole windows; tells whether it did. One call at a time. */
	async push(samples: Float32Array): Promise<boolean> {
		this.#held = joined([this.#held, samples]);
		const before = this.#told.length;
		while (this.#held.length >= WINDOW_SAMPLES) {
			const { activations, tuning } = await this.#tell(this.#held.slice(0, WINDOW_SAMPLES));
			this.#told.push(activations);
			this.#tuning = addedUp(this.#tuning, tuning);
			this.#held = this.#held.slice(HOP_SAMPLES);
		}
		return this.#told.length > before;
	}

	/** All frames of the sound so far, with silence after it; more sound may follow all the same. */
	async whole(): Promise<Told> {
		const pieces = [...this.#told];
		let tuning = this.#tuning;
		let rest = this.#held;
		while (rest.length > EDGE_SAMPLES) {
			const window = new Float32Array(WINDOW_SAMPLES);
			window.set(rest.subarray(0, WINDOW_SAMPLES));
			const wanted = Math.ceil((rest.length - EDGE_SAMPLES) / FRAME_SAMPLES);
			const told = await this.#tell(window, Math.min(KEPT_FRAMES, wanted));
			pieces.push(told.activations);
			tuning = addedUp(tuning, told.tuning);
			rest = rest.slice(Math.min(rest.length, HOP_SAMPLES));
		}
		return { activations: joinedFrames(pieces), tuning };
	}

	/** The first `count` frames of a window that are not at its edge. */
	async #tell(window: Float32Array, count = KEPT_FRAMES): Promise<Told> {
		const told = await this.#hear(window);
		const [from, to] = [EDGE_FRAMES, EDGE_FRAMES + count];
		return { activations: framesOf(told, window, [from, to]), tuning: tuningSums(told, from, to) };
	}
}
