import type { ControlName } from '../protocol';
import type { Interval } from './tilt';
import type { Vocabulary } from './vocabulary';

/** What the outermost classes of a control reach to, in what controls.py measures. */
const REACH: Readonly<Partial<Record<ControlName, readonly [least: number, most: number]>>> = {
	density: [0.1, 4.5],
	register: [33, 84],
	syncopation: [0, 0.8],
	chord_rate: [0.25, 6],
	polyphony: [1, 5],
	closeness: [0, 0.9]
};
/** So much of a class is left out at each of its edges. */
const INNER = 0.25;

/** The inner part of the class asked of a control; null where nothing is asked, or nothing steered. */
export function wantedOf(
	name: ControlName,
	asked: readonly number[],
	{ controls }: Vocabulary
): Interval | null {
	const index = controls.findIndex((control) => control.name === name);
	const reach = REACH[name];
	const wish = asked[index] ?? 0;
	if (reach === undefined || wish === 0) return null;
	const edges = [reach[0], ...controls[index]!.edges, reach[1]];
	const [low, high] = [edges[wish - 1]!, edges[wish]!];
	const margin = INNER * (high - low);
	return { low: low + margin, high: high - margin };
}

/** What the next `horizon` of a mean must be when `done` of them came to `total`. */
export function ahead(
	{ low, high }: Interval,
	done: number,
	total: number,
	horizon: number
): Interval {
	const needed = (mean: number) => (mean * (done + horizon) - total) / horizon;
	return { low: needed(low), high: needed(high) };
}
