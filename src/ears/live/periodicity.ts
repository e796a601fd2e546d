/** The lowest note is a bass's low E, 40 cents flat; the highest a whistle. In hertz. */
const LOWEST_HERTZ = 40;
const HIGHEST_HERTZ = 2800;
/** The shortest stretch that is compared with the one a period before it. */
const LEAST_WINDOW_SECONDS = 0.005;
/** Periods that are looked at: more peaks than this are noise. */
const MOST_PEAKS = 48;

/**
 * How alike the newest sound is to itself a lag before, for all lags: McLeod's normalised square
 * difference function, 2 Σ x[n] x[n − lag] / Σ (x[n]² + x[n − lag]²), over a window as long as the lag
 * or a little longer, so that a high note is known as soon as its own two periods are there. Sums are
 * kept by block and added up anew for each answer: nothing drifts.
 * P. McLeod, G. Wyvill: A smarter way to find pitch (ICMC 2005).
 */
export class Periodicity {
	/** In samples, to a fraction; 0 where none was found. */
	period = 0;
	/** How periodic it is, up to 1. */
	clarity = 0;
	/** The same of twice the period, with which the pitch would be an octave lower; 0 where that is too long. */
	rival = 0;
	readonly #block: number;
	readonly #longest: number;
	readonly #shortest: number;
	/** The last `longest` samples, then the newest block. */
	readonly #samples: Float64Array;
	/** Blocks in the window of each lag. */
	readonly #windows: Uint8Array;
	readonly #slots: number;
	/** Σ x[n] x[n − lag] and Σ x[n]² + x[n − lag]², by slot of a block and by lag. */
	readonly #products: Float64Array;
	readonly #powers: Float64Array;
	readonly #likeness: Float64Array;
	readonly #peaks = new Int32Array(MOST_PEAKS);
	readonly #heights = new Float64Array(MOST_PEAKS);
	#slot = 0;

	/** `rate` in samples a second, written in blocks of `block` samples. */
	constructor(rate: number, block: number) {
		this.#block = block;
		this.#longest = Math.ceil(rate / LOWEST_HERTZ) + 1;
		this.#shortest = Math.floor(rate / HIGHEST_HERTZ);
		const lags = this.#longest + 1;
		const least = LEAST_WINDOW_SECONDS * rate;
		this.#windows = Uint8Array.from({ length: lags }, (_, lag) =>
			Math.ceil(Math.max(lag, least) / block)
		);
		this.#slots = this.#windows[this.#longest]!;
		this.#samples = new Float64Array(this.#longest + block);
		this.#products = new Float64Array(this.#slots * lags);
		this.#powers = new Float64Array(this.#slots * lags);
		this.#likeness = new Float64Array(lags);
	}

	/** Samples of the past that an answer about this lag rests on. */
	reachOf(lag: number): number {
		return this.#windows[Math.min(lag, this.#longest)]! * this.#block + lag;
	}

	/** The longest lag whose answer rests on no more than so many samples of the past. */
	lagWithin(samples: number): number {
		let lag = Math.min(this.#longest, Math.floor(samples));
		while (lag > 0 && this.reachOf(lag) > samples) lag--;
		return lag;
	}

	/** Takes the newest block in. Does not allocate. */
	write(block: Float64Array): void {
		const samples = this.#samples;
		const longest = this.#longest;
		const length = this.#block;
		samples.copyWithin(0, length);
		samples.set(block, longest);
		this.#slot = (this.#slot + 1) % this.#slots;
		const row = this.#slot * (longest + 1);
		let own = 0;
		for (let n = 0; n < length; n++) own += block[n]! * block[n]!;
		let shifted = own;
		for (let lag = 0; lag <= longest; lag++) {
			let product = 0;
			const from = longest - lag;
			for (let n = 0; n < length; n++) product += block[n]! * samples[from + n]!;
			this.#products[row + lag] = product;
			this.#powers[row + lag] = own + shifted;
			if (lag === longest) break;
			const leaves = samples[from + length - 1]!;
			const enters = samples[from - 1]!;
			shifted = Math.max(0, shifted - leaves * leaves + enters * enters);
		}
	}

	/**
	 * Looks for the period among lags up to `limit`: that of the first peak that is no lower than the
	 * highest by more than `nearly`. Does not allocate.
	 */
	find(nearly: number, limit: number): void {
		const last = Math.min(limit, this.#longest);
		for (let lag = 1; lag <= last; lag++) {
			this.#likeness[lag] = this.#likenessAt(lag, this.#windows[lag]!);
		}
		const count = this.#findPeaks(last);
		this.period = 0;
		this.clarity = 0;
		this.rival = 0;
		let highest = 0;
		for (let peak = 0; peak < count; peak++) highest = Math.max(highest, this.#heights[peak]!);
		for (let peak = 0; peak < count; peak++) {
			if (this.#heights[peak]! < highest - nearly) continue;
			this.#answer(this.#peaks[peak]!);
			return;
		}
	}

	#likenessAt(lag: number, blocks: number): number {
		const lags = this.#longest + 1;
		let product = 0;
		let power = 0;
		let slot = this.#slot;
		for (let left = blocks; left > 0; left--) {
			product += this.#products[slot * lags + lag]!;
			power += this.#powers[slot * lags + lag]!;
			slot = slot === 0 ? this.#slots - 1 : slot - 1;
		}
		return power > 0 ? (2 * product) / power : 0;
	}

	/** The highest lag of each positive stretch behind the first negative one; returns how many there are. */
	#findPeaks(last: number): number {
		const likeness = this.#likeness;
		let count = 0;
		let lag = 1;
		while (lag < last && likeness[lag]! > 0) lag++;
		while (lag < last && count < MOST_PEAKS) {
			while (lag < last && likeness[lag]! <= 0) lag++;
			let best = lag;
			for (; lag < last && likeness[lag]! > 0; lag++) {
				if (likeness[lag]! > likeness[best]!) best = lag;
			}
			const isPeak =
				best > 1 &&
				best < last - 1 &&
				likeness[best]! > 0 &&
				likeness[best + 1]! <= likeness[best]!;
			if (!isPeak || best < this.#shortest) continue;
			this.#peaks[count] = best;
			this.#refine(best);
			this.#heights[count++] = this.clarity;
		}
		return count;
	}

	/** Period and clarity by a parabola through the peak and its neighbours. */
	#refine(lag: number): void {
		const blocks = this.#windows[lag]!;
		const before = this.#likenessAt(lag - 1, blocks);
		const top = this.#likenessAt(lag, blocks);
		const after = this.#likenessAt(lag + 1, blocks);
		const bend = before - 2 * top + after;
		const shift = bend < 0 ? (before - after) / (2 * bend) : 0;
		this.period = lag + shift;
		this.clarity = Math.min(1, top - ((before - after) * shift) / 4);
	}

	#answer(lag: number): void {
		this.#refine(lag);
		const { period, clarity } = this;
		const double = Math.round(2 * period);
		if (double >= this.#longest) return;
		this.#refine(double);
		this.rival = this.clarity;
		this.period = period;
		this.clarity = clarity;
	}
}
