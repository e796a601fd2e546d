import type { ScoreEvent, Sound } from '../music/score';
import { NO_LOOP_TO_KEEP_IN, NOTHING_TO_KEEP, type Band } from './band/band';
import { ticks, type Ticks } from '../music/units';
import { KeptLayer } from './layer';
import type { Loop } from './loop';
import { clicksBetween } from './metronome';
import type { Partner } from './partner';
import type { Settings } from './settings';

const earlier = (left: Ticks, right: Ticks) => ticks(Math.min(left, right));

/** Who plays. */
export interface Players {
	readonly loop: Loop;
	readonly partner: Partner;
	readonly band: Band;
}

/** All that sounds: the loop, the plans of partner and band, and the clicks; nothing behind a stop that is pending. */
export function* scoreBetween(
	{ loop, partner, band }: Players,
	{ metre, isMetronomeOn, mode }: Settings,
	{ from, to }: { readonly from: Ticks; readonly to: Ticks }
): Generator<ScoreEvent> {
	const { pending } = loop.view;
	const stop = pending?.action === 'stop' ? pending.due : ticks(Infinity);
	const end = earlier(to, stop);
	yield* loop.eventsBetween(from, end, (cycle) => partner.isResting(cycle));
	const lead =
		mode === 'along' ? band.yielding(partner, from, end) : partner.eventsBetween(from, end);
	const plans = [...(band.isLeadSilent ? [] : lead), ...band.eventsBetween(from, end)];
	for (const event of plans) yield { ...event, end: earlier(event.end, stop) };
	yield* clicksBetween(metre, from, isMetronomeOn ? end : earlier(end, ticks(0)));
}

/** The partner's plan becomes a layer. Returns why it cannot, in a sentence; empty when it is done. */
export function keepPlan(loop: Loop, partner: Partner, sound: Sound): string {
	if (loop.view.region === null) return NO_LOOP_TO_KEEP_IN;
	const answer = partner.takeToKeep();
	if (answer === null) return NOTHING_TO_KEEP;
	const part = { sound, notes: answer.notes, by: 'partner' as const, chair: 'lead' as const };
	loop.add((id) => new KeptLayer(id, part, answer.end));
	return '';
}
