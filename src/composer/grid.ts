import type { Note } from '../music/note';
import { PPQ, type Ticks } from '../music/units';

/** The lines that a melody is laid on. */
export interface Grid {
	readonly stepsPerQuarter: number;
	readonly stepTicks: number;
	readonly barSteps: number;
}

const SIXTEENTHS = 4;
const TRIPLETS = 3;
/** Triplets must fit this much better (in squared error) before sixteenths are given up. */
const CLEARLY_BETTER = 0.5;
/** One stray onset is no triplet. */
const FEWEST_TRIPLET_ONSETS = 2;

const gridOf = (stepsPerQuarter: number, bar: Ticks): Grid => {
	const stepTicks = PPQ / stepsPerQuarter;
	return { stepsPerQuarter, stepTicks, barSteps: Math.round(bar / stepTicks) };
};

const distance = (start: number, stepTicks: number) =>
	Math.abs(start - Math.round(start / stepTicks) * stepTicks);

/** Sixteenths, or eighth triplets when the phrase clearly lies on them and they divide the bar. */
export function fittingGrid(notes: readonly Note[], bar: Ticks): Grid {
	const straight = gridOf(SIXTEENTHS, bar);
	const triplet = gridOf(TRIPLETS, bar);
	if (bar % triplet.stepTicks !== 0) return straight;
	const starts = [...new Set(notes.map((note) => note.start))];
	const errorOn = ({ stepTicks }: Grid) =>
		starts.reduce((sum, start) => sum + distance(start, stepTicks) ** 2, 0);
	const onTriplets = starts.filter(
		(start) => distance(start, triplet.stepTicks) < distance(start, straight.stepTicks)
	);
	const fits =
		onTriplets.length >= FEWEST_TRIPLET_ONSETS &&
		errorOn(triplet) < CLEARLY_BETTER * errorOn(straight);
	return fits ? triplet : straight;
}
