import { FRAME_BYTES, type TapePiece } from './tapeFormat';

/** 128 MiB, which is nearly six minutes of one stereo track at 48 kHz. */
const MOST_HELD_BYTES = 2 ** 27;
/** So much is written at once when much is waiting. */
const BATCH_BYTES = 2 ** 23;

/** Where a piece of a tape belongs. */
export interface Destination {
	readonly session: string;
	readonly sampleRate: number;
}

interface HeldPiece extends Destination {
	readonly piece: TapePiece;
}

/** What was recorded and is not known to be on the disk, oldest first, up to a limit. */
export class HeldPieces {
	readonly #mostBytes: number;
	#held: HeldPiece[] = [];
	#bytes = 0;
	#dropped = 0;

	constructor(mostBytes = MOST_HELD_BYTES) {
		this.#mostBytes = mostBytes;
	}

	get isEmpty(): boolean {
		return this.#held.length === 0;
	}

	/** Frames that were not held because the limit was reached, since all was last on the disk. */
	get dropped(): number {
		return this.#dropped;
	}

	add(piece: TapePiece, destination: Destination): void {
		const bytes = sizeOf(piece);
		if (this.#bytes + bytes > this.#mostBytes) {
			this.#dropped += piece.left.length;
			return;
		}
		this.#held.push({ ...destination, piece });
		this.#bytes += bytes;
	}

	/** The oldest pieces that belong together; they stay until they are let go. Null when there are none. */
	next(): (Destination & { readonly pieces: readonly TapePiece[] }) | null {
		const first = this.#held[0];
		if (first === undefined) return null;
		const { session, sampleRate } = first;
		const pieces: TapePiece[] = [];
		let bytes = 0;
		for (const held of this.#held) {
			if (held.session !== session || held.sampleRate !== sampleRate) break;
			bytes += sizeOf(held.piece);
			if (pieces.length > 0 && bytes > BATCH_BYTES) break;
			pieces.push(held.piece);
		}
		return { session, sampleRate, pieces };
	}

	/** These pieces are on the disk. */
	letGo(pieces: readonly TapePiece[]): void {
		const gone = new Set(pieces);
		this.#keep(({ piece }) => !gone.has(piece));
	}

	/** What was recorded on the tape is not needed any more. */
	forget(session: string, tape: number): void {
		this.#keep((held) => held.session !== session || held.piece.tape !== tape);
	}

	holds(session: string): boolean {
		return this.#held.some((held) => held.session === session);
	}

	#keep(isKept: (held: HeldPiece) => boolean): void {
		this.#held = this.#held.filter(isKept);
		this.#bytes = this.#held.reduce((sum, { piece }) => sum + sizeOf(piece), 0);
		if (this.isEmpty) this.#dropped = 0;
	}
}

const sizeOf = ({ left }: TapePiece) => left.length * FRAME_BYTES;
