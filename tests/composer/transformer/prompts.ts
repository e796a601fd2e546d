import { AnswerLine } from '../../../src/composer/transformer/answerLine';
import { CallMoments } from '../../../src/composer/transformer/callMoments';
import type { Prompt, StepNote } from '../../../src/composer/transformer/prompt';
import type { Vocabulary } from '../../../src/composer/transformer/vocabulary';

export const BAR_STEPS = 96;

/** Four bars of 4/4 for the melody, after nothing, unless said otherwise. */
export const promptOf = ({ controls }: Vocabulary, difference: Partial<Prompt> = {}): Prompt => ({
	call: [],
	task: 0,
	metre: 2,
	barSteps: BAR_STEPS,
	bars: 4,
	answerBar: 0,
	heardBars: 4,
	controls: controls.map(() => 0),
	askedParts: [true, false, false, false, false, false],
	...difference
});

/** A sixteenth of the melody, unless said otherwise. */
export const stepNote = (
	onset: number,
	symbol: number,
	difference: Partial<StepNote> = {}
): StepNote => ({ onset, symbol, duration: 6, velocity: 5, part: 0, ...difference });

/** An answer that has come as far as its last note. */
export function lineOf(
	vocabulary: Vocabulary,
	notes: readonly StepNote[] = [],
	difference: Partial<Prompt> = {}
): AnswerLine {
	const prompt = promptOf(vocabulary, difference);
	const moments = new CallMoments(prompt.call, prompt.bars * prompt.barSteps, 48);
	const line = new AnswerLine(prompt, moments, vocabulary);
	for (const note of notes) line.add(note, line.momentAt(note.onset));
	return line;
}
