import type { BlockPool } from './blockPool';
import type { InputRing } from './inputRing';
import { BLOCK_FRAMES } from './protocol';

/** Frames that a tape copies at most in one block of 128: it catches up with the past eight times as fast as time. */
const COPY_FRAMES = 1024;
/** Room that is kept ahead, in blocks: 10 s at 48 kHz, longer than a page is ever blocked. */
const ROOM_BLOCKS = 120;

/** Recorded stereo sound in blocks. Frame n of the tape is the ring's frame `ringFrom + n`. */
export class Tape {
	readonly id: number;
	/** -Infinity for a tape that comes from a file. */
	readonly ringFrom: number;
	/** So many frames are wanted; Infinity while the recording is open. */
	goal = Infinity;
	/** So many frames are on it. */
	written = 0;
	/** So many frames have been handed out for the disk. */
	handedOut = 0;
	readonly #blocks: (Float32Array | null)[] = [];

	constructor(id: number, ringFrom: number) {
		this.id = id;
		this.ringFrom = ringFrom;
		this.makeRoom();
	}

	get isDone(): boolean {
		return this.written >= this.goal;
	}

	/** Not for `process`: makes the list of blocks long enough for the next seconds. */
	makeRoom(): void {
		const wanted = Math.ceil(this.written / BLOCK_FRAMES) + ROOM_BLOCKS;
		while (this.#blocks.length < wanted) this.#blocks.push(null);
	}

	/**
	 * Copies what the ring has by now, as far as wanted. Returns the frames that the ring no longer
	 * held, which are silent, or -1 if no block was left. Does not allocate.
	 */
	copy(ring: InputRing, pool: BlockPool): number {
		let lost = 0;
		let budget = COPY_FRAMES;
		while (budget > 0 && this.written < this.goal) {
			const from = this.ringFrom + this.written;
			const count = this.#stretch(Math.min(budget, ring.head - from));
			if (count <= 0) break;
			const block = this.#blockFor(pool);
			if (block === null) return -1;
			lost += this.#copyStretch(ring, block, from, count);
			this.written += count;
			budget -= count;
		}
		return lost;
	}

	/** Puts sound from outside at the tape's end. Returns false if no block was left. Not for `process`. */
	append(left: Float32Array, right: Float32Array, pool: BlockPool): boolean {
		for (let done = 0; done < left.length;) {
			this.makeRoom();
			const count = this.#stretch(left.length - done);
			const block = this.#blockFor(pool);
			if (block === null) return false;
			const at = this.written % BLOCK_FRAMES;
			block.set(left.subarray(done, done + count), at);
			block.set(right.subarray(done, done + count), BLOCK_FRAMES + at);
			this.written += count;
			done += count;
		}
		return true;
	}

	/** The block that holds tape frame `index`, or null. */
	blockAt(index: number): Float32Array | null {
		if (index < 0 || index >= this.written) return null;
		return this.#blocks[Math.floor(index / BLOCK_FRAMES)] ?? null;
	}

	/** A copy of tape frames [from, from + left.length); what is not there is silent. */
	read(from: number, left: Float32Array, right: Float32Array): void {
		left.fill(0);
		right.fill(0);
		const end = Math.min(from + left.length, this.written);
		for (let index = Math.max(0, from); index < end;) {
			const at = index % BLOCK_FRAMES;
			const count = Math.min(BLOCK_FRAMES - at, end - index);
			const block = this.blockAt(index);
			if (block !== null) {
				left.set(block.subarray(at, at + count), index - from);
				right.set(block.subarray(BLOCK_FRAMES + at, BLOCK_FRAMES + at + count), index - from);
			}
			index += count;
		}
	}

	/** The tape is over: its blocks go back. */
	release(pool: BlockPool): void {
		for (const block of this.#blocks) if (block !== null) pool.giveBack(block);
		this.#blocks.length = 0;
		this.written = 0;
		this.goal = 0;
	}

	/** At most to the end of the block, and to the goal. */
	#stretch(wanted: number): number {
		return Math.min(wanted, BLOCK_FRAMES - (this.written % BLOCK_FRAMES), this.goal - this.written);
	}

	#blockFor(pool: BlockPool): Float32Array | null {
		const index = Math.floor(this.written / BLOCK_FRAMES);
		if (index >= this.#blocks.length) return null;
		const known = this.#blocks[index] ?? null;
		if (known !== null) return known;
		return (this.#blocks[index] = pool.take());
	}

	#copyStretch(ring: InputRing, block: Float32Array, from: number, count: number): number {
		const at = this.written % BLOCK_FRAMES;
		const oldest = ring.tail;
		let lost = 0;
		for (let index = 0; index < count; index++) {
			const frame = from + index;
			const isHeld = frame >= oldest;
			const place = frame & ring.mask;
			block[at + index] = isHeld ? ring.left[place]! : 0;
			block[BLOCK_FRAMES + at + index] = isHeld ? ring.right[place]! : 0;
			if (!isHeld && frame >= 0) lost++;
		}
		return lost;
	}
}
