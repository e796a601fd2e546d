import { barLength, beatLength, type Metre } from '../../../music/metre';
import { ticks, type Ticks } from '../../../music/units';

/** How a bar is felt. Positions count from its bar line. */
export interface Accents {
	readonly bar: Ticks;
	/** What a foot taps: the written beats, or the groups of eighths. */
	readonly beats: readonly Ticks[];
	/** Where the groups of beats begin, the bar line first. */
	readonly strong: readonly Ticks[];
	/** The last written beat, or the middle of it where a strong beat or the only other beat is there. */
	readonly pickup: Ticks;
	/** Where the second half of the bar begins: the last strong beat, or the last beat. */
	readonly second: Ticks;
}

/** Written beats by group; the order is the one in which they are usually felt. */
const GROUPS: Readonly<Record<string, readonly number[]>> = {
	'4/4': [2, 2],
	'5/4': [3, 2],
	'6/8': [3, 3],
	'7/8': [2, 2, 3]
};

export function accentsOf(metre: Metre): Accents {
	const beat = beatLength(metre);
	const groups = GROUPS[`${metre.beats}/${metre.unit}`] ?? [metre.beats];
	const written = Array.from({ length: metre.beats }, (_, index) => ticks(index * beat));
	const strong = groups.map((_, index) =>
		ticks(beat * groups.slice(0, index).reduce((sum, size) => sum + size, 0))
	);
	const lastBeat = written.at(-1)!;
	const second = strong.length > 1 ? strong.at(-1)! : lastBeat;
	const pickup = second === lastBeat ? ticks(lastBeat + beat / 2) : lastBeat;
	const beats = metre.unit === 8 && strong.length > 1 ? strong : written;
	return { bar: barLength(metre), beats, strong, second, pickup };
}

/** Each bar's `places` in a loop of `length`, which may end in the middle of a bar. */
export function placesIn(length: Ticks, bar: Ticks, places: readonly Ticks[]): Ticks[] {
	const bars = Math.ceil(length / bar);
	return Array.from({ length: bars }, (_, index) =>
		places.map((place) => ticks(index * bar + place))
	)
		.flat()
		.filter((place) => place < length);
}
