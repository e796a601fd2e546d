import { barLength, beatLength, type Metre } from '../music/metre';
import { ticks, type Ticks } from '../music/units';
import type { Answer } from './answer';

/** Whether what changes at a tick can still be heard there. */
type IsInTime = (at: Ticks) => boolean;

/** From where on an answer can be another, counted from its start. */
export interface AnswerLines {
	/** The next beat that is not too near. */
	readonly beat: Ticks;
	/** Its beginning, or the next bar line in it, or soon after. */
	readonly line: Ticks;
}

export function answerLines(
	{ start }: Pick<Answer, 'start'>,
	now: Ticks,
	metre: Metre,
	isInTime: IsInTime
): AnswerLines {
	const [bar, beat] = [barLength(metre), beatLength(metre)];
	const into = now - start;
	const line = into < 0 ? 0 : Math.floor(into / bar + 1) * bar;
	let next = into < 0 ? 0 : Math.floor(into / beat + 1) * beat;
	while (!isInTime(ticks(start + next))) next += beat;
	return {
		beat: ticks(next),
		line: ticks(isInTime(ticks(start + line)) ? line : line + beat)
	};
}
