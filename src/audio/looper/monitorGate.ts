import { FeedbackGuard } from '../input/feedbackGuard';
import type { InputControl } from './protocol';
import { QUANTUM } from '../../lib/frameCounter';

/** The monitor is faded in and out over this. */
const FADE_BLOCKS = 4;

/** Lets the player hear the input, with no delay, unless it begins to howl. Off at first. */
export class MonitorGate {
	readonly #guard: FeedbackGuard;
	#isOn = false;
	#isGuarded = true;
	#isMuted = false;
	#gain = 0;

	constructor(sampleRate: number) {
		this.#guard = new FeedbackGuard(sampleRate);
	}

	/** The guard closed the gate; switching the monitor off and on opens it again. */
	get isMutedByGuard(): boolean {
		return this.#isMuted;
	}

	configure({ isMonitored, isGuarded }: InputControl): void {
		if (!isMonitored) {
			this.#isMuted = false;
			this.#guard.reset();
		}
		this.#isOn = isMonitored;
		this.#isGuarded = isGuarded;
	}

	/** One block; an input that comes back is faded in. Does not allocate. */
	process(
		left: Float32Array | undefined,
		right: Float32Array | undefined,
		outLeft: Float32Array,
		outRight: Float32Array
	): void {
		if (left === undefined || (!this.#isOn && this.#gain === 0)) {
			this.#gain = 0;
			outLeft.fill(0);
			outRight.fill(0);
			return;
		}
		const other = right ?? left;
		if (this.#isOn && this.#isGuarded) this.#watch(left, other);
		const target = this.#isOn && !this.#isMuted ? 1 : 0;
		const step = 1 / (FADE_BLOCKS * QUANTUM);
		for (let frame = 0; frame < QUANTUM; frame++) {
			this.#gain += Math.max(-step, Math.min(step, target - this.#gain));
			outLeft[frame] = left[frame]! * this.#gain;
			outRight[frame] = other[frame]! * this.#gain;
		}
	}

	#watch(left: Float32Array, right: Float32Array): void {
		this.#guard.process(left, right);
		if (this.#guard.isHowling) this.#isMuted = true;
	}
}
