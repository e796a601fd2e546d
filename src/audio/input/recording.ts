import type { Frames } from '../../music/units';

/** The name under which the recorder's processor is registered. */
export const RECORDER_PROCESSOR = 'continuo-recorder';

/** Main thread to audio thread, once: what is to be recorded. */
export interface RecordRequest {
	readonly from: Frames;
	readonly length: number;
}

/** Audio thread to main thread, once, when all of it is there. */
export interface Recorded {
	readonly left: Float32Array<ArrayBuffer>;
	readonly right: Float32Array<ArrayBuffer>;
}

/** Takes [from, from + length) out of what passes by. What never came stays silent. */
export class Recording implements Recorded {
	readonly left: Float32Array<ArrayBuffer>;
	readonly right: Float32Array<ArrayBuffer>;
	readonly #from: number;

	constructor({ from, length }: RecordRequest) {
		this.#from = from;
		this.left = new Float32Array(length);
		this.right = new Float32Array(length);
	}

	/** One block that begins at `frame`; false when nothing more is wanted. Does not allocate. */
	take(frame: number, channels: readonly Float32Array[], blockFrames: number): boolean {
		const left = channels[0];
		const right = channels[1] ?? left;
		const { length } = this.left;
		const start = frame - this.#from;
		if (left !== undefined && right !== undefined) {
			for (let index = Math.max(0, -start); index < blockFrames; index++) {
				if (start + index >= length) break;
				this.left[start + index] = left[index]!;
				this.right[start + index] = right[index]!;
			}
		}
		return start + blockFrames < length;
	}
}
