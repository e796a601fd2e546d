import type { InputRing } from './inputRing';
import type { Content, Layer } from './layer';
import { BLOCK_FRAMES } from './protocol';
import { fadeOut, STRANGERS } from './seam';
import type { Tape } from './tape';

/** Both sides of one block of sound. Mutable, so that the audio thread need not make another. */
export interface StereoBlock {
	left: Float32Array;
	right: Float32Array;
}

/** A stretch [from, to) of a block, and what sounds there. Mutable, as StereoBlock is. */
export interface Run {
	from: number;
	to: number;
	/** Of what sounds at `from`: in frames of a content, or of a tape. */
	position: number;
	/** How far the position moves on in a frame. */
	rate: number;
}

/**
 * Adds up the layers of a content. It reads what a tape does not hold yet from the ring that the tape
 * is copied from, so that the past sounds at once. Nothing here allocates.
 */
export class ContentPlayer {
	readonly #ring: InputRing | null;
	/** Of the sample that was read last. */
	#left = 0;
	#right = 0;
	/** The run of tape frames that is copied as it is. */
	readonly #plain: Run = { from: 0, to: 0, position: 0, rate: 1 };

	/** Without a ring, for rendering, only the tapes are read. */
	constructor(ring: InputRing | null) {
		this.#ring = ring;
	}

	/**
	 * Puts `content` into `out`, where `run` says; its position is in [0, length). The caller cuts where
	 * the content begins anew.
	 */
	play(content: Content, out: StereoBlock, run: Run): void {
		out.left.fill(0, run.from, run.to);
		out.right.fill(0, run.from, run.to);
		const { layers } = content;
		for (let index = 0; index < layers.length; index++) {
			this.#playLayer(layers[index]!, out, run);
		}
	}

	/** Adds the frames of a tape as they are, from the run's position on, times `gain`. */
	addTape(tape: Tape, { left, right }: StereoBlock, run: Run, gain: number): void {
		const { from, to, position } = run;
		for (let at = from; at < to; at++) {
			this.#read(tape, position + at - from);
			left[at]! += this.#left * gain;
			right[at]! += this.#right * gain;
		}
	}

