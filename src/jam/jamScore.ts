import type { ScoreEvent, Sound } from '../music/score';
import { ticks, type Ticks } from '../music/units';
import { KeptLayer } from './layer';
import type { Loop } from './loop';
import { clicksBetween } from './metronome';
import type { Partner } from './partner';
import type { Settings } from './settings';

const earlier = (left: Ticks, right: Ticks) => ticks(Math.min(left, right));

/** All that sounds: the loop, the partner's plan and the clicks; nothing behind a stop that is pending. */
export function* scoreBetween(
	loop: Loop,
	partner: Partner,
	{ metre, isMetronomeOn }: Settings,
	{ from, to }: { readonly from: Ticks; readonly to: Ticks }
): Generator<ScoreEvent> {
	const { pending } = loop.view;
	const stop = pending?.action === 'stop' ? pending.due : ticks(Infinity);
	const end = earlier(to, stop);
	yield* loop.eventsBetween(from, end, (cycle) => partner.isResting(cycle));
	for (const event of partner.eventsBetween(from, end)) {
		yield { ...event, end: earlier(event.end, stop) };
	}
	yield* clicksBetween(metre, from, isMetronomeOn ? end : earlier(end, ticks(0)));
}

/** The partner's plan becomes a layer. Returns why it cannot, in a sentence; empty when it is done. */
export function keepPlan(loop: Loop, partner: Partner, sound: Sound): string {
	if (loop.view.region === null) {
		return 'Record a loop first: what is kept becomes a layer of it.';
	}
	const answer = partner.takeToKeep();
	if (answer === null) return 'There is no plan to keep.';
	const part = { sound, notes: answer.notes, by: 'partner' as const };
	loop.add((id) => new KeptLayer(id, part, answer.end));
	return '';
}
