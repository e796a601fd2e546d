import {
	FRAME_SAMPLES,
	framesOf,
	joinedFrames,
	WINDOW_FRAMES,
	WINDOW_SAMPLES,
	type Activations
} from './activations';
import type { HearWindow } from './pitchNetwork';

/** Frames at either end of a window that know too little of what is beside them. */
const EDGE_FRAMES = 15;
const KEPT_FRAMES = WINDOW_FRAMES - 2 * EDGE_FRAMES;
const HOP_SAMPLES = KEPT_FRAMES * FRAME_SAMPLES;
const EDGE_SAMPLES = EDGE_FRAMES * FRAME_SAMPLES;

/**
 * Hears sound window by window while it comes, with an overlap that leaves no frame at an edge. Frame n of
 * what is told is at sample n · FRAME_SAMPLES.
 */
export class Windows {
	readonly #hear: HearWindow;
	/** What was not heard yet; it begins EDGE_SAMPLES before the first frame that is to be told. */
	#held = new Float32Array(EDGE_SAMPLES);
	#told: Activations[] = [];

	constructor(hear: HearWindow) {
		this.#hear = hear;
	}

	/** Takes more sound in, and hears what makes whole windows. One call at a time. */
	async push(samples: Float32Array): Promise<void> {
		this.#hold(samples);
		while (this.#held.length >= WINDOW_SAMPLES) {
			const told = await this.#hear(this.#held.slice(0, WINDOW_SAMPLES));
			this.#told.push(framesOf(told, EDGE_FRAMES, EDGE_FRAMES + KEPT_FRAMES));
			this.#held = this.#held.slice(HOP_SAMPLES);
		}
	}

	/** What was told so far. */
	get told(): Activations {
		return joinedFrames(this.#told);
	}

	/** All frames of the sound so far, with silence after it; more sound may follow all the same. */
	async whole(): Promise<Activations> {
		const told = [...this.#told];
		let rest = this.#held;
		while (rest.length > EDGE_SAMPLES) {
			const window = new Float32Array(WINDOW_SAMPLES);
			window.set(rest.subarray(0, WINDOW_SAMPLES));
			const wanted = Math.ceil((rest.length - EDGE_SAMPLES) / FRAME_SAMPLES);
			const count = Math.min(KEPT_FRAMES, wanted);
			told.push(framesOf(await this.#hear(window), EDGE_FRAMES, EDGE_FRAMES + count));
			rest = rest.slice(Math.min(rest.length, HOP_SAMPLES));
		}
		return joinedFrames(told);
	}

	#hold(samples: Float32Array): void {
		const held = new Float32Array(this.#held.length + samples.length);
		held.set(this.#held);
		held.set(samples, this.#held.length);
		this.#held = held;
	}
}
