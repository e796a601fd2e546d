import type { BlockPool } from './blockPool';
import type { InputRing } from './inputRing';
import { FIRST_FILED_TAPE, type TapeChunk } from './protocol';
import { Tape } from './tape';

/** What is handed out for the disk at a time. */
const CHUNK_FRAMES = 24_000;
/** Less waits for more, unless the tape is over: a fifth of a second at 48 kHz. */
const MIN_CHUNK_FRAMES = 9600;

/** Every tape that something can still reach, by its number. */
export class TapeShelf {
	/** Times that no block was left for a tape. */
	starved = 0;
	/** Frames that a tape wanted and the ring no longer held. Must stay 0. */
	lost = 0;
	readonly #ring: InputRing;
	readonly #pool: BlockPool;
	readonly #tapes = new Map<number, Tape>();
	/** Tapes that still copy; made anew by commands. */
	#copying: readonly Tape[] = [];
	/** Tapes that are over, until they are told. */
	readonly #released: number[] = [];
	/** Tapes from outside that no record has named yet. */
	readonly #unclaimed = new Set<number>();
	#next = 1;

	constructor(ring: InputRing, pool: BlockPool) {
		this.#ring = ring;
		this.#pool = pool;
	}

	/** Open tapes take what the ring has by now. Does not allocate. */
	copy(): void {
		for (let index = 0; index < this.#copying.length; index++) {
			const lost = this.#copying[index]!.copy(this.#ring, this.#pool);
			if (lost < 0) this.starved++;
			else this.lost += lost;
		}
	}

	/** A new tape, from the frame `ringFrom` of the ring on. */
	open(ringFrom: number): Tape {
		const tape = new Tape(this.#next++, ringFrom);
		this.#tapes.set(tape.id, tape);
		return tape;
	}

	/** Appends sound from outside. Throws a RangeError when no blocks are left. */
	fill(id: number, left: Float32Array, right: Float32Array): void {
		const tape = this.#tapes.get(id) ?? new Tape(id, -Infinity);
		if (!this.#tapes.has(id)) this.#unclaimed.add(id);
		this.#tapes.set(id, tape);
		if (id < FIRST_FILED_TAPE) this.#next = Math.max(this.#next, id + 1);
		tape.goal = Infinity;
		if (!tape.append(left, right, this.#pool)) {
			throw new RangeError(`no blocks left for tape ${id}`);
		}
		tape.goal = tape.written;
		tape.handedOut = tape.written;
	}

	/** The tape that a record names. Throws a RangeError if it was not filled. */
	claim(id: number): Tape {
		const tape = this.#tapes.get(id);
		if (tape === undefined) throw new RangeError(`no tape ${id}`);
		this.#unclaimed.delete(id);
		return tape;
	}

	/** Open tapes get room for the next seconds. */
	makeRoom(): void {
		for (const tape of this.#copying) tape.makeRoom();
	}

	/** Lets go of the tapes that are neither in `reachable` nor wait for their record. */
	keep(reachable: ReadonlySet<Tape>): void {
		for (const [id, tape] of this.#tapes) {
			if (reachable.has(tape) || this.#unclaimed.has(id)) continue;
			tape.release(this.#pool);
			this.#tapes.delete(id);
			this.#released.push(id);
		}
		this.#copying = [...this.#tapes.values()].filter((tape) => !tape.isDone);
	}

	/** Tapes that were let go of since the last call. */
	takeReleased(): readonly number[] {
		return this.#released.splice(0);
	}

	/** Lets go of everything, and tells of no tape that it is over. */
	clear(): void {
		this.#unclaimed.clear();
		this.keep(new Set());
		this.#released.length = 0;
	}

	/** What was recorded since the last call, in pieces of at most half a second. */
	handOut(): readonly TapeChunk[] {
		const chunks: TapeChunk[] = [];
		for (const tape of this.#tapes.values()) {
			const isLittle = tape.written - tape.handedOut < MIN_CHUNK_FRAMES;
			if (isLittle && !tape.isDone) continue;
			while (tape.handedOut < tape.written) {
				const count = Math.min(CHUNK_FRAMES, tape.written - tape.handedOut);
				chunks.push(this.read(tape.id, tape.handedOut, count));
				tape.handedOut += count;
			}
		}
		return chunks;
	}

	/** A copy of frames [from, from + count) of a tape; what is not there is silent. */
	read(id: number, from: number, count: number): TapeChunk {
		const left = new Float32Array(count);
		const right = new Float32Array(count);
		this.#tapes.get(id)?.read(from, left, right);
		return { tape: id, from, left, right };
	}
}
