import { positionAt, type LayerWindow, type TrackContent } from '../../music/looper';
import { frames } from '../../music/units';
import type { TapeChunk } from './protocol';

/** Frames of a tape that share one peak. */
const PEAK_FRAMES = 256;

/** How loud tapes are, coarsely: enough to draw what a track sounds. */
export class TapePeaks {
	readonly #tapes = new Map<number, { frames: number; peaks: number[] }>();

	add({ tape, from, left, right }: TapeChunk): void {
		const known = this.#tapes.get(tape) ?? { frames: 0, peaks: [] };
		this.#tapes.set(tape, known);
		for (let index = 0; index < left.length; index++) {
			const place = Math.floor((from + index) / PEAK_FRAMES);
			const size = Math.max(Math.abs(left[index]!), Math.abs(right[index]!));
			known.peaks[place] = Math.max(known.peaks[place] ?? 0, size);
		}
		known.frames = Math.max(known.frames, from + left.length);
	}

	/** In frames. */
	lengthOf(tape: number): number {
		return this.#tapes.get(tape)?.frames ?? 0;
	}

	clear(): void {
		this.#tapes.clear();
	}

	forget(tape: number): void {
		this.#tapes.delete(tape);
	}

	/** The loudest of all layers in each of `count` even stretches of one pass, 0–1. */
	of({ length, layers }: TrackContent, count: number): Float32Array {
		const peaks = new Float32Array(count);
		for (let index = 0; index < count && length > 0; index++) {
			const from = (index * length) / count;
			peaks[index] = layers.reduce((loudest, layer) => {
				const peak = this.#peakOf(layer, from, from + length / count);
				return Math.max(loudest * layer.under, peak);
			}, 0);
		}
		return peaks;
	}

	#peakOf(layer: LayerWindow, from: number, to: number): number {
		const { at, rate, cycle, span } = layer;
		const known = this.#tapes.get(layer.tape)?.peaks;
		if (known === undefined) return 0;
		let loudest = 0;
		for (let position = from; position < to; position += PEAK_FRAMES * Math.abs(rate)) {
			const motion = { at: frames(at), position: 0, rate: 1 / rate };
			const place = positionAt(motion, cycle / Math.abs(rate), position);
			if (place < span) {
				loudest = Math.max(loudest, known[Math.floor((layer.from + place) / PEAK_FRAMES)] ?? 0);
			}
		}
		return Math.min(1, loudest);
	}
}
