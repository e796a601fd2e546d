/** Of a steady pitch, whose offset is then known half: as long as a few notes. */
const MEMORY_SECONDS = 12;
/** Belief in concert pitch before anything was heard. */
const PRIOR_SECONDS = 0.4;

/**
 * How far the instrument is from concert pitch. Offsets are angles, a semitone a full turn, and their
 * mean is that of the vectors (K. Mardia: Statistics of Directional Data), so that a note 45 cents
 * sharp and one 45 cents flat do not make one in tune.
 */
export class Tuning {
	readonly #decay: number;
	readonly #seconds: number;
	#cosine = PRIOR_SECONDS;
	#sine = 0;

	/** Told a pitch every `seconds`. */
	constructor(seconds: number) {
		this.#seconds = seconds;
		this.#decay = Math.exp(-seconds / MEMORY_SECONDS);
	}

	/** In semitones, -0.5 to 0.5: what a note of the instrument lies above its name. */
	get offset(): number {
		return Math.atan2(this.#sine, this.#cosine) / (2 * Math.PI);
	}

	/** A steady pitch, in semitones with a fraction. Does not allocate. */
	hear(pitch: number): void {
		const angle = 2 * Math.PI * (pitch - Math.round(pitch));
		this.#cosine = this.#cosine * this.#decay + this.#seconds * Math.cos(angle);
		this.#sine = this.#sine * this.#decay + this.#seconds * Math.sin(angle);
	}
}