	#playLayer(layer: Layer, out: StereoBlock, { from, to, position, rate }: Run): void {
		const { at, rate: own, from: first } = layer.window;
		const { round } = layer;
		const step = rate / own;
		const plain = this.#plain;
		let place = floorMod((position - at) / own, round);
		for (let frame = from; frame < to;) {
			const count = this.#plainCount(layer, place, step, to - frame);
			if (count > 0) {
				plain.from = frame;
				plain.to = frame + count;
				plain.position = first + place;
				plain.rate = step;
				this.#addPlain(layer, out, plain);
				frame += count;
				place = floorMod(place + count * step, round);
			} else {
				this.#addFaded(layer, out, frame, place, step);
				frame++;
				place = floorMod(place + step, round);
			}
		}
	}

	/** How many frames from `place` on are neither faded nor between samples: at most to a block's end. */
	#plainCount(layer: Layer, place: number, step: number, wanted: number): number {
		if ((step !== 1 && step !== -1) || !Number.isInteger(place)) return 0;
		const { span, from } = layer.window;
		const end = Math.min(span - layer.fade, layer.round - layer.fade);
		if (place < 0 || place >= end) return 0;
		const index = from + place;
		const inBlock = index % BLOCK_FRAMES;
		const isRecorded = layer.tape.blockAt(index) !== null;
		const last = step > 0 ? BLOCK_FRAMES - inBlock : inBlock + 1;
		const written = step > 0 ? layer.tape.written - index : last;
		const reach = Math.min(wanted, last, step > 0 ? end - place : place + 1, written);
		return isRecorded ? Math.max(0, reach) : 0;
	}

	#addPlain(layer: Layer, { left, right }: StereoBlock, run: Run): void {
		const { from, to, position, rate: step } = run;
		const block = layer.tape.blockAt(position)!;
		const { under } = layer.window;
		let at = position % BLOCK_FRAMES;
		if (under === 1) {
			for (let frame = from; frame < to; frame++, at += step) {
				left[frame]! += block[at]!;
				right[frame]! += block[BLOCK_FRAMES + at]!;
			}
			return;
		}
		for (let frame = from; frame < to; frame++, at += step) {
			left[frame] = left[frame]! * under + block[at]!;
			right[frame] = right[frame]! * under + block[BLOCK_FRAMES + at]!;
		}
	}

	/** One frame anywhere: faded, between samples, or outside of the window. */
	#addFaded(layer: Layer, out: StereoBlock, frame: number, place: number, step: number): void {
		const { left, right } = out;
		const { fade, round, isWhole } = layer;
		const arc = isWhole ? layer.arc : STRANGERS;
		const { span, from, under } = layer.window;
		const ending = place < span ? Math.max(0, (place - (span - fade)) / fade) : 1;
		const beginning = Math.max(0, 1 - (round - place) / fade);
		const away = ending > 0 ? fadeOut(ending, arc) : 1;
		const into = beginning > 0 ? fadeOut(1 - beginning, arc) : 0;
		const kept = isWhole ? under : beneath(under, place < span ? ending : 1 - beginning);
		left[frame]! *= kept;
		right[frame]! *= kept;
		if (place < span && away > 0) {
			this.#sample(layer.tape, from + place, step);
			left[frame]! += this.#left * away;
			right[frame]! += this.#right * away;
		}
		if (into > 0) {
			this.#sample(layer.tape, from + place - round, step);
			left[frame]! += this.#left * into;
			right[frame]! += this.#right * into;
		}
	}

	/**
	 * The tape at `index`, which may lie between frames: cubic Hermite between four of them, and the
	 * half-band filter 1/4, 1/2, 1/4 where every second is left out, so that nothing folds back loudly.
	 */
	#sample(tape: Tape, index: number, step: number): void {
		const whole = Math.floor(index);
		const part = index - whole;
		if (part !== 0) this.#between(tape, whole, part);
		else if (Math.abs(step) > 1) this.#thinned(tape, whole);
		else this.#read(tape, whole);
	}

	#thinned(tape: Tape, index: number): void {
		this.#read(tape, index - 1);
		let left = this.#left / 4;
		let right = this.#right / 4;
		this.#read(tape, index + 1);
		left += this.#left / 4;
		right += this.#right / 4;
		this.#read(tape, index);
		this.#left = left + this.#left / 2;
		this.#right = right + this.#right / 2;
	}

	#between(tape: Tape, index: number, part: number): void {
		let left = 0;
		let right = 0;
		for (let tap = -1; tap <= 2; tap++) {
			const weight = hermite(tap, part);
			this.#read(tape, index + tap);
			left += this.#left * weight;
			right += this.#right * weight;
		}
		this.#left = left;
		this.#right = right;
	}

	#read(tape: Tape, index: number): void {
		const block = tape.blockAt(index);
		if (block !== null) {
			const at = index % BLOCK_FRAMES;
			this.#left = block[at]!;
			this.#right = block[BLOCK_FRAMES + at]!;
			return;
		}
		const ring = this.#ring;
		const frame = tape.ringFrom + index;
		const isHeld = ring !== null && frame >= ring.tail && frame < ring.head && index < tape.goal;
		this.#left = isHeld ? ring.left[frame & ring.mask]! : 0;
		this.#right = isHeld ? ring.right[frame & ring.mask]! : 0;
	}
}

/** What is left of what lies beneath, where the layer is faded out by `passed`. */
const beneath = (under: number, passed: number) =>
	passed <= 0 ? under : under + (1 - under) * fadeOut(1 - Math.min(1, passed), STRANGERS);

/** The Catmull-Rom weights of the frames -1, 0, 1 and 2 for a point `part` of the way from 0 to 1. */
function hermite(tap: number, part: number): number {
	const square = part * part;
	const cube = square * part;
	if (tap === -1) return (-cube + 2 * square - part) / 2;
	if (tap === 0) return (3 * cube - 5 * square + 2) / 2;
	if (tap === 1) return (-3 * cube + 4 * square + part) / 2;
	return (cube - square) / 2;
}

function floorMod(value: number, length: number): number {
	const rest = value % length;
	return rest < 0 ? rest + length : rest;
}
