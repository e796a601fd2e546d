import { readBars, type BarsReading } from '../../music/ears/readBars';
import type { BaseLoop, TrackReport } from '../../music/looper';
import type { Metre } from '../../music/metre';
import type { EarBook } from './earBook';

/** The first loop, and what was recorded of it. */
export interface ReadScene {
	readonly tracks: readonly TrackReport[];
	readonly base: BaseLoop | null;
	readonly sampleRate: number;
	readonly metre: Metre;
}

/** Ways to count the first loop, by what was heard of its first layer. */
export class LoopReadings {
	readonly #book: Pick<EarBook, 'notesOf' | 'version'>;
	#key = '';
	#readings: readonly BarsReading[] = [];

	constructor(book: Pick<EarBook, 'notesOf' | 'version'>) {
		this.#book = book;
	}

	/** The likeliest first; none where nothing was heard of it. */
	of({ tracks, base, sampleRate, metre }: ReadScene): readonly BarsReading[] {
		const layer = firstLayer(tracks, base);
		if (base === null || layer === null) return [];
		const key = [this.#book.version, layer, base.length, metre.beats, metre.unit].join(' ');
		if (key === this.#key) return this.#readings;
		this.#key = key;
		const seconds = base.length / sampleRate;
		this.#readings = readBars(this.#book.notesOf(layer) ?? [], { seconds, metre });
		return this.#readings;
	}
}

/** Of the first track whose loop is as long as the first loop; null for none. */
export function firstLayer(tracks: readonly TrackReport[], base: BaseLoop | null): number | null {
	const first = tracks.find(({ record }) => record.content.length === base?.length);
	return first?.record.content.layers[0]?.id ?? null;
}
