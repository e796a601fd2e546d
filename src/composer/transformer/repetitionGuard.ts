import type { StepNote } from './prompt';
import type { Rule } from './rules';
import { PITCHES } from './vocabulary';

/** A bar of fewer notes may come as often as it likes: a held chord, a pedal note. */
const FEWEST_NOTES = 3;

/**
 * The same bar does not come a third time in a row: where a bar has begun like the two before it,
 * its last note gets another pitch. Drums may repeat themselves, as drums do.
 */
export const repetitionGuard: Rule = {
	symbols({ notes, prompt }, { onset, part }, allowed) {
		const bar = Math.floor(onset / prompt.barSteps);
		const inBar = (index: number) =>
			notes
				.filter(
					(note) => note.symbol < PITCHES && Math.floor(note.onset / prompt.barSteps) === index
				)
				.map((note) => nameOf(note, prompt.barSteps));
		const [older, old, now] = [inBar(bar - 2), inBar(bar - 1), inBar(bar)];
		const isTwice = old.length >= FEWEST_NOTES && older.join() === old.join();
		if (!isTwice || now.join() !== old.slice(0, -1).join()) return;
		for (let symbol = 0; symbol < PITCHES; symbol++) {
			if (nameOf({ onset, part, symbol }, prompt.barSteps) === old.at(-1)) allowed[symbol] = 0;
		}
	}
};

/** Where in its bar a note is, in which part, and which pitch it has. */
const nameOf = (
	{ onset, part, symbol }: Pick<StepNote, 'onset' | 'part' | 'symbol'>,
	barSteps: number
) => `${onset % barSteps}:${part}:${symbol}`;
