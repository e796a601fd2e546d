import { barLength, COMMON_TIME } from '../music/metre';
import { pitch, PPQ, ticks, velocity } from '../music/units';
import type { AnswerRequest } from './protocol';

const BAR = barLength(COMMON_TIME);

/** What a model is asked before anybody waits: a bar after four bars, as long a primer as any call's. */
export const DRY_REQUEST: AnswerRequest = {
	call: Array.from({ length: 16 }, (_, beat) => ({
		start: ticks(beat * PPQ),
		duration: ticks(PPQ),
		pitch: pitch(60 + (beat % 5)),
		velocity: velocity(0.7)
	})),
	callLength: ticks(4 * BAR),
	answerLength: BAR,
	metre: COMMON_TIME,
	temperature: 1,
	candidates: 1,
	seed: 1
};
