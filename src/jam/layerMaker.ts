import { beatLength } from '../music/metre';
import { ticks, type Ticks } from '../music/units';
import type { Ear } from './ear';
import type { ImportedPart } from './importedParts';
import { KeptLayer, RecordedLayer, type Layer } from './layer';
import type { PressContext } from './pressContext';

/** Whoever goes over what sounds already takes in notes that anticipate the bar line by this much. */
export const OVERDUB_PICKUP = ticks(60);

/** Makes the layers of a loop, numbered through. */
export class LayerMaker {
	readonly #ear: Ear;
	#next = 1;

	constructor(ear: Ear) {
		this.#ear = ear;
	}

	/** What is played from `from` on, and before it a beat of pickup or, over what sounds, less. */
	open(from: Ticks, { sound, metre }: PressContext, isOver: boolean): RecordedLayer {
		const pickup = isOver ? OVERDUB_PICKUP : beatLength(metre);
		return new RecordedLayer(this.#next++, sound, this.#ear, { from, pickup });
	}

	/** What was heard over [from, to). */
	heard(from: Ticks, to: Ticks, context: PressContext): RecordedLayer {
		const layer = this.open(from, context, true);
		layer.close(to);
		return layer;
	}

	/** What a file holds. */
	kept(part: ImportedPart): KeptLayer {
		return new KeptLayer(this.#next++, part, ticks(-Infinity));
	}

	/** What somebody else makes. */
	made(make: (id: number) => Layer): Layer {
		return make(this.#next++);
	}
}
