import { seededRandom } from '../../../src/lib/random';
import type { PlayedNote } from '../../ears/live/sounds';

/** Semitones to the next note: mostly steps, some leaps, some octaves, and the same again. */
const MOVES = [-12, -7, -5, -4, -3, -2, -2, -1, 0, 0, 1, 2, 2, 3, 4, 5, 7, 12] as const;
/** In beats of 90–150 BPM. */
const LENGTHS = [0.25, 0.5, 0.5, 0.5, 1, 1, 2] as const;
/** A note that is not slurred into the next sounds for this part of its time. */
const DETACHED = 0.8;

/** A line made up within a range: every second note or so slurred into the next, a rest now and then. */
export function lineWithin(
	seed: number,
	lowest: number,
	highest: number,
	count = 24
): PlayedNote[] {
	const random = seededRandom(seed);
	const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)]!;
	const beat = 60 / (90 + 60 * random());
	const notes: PlayedNote[] = [];
	let pitch = Math.round((lowest + highest) / 2);
	let start = 0.4;
	for (let note = 0; note < count; note++) {
		const before = notes.at(-1);
		pitch = Math.min(highest, Math.max(lowest, pitch + pick(MOVES)));
		if (before?.pitch === pitch) {
			// The same note needs a new attack.
			const length = Math.min(before.length, DETACHED * (start - before.start));
			notes[notes.length - 1] = { ...before, length };
		}
		const time = beat * pick(LENGTHS);
		const length = random() < 0.5 ? time : DETACHED * time;
		notes.push({ pitch, start, length, strength: 0.45 + 0.5 * random() });
		start += random() < 0.1 ? time + beat / 2 : time;
	}
	return notes;
}
