/** What the input was, stereo, for the last `capacity` frames and more. Frames count as the master counter does. */
export class InputRing {
	readonly left: Float32Array;
	readonly right: Float32Array;
	/** Frames it holds: a power of two. */
	readonly size: number;
	readonly mask: number;
	/** The frame that comes next. */
	head = 0;
	/** The first frame that was ever written. */
	#first = -1;

	constructor(capacity: number) {
		this.size = 2 ** Math.ceil(Math.log2(capacity));
		this.mask = this.size - 1;
		this.left = new Float32Array(this.size);
		this.right = new Float32Array(this.size);
	}

	/** The oldest frame that is still held. */
	get tail(): number {
		return Math.max(this.#first, this.head - this.size);
	}

	/**
	 * Writes a block that begins at `frame`; frames that were skipped are silent. A mono input is on
	 * both sides; none at all is silence, and so is what is no number. Does not allocate.
	 */
	write(
		frame: number,
		left: Float32Array | undefined,
		right: Float32Array | undefined,
		count: number
	): void {
		if (this.#first < 0) {
			this.#first = frame;
			this.head = frame;
		}
		if (frame > this.head) this.#silence(frame);
		const { mask } = this;
		for (let index = 0; index < count; index++) {
			const place = (frame + index) & mask;
			const sample = left === undefined ? 0 : soundOf(left[index]!);
			this.left[place] = sample;
			this.right[place] = right === undefined ? sample : soundOf(right[index]!);
		}
		this.head = frame + count;
	}

	/** The loudest sample of either side in [from, to), which it must hold. */
	peakOf(from: number, to: number): number {
		let peak = 0;
		for (let frame = from; frame < to; frame++) {
			const place = frame & this.mask;
			peak = Math.max(peak, Math.abs(this.left[place]!), Math.abs(this.right[place]!));
		}
		return peak;
	}

	#silence(until: number): void {
		const from = Math.max(this.head, until - this.size);
		for (let frame = from; frame < until; frame++) {
			this.left[frame & this.mask] = 0;
			this.right[frame & this.mask] = 0;
		}
	}
}

/** A broken driver's NaN or Infinity would sound in the loop, and silence every filter behind it, for ever. */
const soundOf = (sample: number) => (Number.isFinite(sample) ? sample : 0);
