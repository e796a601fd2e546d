import type { SoloNote } from '../../music/solo/figures';
import { ticks, type Ticks } from '../../music/units';
import type { PracticeMusic } from './ports';
import type { Chorus } from './practice';

/** A note that begins so little before a bar line was meant for it. */
const ANTICIPATION = ticks(60);

/** What the player began in their stretches of the chorus, counted from its first bar line. */
export function notesOfChorus(
	music: Pick<PracticeMusic, 'heardNotes'>,
	{ from, to, stretches }: Chorus
): readonly SoloNote[] {
	return music
		.heardNotes(ticks(from - ANTICIPATION))
		.map(({ pitch, start, end }) => ({
			pitch,
			start: ticks(start - from),
			// What is held over the end goes on in the next chorus.
			duration: ticks(Math.max(1, Math.min(end ?? to, to) - start))
		}))
		.filter(({ start }) => stretches.some((stretch) => begins(start, stretch)));
}

const begins = (start: Ticks, { from, to }: { from: Ticks; to: Ticks }) =>
	start >= from - ANTICIPATION && start < to - ANTICIPATION;
