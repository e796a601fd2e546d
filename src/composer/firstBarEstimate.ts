import { seconds, type Seconds } from '../music/units';

/** The estimate follows the last so many answers. */
const REMEMBERED = 20;
/** Nine of ten answers come sooner. */
const USUAL_SHARE = 0.9;

/** The usual time from asking to the first bar. */
export class FirstBarEstimate {
	#times: number[] = [];

	/** Forgets what was measured and begins from one time. */
	restart(time: Seconds): void {
		this.#times = [time];
	}

	add(time: Seconds): void {
		this.#times = [...this.#times, time].slice(-REMEMBERED);
	}

	/** 0 before anything was measured. */
	get seconds(): Seconds {
		const sorted = [...this.#times].sort((one, other) => one - other);
		return seconds(sorted[Math.ceil(USUAL_SHARE * sorted.length) - 1] ?? 0);
	}
}
