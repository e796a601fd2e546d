import { fourier, powerOfTwo, type Fourier } from './fourier';

/** Of the analysis window: long enough to tell a hum's pitch, short enough to follow a howl. */
const WINDOW_SECONDS = 0.03;
/** Analyses a window. */
const OVERLAP = 4;
/** Stretches over which growth is looked for, in analyses of about 10 ms. */
const STRETCHES = [12, 18, 27, 40, 60, 90, 135] as const;
const LONGEST = 135;
/** A howl grows by so much in one of the stretches. */
const RISE_DB = 12;
/** A howl's level is a straight line in decibels; this is how far it strays from it, by root mean square. */
const MAX_STRAY_DB = 0.4;
/** A howl's pitch stands still; a whistler's and a singer's does not. In bins, root mean square. */
const MAX_WANDER_BINS = 0.06;
/** Of the energy that lies in the band. An instrument's harmonics leave it less. */
const MIN_SHARE = 0.8;
/** What is softer is left alone. */
const MIN_LEVEL_DB = -50;
/** A howl that grew too fast to be followed ends here, and stays for so many analyses. */
const FULL_DB = -3;
const FULL_ANALYSES = 14;
/** Bins on either side of a peak under a Hann window. */
const BAND = 2;
const LOWEST_HERTZ = 80;

/**
 * Hears a monitored input begin to howl: one narrow band that holds nearly all of the energy, stands
 * still in pitch and grows as a loop with a gain above 1 does, by the same factor again and again.
 * After criteria compared by van Waterschoot and Moonen (Fifty Years of Acoustic Feedback Control).
 */
export class FeedbackGuard {
	readonly #fourier: Fourier;
	readonly #hop: number;
	readonly #lowest: number;
	readonly #window: Float64Array;
	readonly #ring: Float64Array;
	readonly #windowed: Float64Array;
	readonly #spectrum: Float64Array;
	readonly #power: Float64Array;
	/** Of the last analyses, by their number: level in dB (-Infinity without a narrow band), pitch in bins. */
	readonly #levels = new Float64Array(LONGEST).fill(-Infinity);
	readonly #pitches = new Float64Array(LONGEST);
	#frames = 0;
	#analyses = 0;
	#isHowling = false;

	constructor(sampleRate: number) {
		const size = powerOfTwo(WINDOW_SECONDS * sampleRate);
		this.#fourier = fourier(size);
		this.#hop = size / OVERLAP;
		this.#lowest = Math.max(BAND + 1, Math.round((LOWEST_HERTZ / sampleRate) * size));
		this.#window = Float64Array.from(
			{ length: size },
			(_, frame) => 0.5 - 0.5 * Math.cos((2 * Math.PI * frame) / size)
		);
		this.#ring = new Float64Array(size);
		this.#windowed = new Float64Array(size);
		this.#spectrum = new Float64Array(2 * size);
		this.#power = new Float64Array(size / 2);
	}

	/** Stays true until `reset`. */
	get isHowling(): boolean {
		return this.#isHowling;
	}

	/** Listens anew. Does not allocate. */
	reset(): void {
		this.#ring.fill(0);
		this.#levels.fill(-Infinity);
		this.#isHowling = false;
	}

	/** Blocks of any length, both as long. Runs on the audio thread: it does not allocate. */
	process(left: Float32Array, right: Float32Array): void {
		const ring = this.#ring;
		for (let frame = 0; frame < left.length; frame++) {
			ring[this.#frames % ring.length] = (left[frame]! + right[frame]!) / 2;
			this.#frames++;
			if (this.#frames % this.#hop === 0) this.#analyse();
		}
	}

	#analyse(): void {
		const size = this.#ring.length;
		for (let frame = 0; frame < size; frame++) {
			this.#windowed[frame] = this.#window[frame]! * this.#ring[(this.#frames + frame) % size]!;
		}
		this.#fourier.realTransform(this.#spectrum, this.#windowed);
		this.#findBand();
		this.#analyses++;
		if (this.#isFull()) this.#isHowling = true;
		for (let index = 0; index < STRETCHES.length; index++) {
			if (this.#grows(STRETCHES[index]!)) this.#isHowling = true;
		}
	}

	/** Notes the level and the pitch of the strongest band, if it holds nearly everything. */
	#findBand(): void {
		const power = this.#power;
		let total = 0;
		let peak = this.#lowest;
		for (let bin = 1; bin < power.length; bin++) {
			const real = this.#spectrum[2 * bin]!;
			const imaginary = this.#spectrum[2 * bin + 1]!;
			power[bin] = real * real + imaginary * imaginary;
			total += power[bin]!;
			if (bin >= this.#lowest && bin < power.length - BAND && power[bin]! > power[peak]!)
				peak = bin;
		}
		let band = 0;
		for (let bin = peak - BAND; bin <= peak + BAND; bin++) band += power[bin]!;
		const slot = this.#analyses % LONGEST;
		// A sine of amplitude 1 under a Hann window leaves 3/32 of the window's size squared in its band.
		const level = 10 * Math.log10((band * 32) / (3 * this.#ring.length ** 2) + 1e-20);
		const isNarrow = band >= MIN_SHARE * total && level >= MIN_LEVEL_DB;
		this.#levels[slot] = isNarrow ? level : -Infinity;
		this.#pitches[slot] = peak + this.#offset(peak);
	}

	/** How far the peak's true place lies from its bin, by a parabola through the logarithms. */
	#offset(peak: number): number {
		const before = Math.log(this.#power[peak - 1]! + 1e-30);
		const at = Math.log(this.#power[peak]! + 1e-30);
		const after = Math.log(this.#power[peak + 1]! + 1e-30);
		const curve = before - 2 * at + after;
		return curve === 0 ? 0 : (before - after) / (2 * curve);
	}

	/** The last so many analyses rise along a straight line, at one pitch. */
	#grows(count: number): boolean {
		const last = this.#levels[this.#slot(0)]!;
		if (!(last - this.#levels[this.#slot(count - 1)]! >= RISE_DB)) return false;
		let levels = 0;
		let products = 0;
		let squares = 0;
		let pitches = 0;
		let pitchSquares = 0;
		const origin = this.#pitches[this.#slot(0)]!;
		for (let ago = 0; ago < count; ago++) {
			const level = this.#levels[this.#slot(ago)]!;
			const pitch = this.#pitches[this.#slot(ago)]! - origin;
			levels += level;
			squares += level * level;
			products += level * ago;
			pitches += pitch;
			pitchSquares += pitch * pitch;
		}
		if (!Number.isFinite(levels)) return false;
		const middle = (count - 1) / 2;
		const times = (count * (count * count - 1)) / 12;
		const slope = (products - levels * middle) / times;
		const stray = squares - levels ** 2 / count - slope ** 2 * times;
		const wander = pitchSquares - pitches ** 2 / count;
		return stray <= count * MAX_STRAY_DB ** 2 && wander <= count * MAX_WANDER_BINS ** 2;
	}

	/** As loud as can be, for longer than any note is at one pitch and without harmonics. */
	#isFull(): boolean {
		const origin = this.#pitches[this.#slot(0)]!;
		for (let ago = 0; ago < FULL_ANALYSES; ago++) {
			if (this.#levels[this.#slot(ago)]! < FULL_DB) return false;
			if (Math.abs(this.#pitches[this.#slot(ago)]! - origin) > 3 * MAX_WANDER_BINS) return false;
		}
		return true;
	}

	/** Where the analysis lies that was made so many before the last. */
	#slot(ago: number): number {
		return (this.#analyses - 1 - ago + 2 * LONGEST) % LONGEST;
	}
}
