import type { Answerer } from '../../../src/composer/answerer';
import type { AnswerRequest } from '../../../src/composer/protocol';
import type { Note } from '../../../src/music/note';
import { requestOf } from '../calls';

/** A bar, or less of the first one. */
export interface Piece {
	readonly candidate: number;
	readonly notes: readonly Note[];
	readonly from: number;
	readonly to: number;
}

/** All that an answerer tells until it is done, or until it has told so many pieces. */
export async function answered(
	answerer: Answerer,
	difference: Partial<AnswerRequest> = {},
	mostPieces = Infinity
): Promise<Piece[]> {
	const pieces: Piece[] = [];
	await answerer.generate(
		requestOf(difference),
		{
			bar: (candidate, notes, from, to) => pieces.push({ candidate, notes, from, to }),
			ranked: () => undefined
		},
		() => pieces.length >= mostPieces
	);
	return pieces;
}

export const notesOf = (pieces: readonly Piece[]) => pieces.flatMap(({ notes }) => notes);

/** Whether the pieces of an answer begin at its bar line and follow each other without a gap. */
export const isSeamless = (pieces: readonly Piece[]) =>
	pieces.every(({ from, to }, index) => from === (pieces[index - 1]?.to ?? 0) && to > from);
