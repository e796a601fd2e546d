import type { Chord } from '../../../music/harmony/chord';
import type { Key } from '../../../music/key';
import { beatLength, type Metre } from '../../../music/metre';
import type { Note } from '../../../music/note';
import { ticks, velocity, type Ticks } from '../../../music/units';
import { approachTo, rootNear } from './bassRule';

/** How hard a leading note is struck. */
const LEADING = 0.6;

/** A bar that announces what follows it. */
interface AnnouncingBar {
	readonly metre: Metre;
	readonly bar: Ticks;
}

/**
 * The bar's last beat gives way to a step towards the bass of the chord that follows, from where the
 * line is; what is held before it ends there.
 */
export function leadingTo(
	notes: readonly Note[],
	{ metre, bar }: AnnouncingBar,
	chord: Chord,
	key: Key | null
): readonly Note[] {
	const from = announcedFrom({ metre, bar }, false);
	const before = notes.filter(({ start }) => start < from);
	const last = before.at(-1);
	if (last === undefined) return notes;
	const target = rootNear(chord, last.pitch);
	const step: Note = {
		start: from,
		duration: ticks(bar - from),
		pitch: approachTo(target, last.pitch, key),
		velocity: velocity(LEADING)
	};
	const held = before.map((note) => ({
		...note,
		duration: ticks(Math.min(note.duration, from - note.start))
	}));
	return [...held, step];
}

/** Where in the bar it is announced: its last beat, or its last two, half of it at most. */
export const announcedFrom = ({ metre, bar }: AnnouncingBar, isLong: boolean): Ticks =>
	ticks(bar - Math.min(bar / 2, (isLong ? 2 : 1) * beatLength(metre)));
