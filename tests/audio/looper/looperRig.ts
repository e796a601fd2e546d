import { LooperCore } from '../../../src/audio/looper/looperCore';
import {
	BLOCK_FLOATS,
	type PressOptions,
	type TrackControl
} from '../../../src/audio/looper/protocol';
import { QUANTUM } from '../../../src/lib/frameCounter';
import { TRACK_COUNT, type BarGrid, type TrackAction } from '../../../src/music/looper';
import { frames } from '../../../src/music/units';

export const RATE = 48_000;
export const PLAIN: PressOptions = {
	length: null,
	threshold: null,
	needsLine: false,
	thenOverdub: false
};

/** The input at a frame, left; the right side is its half. */
export type Signal = (frame: number) => number;

/** A looper that is driven block by block, with an input that is a function of time. */
export class LooperRig {
	readonly core: LooperCore;
	signal: Signal;
	readonly #left = new Float32Array(QUANTUM);
	readonly #right = new Float32Array(QUANTUM);
	readonly #outputs = Array.from({ length: TRACK_COUNT }, () => [
		new Float32Array(QUANTUM),
		new Float32Array(QUANTUM)
	]);
	#now = 0;
	#blocks = 0;

	constructor(signal: Signal = () => 0, sampleRate = RATE) {
		this.core = new LooperCore(sampleRate);
		this.signal = signal;
		this.supply(256);
	}

	get now(): number {
		return this.#now;
	}

	supply(count: number): void {
		this.core.pool.supply(Array.from({ length: count }, () => new ArrayBuffer(BLOCK_FLOATS * 4)));
	}

	/** Runs to the frame `end`, rounded up to a block, and returns what the left side of a track sounded. */
	runTo(end: number, track = 0): Float32Array {
		const heard = new Float32Array(Math.max(0, Math.ceil((end - this.#now) / QUANTUM)) * QUANTUM);
		for (let at = 0; this.#now < end; at += QUANTUM) {
			this.block();
			heard.set(this.output(track), at);
		}
		return heard;
	}

	/** One block; the page tends the looper every tenth one, as its timer does. */
	block(): void {
		for (let frame = 0; frame < QUANTUM; frame++) {
			const sample = this.signal(this.#now + frame);
			this.#left[frame] = sample;
			this.#right[frame] = sample / 2;
		}
		this.process();
		if (++this.#blocks % 10 === 0) this.tend();
	}

	/** Only what the audio thread does, with the input of the last block. */
	process(): void {
		this.core.process(this.#now, this.#left, this.#right, this.#outputs);
		this.#now += QUANTUM;
	}

	tend(): void {
		this.core.tend();
		this.core.handOut();
		if (this.core.pool.free < 240) this.supply(120);
	}

	output(track: number, side: 0 | 1 = 0): Float32Array {
		return this.#outputs[track]![side]!;
	}

	press(action: TrackAction, at = this.#now, track = 0, options: Partial<PressOptions> = {}): void {
		this.core.press(track, action, frames(at), { ...PLAIN, ...options });
	}

	configure(control: Partial<TrackControl>, track = 0): void {
		const plain: TrackControl = { feedback: 1, sync: 'bar', isOneShot: false, isHushed: false };
		this.core.configure(track, { ...plain, ...control });
	}

	setGrid(grid: Partial<BarGrid> = {}): void {
		this.core.setGrid({ origin: frames(0), barFrames: frames(RATE), beatsPerBar: 4, ...grid });
	}

	setCompensation(compensation: number): void {
		this.core.setInput({
			compensation: frames(compensation),
			isMonitored: false,
			isGuarded: false
		});
	}

	state(track = 0): string {
		return this.core.tracks[track]!.report().state;
	}
}

/** Of `frequency` hertz, 0 dB below 1. */
export const sine =
	(frequency: number, level = 0.5): Signal =>
	(frame) =>
		level * Math.sin((2 * Math.PI * frequency * frame) / RATE);

/** Noise that is the same at each reading of a frame. */
export const noise = (frame: number): number => {
	let mixed = (frame + 0x9e3779b9) | 0;
	mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
	mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
	return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32 - 0.5;
};
