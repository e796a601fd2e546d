import { FRAME_SAMPLES, NETWORK_RATE, type Activations } from './activations';
import { GREATEST_SENSITIVITY, hearNotes, type FramedNote } from './hearNotes';
import type { HearWindow } from './pitchNetwork';
import { Resampler } from './resampler';
import { tuningOf, type TuningSums } from './tuning';
import { Windows } from './windows';

/** An instrument that is farther from A = 440 Hz than we took it for is heard again, in cents. */
const RETUNED_CENTS = 10;
/** A voice that glides agrees on no tuning: it is not heard again more often than so. */
const MOST_RETUNINGS = 3;

/** Where frames of the network lie in the recording. */
interface Hops {
	/** Frames of the recording from one frame of the network to the next. */
	readonly hop: number;
	/** How far the instrument is from A = 440 Hz. */
	readonly cents: number;
}

type HeardTake = Hops & { readonly activations: Activations };
type TakeNotes = Hops & { readonly notes: readonly FramedNote[] };

/**
 * One recording, heard while it grows. An instrument that turns out to be out of tune is heard again, in
 * tune: the sound is stretched by as much as it is off. Mono, at any rate; calls follow one another.
 */
export class Take {
	readonly #hear: HearWindow;
	readonly #rate: number;
	readonly #pieces: Float32Array[] = [];
	#cents = 0;
	#retunings = 0;
	#resampler: Resampler;
	#windows: Windows;
	/** Of all that was pushed; null until they are asked for. */
	#notes: TakeNotes | null = null;
	#last: Promise<unknown> = Promise.resolve();

	constructor(hear: HearWindow, rate: number) {
		this.#hear = hear;
		this.#rate = rate;
		this.#resampler = new Resampler(this.#stepAt(0));
		this.#windows = new Windows(hear);
	}

	/** More of the recording; ends when all whole windows are heard. What is not heard now is tried again. */
	push(samples: Float32Array): Promise<void> {
		return this.#inTurn(async () => {
			this.#notes = null;
			this.#pieces.push(samples);
			const hasTold = await this.#windows.push(this.#resampler.push(samples));
			if (hasTold) await this.#retune(this.#windows.tuning);
		});
	}

	/** All that was pushed, with silence after it. */
	whole(): Promise<HeardTake> {
		return this.#inTurn(() => this.#whole());
	}

	/** The notes in all that was pushed, the doubtful too. However often they are asked for, they are heard once. */
	notes(): Promise<TakeNotes> {
		return this.#inTurn(async () => {
			if (this.#notes === null) {
				const { activations, hop, cents } = await this.#whole();
				this.#notes = { notes: hearNotes(activations, GREATEST_SENSITIVITY), hop, cents };
			}
			return this.#notes;
		});
	}

	/** A copy of frames [from, to) of the recording; silent where there is none. */
	samples(from: number, to: number): Promise<Float32Array> {
		return this.#inTurn(() => {
			const copy = new Float32Array(Math.max(0, to - from));
			let at = 0;
			for (const piece of this.#pieces) {
				const [first, last] = [Math.max(from, at), Math.min(to, at + piece.length)];
				if (first < last) copy.set(piece.subarray(first - at, last - at), first - from);
				at += piece.length;
			}
			return Promise.resolve(copy);
		});
	}

	async #whole(): Promise<HeardTake> {
		let told = await this.#windows.whole();
		if (await this.#retune(told.tuning)) told = await this.#windows.whole();
		const hop = FRAME_SAMPLES * this.#stepAt(this.#cents);
		return { activations: told.activations, hop, cents: this.#cents };
	}

	/** Frames of the recording that make one sample for the network, for an instrument that is off so far. */
	#stepAt(cents: number): number {
		return (this.#rate / NETWORK_RATE) * 2 ** (-cents / 1200);
	}

	/** Hears everything again where the tuning is another; tells whether it was. */
	async #retune(tuning: TuningSums): Promise<boolean> {
		const off = tuningOf(tuning);
		if (off === null || Math.abs(off) < RETUNED_CENTS) return false;
		if (this.#retunings === MOST_RETUNINGS) return false;
		this.#retunings++;
		const cents = nearestTuning(this.#cents + off);
		const resampler = new Resampler(this.#stepAt(cents));
		const windows = new Windows(this.#hear);
		for (const piece of this.#pieces) await windows.push(resampler.push(piece));
		this.#cents = cents;
		this.#resampler = resampler;
		this.#windows = windows;
		return true;
	}

	#inTurn<Result>(job: () => Promise<Result>): Promise<Result> {
		const result = this.#last.then(job);
		this.#last = result.catch(() => undefined);
		return result;
	}
}

/** Fifty cents up are fifty down. */
const nearestTuning = (cents: number) => cents - 100 * Math.round(cents / 100);
