import type { BaseLoop, LayerWindow, TrackContent, TrackRecord } from './looper';
import { frames } from './units';

/**
 * Counts of frames at another sample rate, `ratio` times the old one: the base loop becomes whole again,
 * and what was a multiple or a fraction of it still is.
 */
export class LoopRate {
	readonly #ratio: number;
	readonly #from: number;
	readonly #to: number;

	/** Without a base loop lengths are rounded one by one. */
	constructor(ratio: number, base: BaseLoop | null) {
		this.#ratio = ratio;
		this.#from = base?.length ?? 1;
		this.#to = base === null ? ratio : Math.round(base.length * ratio);
	}

	base({ origin, length }: BaseLoop): BaseLoop {
		return { origin: frames(this.#place(origin)), length: frames(this.#length(length)) };
	}

	record({ content, past, future }: TrackRecord): TrackRecord {
		const convert = (each: TrackContent) => this.#content(each);
		return { content: convert(content), past: past.map(convert), future: future.map(convert) };
	}

	#content({ length, layers }: TrackContent): TrackContent {
		return { length: this.#length(length), layers: layers.map((layer) => this.#window(layer)) };
	}

	/** A layer that covers its whole round still does. */
	#window(layer: LayerWindow): LayerWindow {
		const cycle = this.#length(layer.cycle);
		const speed = Math.abs(layer.rate);
		const isWhole = layer.span >= layer.cycle / speed;
		const span = isWhole ? cycle / speed : Math.round(layer.span * this.#ratio);
		const from = Math.round(layer.from * this.#ratio);
		return { ...layer, cycle, span, from, at: this.#place(layer.at) };
	}

	#length(length: number): number {
		return Math.round((length / this.#from) * this.#to);
	}

	#place(place: number): number {
		return Math.round(place * this.#ratio);
	}
}
