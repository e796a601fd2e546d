/** A sample this loud is taken for one that was cut off. */
const CLIP = 0.985;
const CLIP_SHOWN_MS = 2000;
/** Playing that stays between these is worth a word; below it nobody plays. In dBFS. */
const LOUD_ENOUGH_DB = -30;
const ROOM_NOISE_DB = -52;
/** How far back "too quiet" looks. */
const QUIET_AFTER_MS = 4000;
const FALL_DB_PER_MS = 0.03;
/** The bottom of the meter. */
export const SILENCE_DB = -60;

const decibels = (peak: number) =>
	peak <= 0 ? SILENCE_DB : Math.max(SILENCE_DB, 20 * Math.log10(peak));

/** What the player may be told of the input. */
export type InputHint = 'none' | 'clips' | 'quiet';

/** A meter that rises at once and falls slowly, and notices clipping and playing too quietly. */
export class InputLevel {
	#db = SILENCE_DB;
	#heardAt = NaN;
	#clippedAt = -Infinity;
	#loudAt = NaN;
	#soundedAt = -Infinity;

	/** `peak`, 0–1, is the loudest sample of the last moments; `at` in milliseconds, never falling. */
	hear(peak: number, at: number): void {
		const db = decibels(peak);
		const fallen = Number.isNaN(this.#heardAt) ? 0 : (at - this.#heardAt) * FALL_DB_PER_MS;
		this.#db = Math.max(db, this.#db - fallen, SILENCE_DB);
		this.#heardAt = at;
		if (Number.isNaN(this.#loudAt)) this.#loudAt = at;
		if (peak >= CLIP) this.#clippedAt = at;
		if (db >= LOUD_ENOUGH_DB) this.#loudAt = at;
		else if (db > ROOM_NOISE_DB) this.#soundedAt = at;
	}

	/** How much of the meter is lit, 0–1. */
	get share(): number {
		return 1 - this.#db / SILENCE_DB;
	}

	get hint(): InputHint {
		if (this.#heardAt - this.#clippedAt < CLIP_SHOWN_MS) return 'clips';
		const isLongQuiet = this.#heardAt - this.#loudAt > QUIET_AFTER_MS;
		const hasSounded = this.#heardAt - this.#soundedAt < QUIET_AFTER_MS / 2;
		return isLongQuiet && hasSounded ? 'quiet' : 'none';
	}
}
