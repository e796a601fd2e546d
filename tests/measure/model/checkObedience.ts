import { PPQ } from '../../../src/music/units';
import type { Note } from '../../../src/music/note';
import { requestOf, type Excerpt } from './excerpts';
import type { Partner } from './partner';
import { spearman } from './spearman';

/** As models/training/controls.py measures them; `length` is the answer's, in ticks. */
const MEASURES = {
	/** Onsets a quarter note. */
	density: (notes: readonly Note[], length: number) =>
		(new Set(notes.map(({ start }) => start)).size * PPQ) / length,
	/** Mean MIDI pitch. */
	register: (notes: readonly Note[]) =>
		notes.reduce((sum, { pitch }) => sum + pitch, 0) / notes.length
};

interface ObedienceCheck {
	readonly density: number;
	readonly register: number;
	readonly answers: number;
}

/** Rank correlation of the class that is asked and what is done, over every class and excerpt. */
export async function checkObedience(
	partner: Partner,
	excerpts: readonly Excerpt[]
): Promise<ObedienceCheck> {
	const rho = { density: NaN, register: NaN };
	let answers = 0;
	for (const name of ['density', 'register'] as const) {
		const asked: number[] = [];
		const done: number[] = [];
		for (const [index, excerpt] of excerpts.entries()) {
			const { answerLength } = requestOf(excerpt, partner.model.vocabulary, index);
			for (const one of classesOf(name, partner)) {
				const notes = await partner.answer(excerpt, index, {
					controls: { [name]: { class: one } }
				});
				if (notes.length === 0) continue;
				asked.push(one);
				done.push(MEASURES[name](notes, answerLength));
			}
		}
		rho[name] = spearman(asked, done);
		answers += done.length;
	}
	return { ...rho, answers };
}

function classesOf(name: string, { model }: Partner): number[] {
	const control = model.vocabulary.controls.find((one) => one.name === name);
	if (control === undefined) throw new Error(`the model knows no ${name}`);
	return Array.from({ length: control.edges.length + 1 }, (_, index) => 1 + index);
}
