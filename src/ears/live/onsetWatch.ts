import { QUANTUM } from '../../lib/frameCounter';

/** Sound is looked at in steps of so many frames at 48 kHz. */
const USUAL_STEP = 64;
const USUAL_RATE = 48_000;
/** A step is compared with the loudest of this past: more than a period of all but a bass. */
const PAST_SECONDS = 0.03;
/** Steps that are left out before it: an attack grows over some milliseconds. */
const GROWTH_STEPS = 2;
/** A sound begins where power grows by this: 2 dB in all, or 5 dB in what is bright, as a pluck is. */
const RISE = 1.6;
const BRIGHT_RISE = 3.2;
/** The bright part must be that much of the sound, or it is hiss. */
const LEAST_BRIGHT = 1e-4;
/** Two sounds do not begin closer together. */
const REST_SECONDS = 0.045;
/** An attack that is heard at its height began where power was below this part of it. */
const FOOT = 0.25;

/**
 * Hears where a sound begins: power, in all or of the differences between samples, which a pluck's
 * noise is bright in, rises above all that was there a moment before.
 */
export class OnsetWatch {
	/** Where the last sound began, by the master counter; -Infinity before the first. */
	onset = -Infinity;
	/** The mean square of the loudest step since then, and of the loudest just before it. */
	peak = 0;
	before = 0;
	/** Of the newest step. */
	power = 0;
	readonly #powers: Float64Array;
	readonly #brights: Float64Array;
	readonly #rest: number;
	readonly #stepFrames: number;
	#step = 0;
	#last = 0;

	constructor(sampleRate: number) {
		const octaves = Math.round(Math.log2(sampleRate / USUAL_RATE));
		this.#stepFrames = Math.min(QUANTUM, USUAL_STEP * 2 ** Math.max(0, octaves));
		const steps = Math.ceil((PAST_SECONDS * sampleRate) / this.#stepFrames) + GROWTH_STEPS;
		this.#powers = new Float64Array(steps);
		this.#brights = new Float64Array(steps);
		this.#rest = REST_SECONDS * sampleRate;
	}

	/** One block that begins at the frame `now`; true when a sound begins in it. Does not allocate. */
	listen(now: number, input: Float32Array): boolean {
		const length = this.#stepFrames;
		let hasBegun = false;
		for (let from = 0; from < QUANTUM; from += length) {
			let power = 0;
			let bright = 0;
			for (let frame = from; frame < from + length; frame++) {
				const sample = input[frame]!;
				const change = sample - this.#last;
				power += sample * sample;
				bright += change * change;
				this.#last = sample;
			}
			if (this.#judge(now + from, power / length, bright / length)) hasBegun = true;
		}
		return hasBegun;
	}

	#judge(at: number, power: number, bright: number): boolean {
		const powers = this.#powers;
		const brights = this.#brights;
		const { length } = powers;
		let loudest = 0;
		let brightest = 0;
		for (let ago = GROWTH_STEPS + 1; ago < length; ago++) {
			const place = (this.#step - ago + length) % length;
			loudest = Math.max(loudest, powers[place]!);
			brightest = Math.max(brightest, brights[place]!);
		}
		this.power = power;
		powers[this.#step] = power;
		brights[this.#step] = bright;
		this.#step = (this.#step + 1) % length;
		const isBright = bright > BRIGHT_RISE * brightest && bright > LEAST_BRIGHT * power;
		const isRise = power > RISE * loudest || isBright;
		if (!isRise || at - this.onset < this.#rest) {
			this.peak = Math.max(this.peak, power);
			return false;
		}
		this.onset = at - this.#footBefore(power, bright, isBright);
		this.peak = power;
		this.before = loudest;
		return true;
	}

	/** Frames of the steps before the present one that belong to the attack already. */
	#footBefore(power: number, bright: number, isBright: boolean): number {
		const values = isBright ? this.#brights : this.#powers;
		const { length } = values;
		const foot = FOOT * (isBright ? bright : power);
		let steps = 0;
		while (steps < GROWTH_STEPS && values[(this.#step - 2 - steps + length) % length]! > foot)
			steps++;
		return steps * this.#stepFrames;
	}
}
