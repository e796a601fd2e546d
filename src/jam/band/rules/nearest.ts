import { pitch, type Pitch } from '../../../music/units';

/** The lowest and the highest pitch that a chair plays, both included. */
export interface Compass {
	readonly low: number;
	readonly high: number;
}

export const classOf = (number: number) => ((number % 12) + 12) % 12;

/** A minor second or what is left of it over octaves: the harshest clash. */
export function isSemitoneApart(one: number, other: number): boolean {
	const distance = classOf(one - other);
	return distance === 1 || distance === 11;
}

/** All pitches of these classes in a compass, from the lowest. */
export function pitchesOf(classes: readonly number[], { low, high }: Compass): Pitch[] {
	const all = Array.from({ length: high - low + 1 }, (_, index) => low + index);
	return all.filter((number) => classes.includes(classOf(number))).map(pitch);
}

/** The pitch of these classes that lies nearest to `around`, the lower of two; null if there is none. */
export function nearestOf(
	classes: readonly number[],
	around: number,
	compass: Compass
): Pitch | null {
	let best: Pitch | null = null;
	for (const candidate of pitchesOf(classes, compass)) {
		if (best === null || Math.abs(candidate - around) < Math.abs(best - around)) best = candidate;
	}
	return best;
}
