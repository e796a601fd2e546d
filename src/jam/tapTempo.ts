import { bpm, type Bpm, type PerfTime } from '../music/units';

/** Taps farther apart than this begin a new count: 40 BPM is 1.5 s. */
const LONGEST_GAP_MS = 2000;
const REMEMBERED_TAPS = 5;

/** Tells the tempo from taps, one a quarter note, by the median of the last gaps. */
export class TapTempo {
	#taps: PerfTime[] = [];

	/** Null after the first tap. */
	tap(at: PerfTime): Bpm | null {
		const last = this.#taps.at(-1);
		if (last !== undefined && at - last > LONGEST_GAP_MS) this.#taps = [];
		this.#taps = [...this.#taps, at].slice(-REMEMBERED_TAPS);
		const gaps = this.#taps
			.slice(1)
			.map((tap, index) => tap - this.#taps[index]!)
			.sort((left, right) => left - right);
		const median = gaps[Math.floor(gaps.length / 2)];
		return median === undefined || median <= 0 ? null : bpm(Math.round(600_000 / median) / 10);
	}
}
