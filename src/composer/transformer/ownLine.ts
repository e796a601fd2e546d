import { PITCHES } from './vocabulary';

/** The first of the twelve moment features that tell of the line's own notes. */
export const OWN_FEATURES = 36;

/** The pitches of a line in the making that still sound. */
export class OwnLine {
	#sounding: { readonly end: number; readonly pitchClass: number }[] = [];

	/** A note that the line begins; `duration` as the network heard it, in steps. */
	add(onset: number, duration: number, symbol: number): void {
		if (symbol < PITCHES) this.#sounding.push({ end: onset + duration, pitchClass: symbol % 12 });
	}

	/** Marks what sounds at a step, which never goes back, among the moment features. */
	write(step: number, out: Float32Array): void {
		this.#sounding = this.#sounding.filter(({ end }) => end > step);
		for (const { pitchClass } of this.#sounding) out[OWN_FEATURES + pitchClass] = 1;
	}
}
