import type { ScoreEvent, Sound } from '../music/score';
import { ticks, type Ticks } from '../music/units';
import type { Answer } from './answer';

/** The notes of an answer that begin in [from, to). */
export function* answerEvents(
	answer: Pick<Answer, 'start' | 'notes'>,
	sound: Sound,
	{ from, to }: { readonly from: Ticks; readonly to: Ticks }
): Generator<ScoreEvent> {
	for (const note of answer.notes) {
		const start = ticks(answer.start + note.start);
		if (start < from || start >= to) continue;
		yield {
			key: `partner:${start}:${note.pitch}`,
			owner: 'partner',
			channel: 'partner',
			sound,
			start,
			end: ticks(start + note.duration),
			pitch: note.pitch,
			velocity: note.velocity
		};
	}
}
