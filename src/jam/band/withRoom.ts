import type { Metre } from '../../music/metre';
import type { Score, ScoreEvent } from '../../music/score';
import { ticks, velocity, type Ticks } from '../../music/units';
import type { BandLevel } from './face';
import { roundingOf, thinned } from './thin';

/** How a line gives room, bar by bar. */
interface Room {
	readonly metre: Metre;
	readonly bar: Ticks;
	readonly levelOf: (at: Ticks) => BandLevel;
}

/** What of a line sounds in [from, to): as full and as loud as the level of each bar allows. */
export function* withRoom(
	line: Pick<Score, 'eventsBetween'>,
	{ from, to }: { readonly from: Ticks; readonly to: Ticks },
	{ metre, bar, levelOf }: Room
): Generator<ScoreEvent> {
	for (let at = Math.floor(from / bar) * bar; at < to; at += bar) {
		const { share, gain } = levelOf(ticks(at));
		const events = [...line.eventsBetween(ticks(at), ticks(at + bar))].map((event) => ({
			...event,
			start: ticks(event.start - at),
			velocity: velocity(event.velocity * gain)
		}));
		for (const event of thinned(events, share, metre, roundingOf(ticks(at), bar))) {
			const start = ticks(event.start + at);
			if (start >= from && start < to) yield { ...event, start };
		}
	}
}
