import type { LooperNode } from '../audio/looper/looperNode';
import type { OpenedSession } from '../store/sessions/openedSession';

type Pieces =
	| AsyncIterable<{ left: Float32Array; right: Float32Array }>
	| Iterable<{ left: Float32Array; right: Float32Array }>;

/** Puts tapes into the audio thread, at its own sample rate. */
export class TapeFiller {
	readonly #looper: LooperNode;
	readonly #sampleRate: number;

	constructor(looper: LooperNode, sampleRate: number) {
		this.#looper = looper;
		this.#sampleRate = sampleRate;
	}

	/** Returns what was put on the tape. */
	async tape(id: number, sampleRate: number, pieces: Pieces) {
		const lefts: Float32Array[] = [];
		const rights: Float32Array[] = [];
		for await (const { left, right } of pieces) {
			lefts.push(left);
			rights.push(right);
		}
		const sides = await this.#converted([joined(lefts), joined(rights)], sampleRate);
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

function joined(parts: readonly Float32Array[]): Float32Array {
	const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}

/** Each tape in one piece, one after the other. */
export async function* wholeTapes(opened: OpenedSession) {
	for (const { tape, sampleRate } of opened.tapes) {
		const lefts: Float32Array[] = [];
		const rights: Float32Array[] = [];
		for await (const { left, right } of opened.pieces(tape)) {
			lefts.push(left);
			rights.push(right);
		}
		yield { id: tape, sampleRate, left: joined(lefts), right: joined(rights) };
	}
}
