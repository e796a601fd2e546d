import { MOMENT_FEATURES } from './networkShapes';
import { OwnLine } from './ownLine';
import type { Prompt, PromptEvent } from './prompt';
import {
	ANSWER_BEGINS,
	CALL_BEGINS,
	CALL_NOTE,
	durationClass,
	PARTS,
	symbolsOf,
	type Vocabulary
} from './vocabulary';

/** What a beginning has in place of a note's attributes. */
const beginning = (kind: number, at: number, vocabulary: Vocabulary): PromptEvent => ({
	kind,
	at,
	part: PARTS.length,
	symbol: symbolsOf(vocabulary),
	duration: 0,
	velocity: 0,
	moment: null
});

/** The events of a prompt: the call with its beginning, then the answer's beginning. */
export function callEvents(prompt: Prompt, vocabulary: Vocabulary): PromptEvent[] {
	const line = new OwnLine();
	const notes = prompt.call.map(({ onset, duration, symbol, velocity, part }): PromptEvent => {
		const moment = new Float32Array(MOMENT_FEATURES);
		line.write(onset, moment);
		const length = durationClass(duration, vocabulary);
		line.add(onset, vocabulary.durations[length]!, symbol);
		return { kind: CALL_NOTE, at: onset, part, symbol, duration: 1 + length, velocity, moment };
	});
	return [
		beginning(CALL_BEGINS, 0, vocabulary),
		...notes,
		beginning(ANSWER_BEGINS, prompt.answerBar * prompt.barSteps, vocabulary)
	];
}
