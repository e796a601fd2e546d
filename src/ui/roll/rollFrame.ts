import type { LoopRegion } from '../../music/loopRegion';
import { ticks, type Pitch, type Ticks } from '../../music/units';
import { isBlackKey } from '../keys/keyLayout';
import { DRUM_ROWS, drumRow, laneHeight } from './drumLane';

/** The pitches that the roll shows: [low, high), not necessarily whole while it glides. */
export interface PitchRange {
	readonly low: number;
	readonly high: number;
}

/** Two octaves from C3: what is shown while there is nothing to show. */
const EMPTY_RANGE: PitchRange = { low: 55, high: 79 };
const FEWEST_PITCHES = 18;
/** Air above and below the outermost notes, in semitones. */
const AIR = 3;
/** How much of the way to its goal the range goes in one frame at 60 frames a second. */
const GLIDE = 0.18;
const NEAR_ENOUGH = 0.02;

/** The range that holds all pitches. */
export function rangeOf(pitches: readonly number[]): PitchRange {
	if (pitches.length === 0) return EMPTY_RANGE;
	const lowest = Math.min(...pitches) - AIR;
	const highest = Math.max(...pitches) + 1 + AIR;
	const missing = Math.max(0, FEWEST_PITCHES - (highest - lowest));
	return { low: lowest - Math.floor(missing / 2), high: highest + Math.ceil(missing / 2) };
}

const glided = (from: number, to: number) =>
	Math.abs(to - from) < NEAR_ENOUGH ? to : from + (to - from) * GLIDE;

/** One frame nearer to `goal`. */
export const glide = (range: PitchRange, goal: PitchRange): PitchRange => ({
	low: glided(range.low, goal.low),
	high: glided(range.high, goal.high)
});

/** What a roll has to show. */
interface RollContents {
	readonly range: PitchRange;
	readonly cycle: LoopRegion;
	readonly hasDrumLane: boolean;
}

/** Turns time and pitch into CSS pixels of a roll of this size. */
export class RollFrame {
	/** The width of the key names at the left. */
	static readonly margin = 44;
	readonly width: number;
	readonly height: number;
	readonly range: PitchRange;
	/** Where the keys end and the drums begin. */
	readonly laneTop: number;
	readonly #length: number;

	constructor(size: { width: number; height: number }, contents: RollContents) {
		const { range, cycle, hasDrumLane } = contents;
		this.width = size.width;
		this.height = size.height;
		this.range = range;
		this.laneTop = size.height - (hasDrumLane ? laneHeight(size.height) : 0);
		this.#length = cycle.length;
	}

	/** Where a place in the cycle lies. */
	x(offset: number): number {
		return RollFrame.margin + (offset / this.#length) * (this.width - RollFrame.margin);
	}

	/** How long a stretch of the cycle is that is so many CSS pixels wide. */
	ticksIn(pixels: number): Ticks {
		return ticks(Math.round((pixels / (this.width - RollFrame.margin)) * this.#length));
	}

	get rowHeight(): number {
		return this.laneTop / (this.range.high - this.range.low);
	}

	/** The upper edge of a pitch's row. */
	y(pitch: number): number {
		return (this.range.high - pitch - 1) * this.rowHeight;
	}

	get drumRowHeight(): number {
		return (this.height - this.laneTop) / DRUM_ROWS.length;
	}

	/** The upper edge of a drum's row. */
	drumY(pitch: Pitch): number {
		return this.laneTop + drumRow(pitch) * this.drumRowHeight;
	}

	/** The rows in sight, from the lowest. */
	*rows(): Generator<{ pitch: number; isBlack: boolean }> {
		for (let pitch = Math.floor(this.range.low); pitch < this.range.high; pitch++) {
			if (pitch >= 0) yield { pitch, isBlack: isBlackKey(pitch) };
		}
	}
}
