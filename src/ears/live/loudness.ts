/** Over which loudness is told: half a period of the lowest note, so that it does not flutter. */
const WINDOW_SECONDS = 0.02;
/** The room is as loud as the softest window of this past, kept in so many parts. */
const FLOOR_SECONDS = 1.5;
const FLOOR_PARTS = 6;
/** Once no note has sounded for so long, it is the room that is heard. */
const SETTLES_SECONDS = 0.25;
/** A note begins this far above the room, and ends where it falls to this. Powers: 6 and 3 dB. */
const OPENS_ABOVE_FLOOR = 4;
const CLOSES_ABOVE_FLOOR = 2;
/** What is softer is no note: -58 and -64 dBFS. */
const LEAST_TO_OPEN = 10 ** -5.8;
const LEAST_TO_STAY = 10 ** -6.4;

/** How loud the sound is, and the room under it. Powers are mean squares. */
export class Loudness {
	/** Mean square of the last 20 ms. */
	power = 0;
	/** Of the quietest moment of the last second and a half in which no note sounded. */
	floor = Infinity;
	readonly #powers: Float64Array;
	readonly #minima = new Float64Array(FLOOR_PARTS).fill(Infinity);
	readonly #partBlocks: number;
	readonly #settleBlocks: number;
	#blocks = 0;
	#roomBlocks = 0;
	#least = Infinity;

	constructor(rate: number, block: number) {
		this.#powers = new Float64Array(Math.max(1, Math.round((WINDOW_SECONDS * rate) / block)));
		this.#settleBlocks = Math.round((SETTLES_SECONDS * rate) / block);
		this.#partBlocks = Math.round((FLOOR_SECONDS * rate) / block / FLOOR_PARTS);
	}

	/** Loud enough to begin a note. */
	get isOpen(): boolean {
		return this.power > Math.max(LEAST_TO_OPEN, OPENS_ABOVE_FLOOR * this.floor);
	}

	/** Too soft to go on with one. */
	get isClosed(): boolean {
		return this.power < Math.max(LEAST_TO_STAY, CLOSES_ABOVE_FLOOR * this.floor);
	}

	/** Takes the newest block in; while a note is `held`, the room is not heard. Does not allocate. */
	write(block: Float64Array, isHeld: boolean): void {
		let sum = 0;
		for (let n = 0; n < block.length; n++) sum += block[n]! * block[n]!;
		const powers = this.#powers;
		powers[this.#blocks % powers.length] = sum / block.length;
		this.#blocks++;
		let total = 0;
		for (let n = 0; n < powers.length; n++) total += powers[n]!;
		this.power = total / powers.length;
		if (this.#blocks < powers.length) return;
		this.floor = Math.min(this.floor, this.power);
		this.#roomBlocks = isHeld ? 0 : this.#roomBlocks + 1;
		if (this.#roomBlocks < this.#settleBlocks) return;
		this.#least = Math.min(this.#least, this.power);
		if (this.#roomBlocks % this.#partBlocks === 0) this.#turnPart();
	}

	#turnPart(): void {
		const minima = this.#minima;
		minima.copyWithin(1, 0);
		minima[0] = this.#least;
		this.#least = Infinity;
		this.floor = Infinity;
		for (let part = 0; part < minima.length; part++) {
			this.floor = Math.min(this.floor, minima[part]!);
		}
	}
}
