import { cycleAt, cycleStart, type LoopRegion } from '../music/loopRegion';
import type { Ticks } from '../music/units';
import type { PartnerMode } from './settings';

/** Who plays in which cycle of a grid of equal cycles. */
export class Turns {
	#grid: LoopRegion | null = null;
	#mode: PartnerMode = 'off';
	/** A cycle that is the player's; in *Answer* the partner has the next one, and so on. */
	#phase = 0;

	get grid(): LoopRegion | null {
		return this.#grid;
	}

	/** Returns whether the cycles are others than before. A new grid begins with the player's turn. */
	setGrid(grid: LoopRegion | null): boolean {
		const isSame = grid?.start === this.#grid?.start && grid?.length === this.#grid?.length;
		if (isSame) return false;
		if (grid?.start !== this.#grid?.start) this.#phase = 0;
		this.#grid = grid;
		return true;
	}

	/** A grid that begins with the partner's turn; the same one goes on. */
	enter(grid: LoopRegion): void {
		if (grid.start === this.#grid?.start) return;
		this.#grid = grid;
		this.#phase = -1;
	}

	/** A new mode begins with the player's turn. */
	setMode(mode: PartnerMode, now: Ticks): void {
		if (mode === this.#mode) return;
		this.#mode = mode;
		this.#phase = Math.max(0, this.cycleOf(now));
	}

	/** In *Answer*: nothing was there to answer, so `cycle` is the player's again. */
	listenIn(cycle: number): void {
		this.#phase = cycle;
	}

	cycleOf(position: Ticks): number {
		return this.#grid === null ? 0 : cycleAt(this.#grid, position);
	}

	startOf(cycle: number): Ticks {
		if (this.#grid === null) throw new Error('there are no cycles without a grid');
		return cycleStart(this.#grid, cycle);
	}

	isPartners(cycle: number): boolean {
		if (this.#grid === null || this.#mode === 'off' || cycle <= this.#phase) return false;
		return this.#mode === 'along' || (cycle - this.#phase) % 2 === 1;
	}
}
