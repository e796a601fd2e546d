import type { LooperNode } from '../audio/looper/looperNode';
import { joined } from '../lib/joined';
import type { OpenedSession } from '../store/sessions/openedSession';

/** Both sides of a stretch of sound. */
export interface Sides {
	readonly left: Float32Array;
	readonly right: Float32Array;
}

type Pieces = AsyncIterable<Sides> | Iterable<Sides>;

/** The looper, as far as it takes tapes. */
export type FilledLooper = Pick<LooperNode, 'sampleRate' | 'fillTape'>;

/** Puts tapes into the audio thread, at its own sample rate. */
export class TapeFiller {
	readonly #looper: FilledLooper;
	readonly #sampleRate: number;

	/** `sampleRate` is of the tapes that do not say theirs, in Hz. */
	constructor(looper: FilledLooper, sampleRate: number) {
		this.#looper = looper;
		this.#sampleRate = sampleRate;
	}

	/** Returns what was put on the tape. */
	async tape(id: number, sampleRate: number, pieces: Pieces): Promise<Sides> {
		const whole = await joinedPieces(pieces);
		const sides = await this.#converted([whole.left, whole.right], sampleRate);
		const [left = new Float32Array(0), right = new Float32Array(0)] = sides;
		this.#looper.fillTape(id, left.slice(), right.slice());
		return { left, right };
	}

	async #converted(sides: readonly Float32Array[], sampleRate: number) {
		const rate = sampleRate > 0 ? sampleRate : this.#sampleRate;
		if (rate === this.#looper.sampleRate) return sides;
		const { resample } = await import('../store/audioFiles/resample');
		return resample(sides, rate, this.#looper.sampleRate);
	}
}

async function joinedPieces(pieces: Pieces): Promise<Sides> {
	const lefts: Float32Array[] = [];
	const rights: Float32Array[] = [];
	for await (const { left, right } of pieces) {
		lefts.push(left);
		rights.push(right);
	}
	return { left: joined(lefts), right: joined(rights) };
}

/** Each tape in one piece, one after the other. */
export async function* wholeTapes(opened: OpenedSession) {
	for (const { tape, sampleRate } of opened.tapes) {
		yield { id: tape, sampleRate, ...(await joinedPieces(opened.pieces(tape))) };
	}
}
