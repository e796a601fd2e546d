import type { Engine } from '../../../src/composer/engine';
import type { AnswerRequest } from '../../../src/composer/protocol';
import type { Note } from '../../../src/music/note';
import { requestOf } from '../calls';

export interface Bar {
	readonly candidate: number;
	readonly notes: readonly Note[];
	readonly from: number;
	readonly to: number;
}

/** All that an engine tells until it is done, or until it has told so many bars. */
export async function answered(
	engine: Engine,
	difference: Partial<AnswerRequest> = {},
	mostBars = Infinity
): Promise<Bar[]> {
	const bars: Bar[] = [];
	await engine.generate(
		requestOf(difference),
		(candidate, notes, from, to) => bars.push({ candidate, notes, from, to }),
		() => bars.length >= mostBars
	);
	return bars;
}

export const notesOf = (bars: readonly Bar[]) => bars.flatMap(({ notes }) => notes);
