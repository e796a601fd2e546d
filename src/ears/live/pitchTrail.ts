/** The pitches of the last blocks, in semitones with a fraction; NaN where there was none. */
export class PitchTrail {
	readonly #pitches: Float64Array;
	#next = 0;

	constructor(blocks: number) {
		this.#pitches = new Float64Array(blocks).fill(NaN);
	}

	add(pitch: number): void {
		this.#pitches[this.#next] = pitch;
		this.#next = (this.#next + 1) % this.#pitches.length;
	}

	clear(): void {
		this.#pitches.fill(NaN);
	}

	/** 0 is the newest. */
	ago(blocks: number): number {
		const { length } = this.#pitches;
		return this.#pitches[(this.#next - 1 - blocks + 2 * length) % length]!;
	}

	/** How far the newest so many lie apart; Infinity when there is a gap among them. */
	spread(blocks: number): number {
		let lowest = Infinity;
		let highest = -Infinity;
		for (let ago = 0; ago < blocks; ago++) {
			const pitch = this.ago(ago);
			if (Number.isNaN(pitch)) return Infinity;
			lowest = Math.min(lowest, pitch);
			highest = Math.max(highest, pitch);
		}
		return highest - lowest;
	}
}
