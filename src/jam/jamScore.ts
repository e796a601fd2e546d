import type { ScoreEvent, Sound } from '../music/score';
import type { Band } from './band/band';
import type { KeptPart } from './band/bandSurroundings';
import { NO_LOOP_TO_KEEP_IN, NOTHING_TO_KEEP } from './band/refusals';
import { ticks, type Ticks } from '../music/units';
import { KeptLayer } from './layer';
import type { Loop } from './loop';
import { clicksBetween } from './metronome';
import type { Partner } from './partner';
import type { Settings } from './settings';

const earlier = (left: Ticks, right: Ticks) => ticks(Math.min(left, right));

/** No note of a section sounds on into the next one. */
const endingAt = (event: ScoreEvent, line: Ticks): ScoreEvent =>
	event.start < line && event.end > line ? { ...event, end: line } : event;

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
	const { pending, enteredAt } = loop;
	const stop = pending?.action === 'stop' ? pending.due : ticks(Infinity);
	const change = pending?.action === 'section' ? pending.due : stop;
	const end = earlier(to, stop);
	yield* loop.eventsBetween(from, end, (cycle) => partner.isResting(cycle));
	const lead =
		mode === 'along' ? band.yielding(partner, from, end) : partner.eventsBetween(from, end);
	const plans = [...(band.isLeadSilent ? [] : lead), ...band.eventsBetween(from, end)];
	for (const event of plans) yield endingAt(event, event.start < enteredAt ? enteredAt : change);
	yield* clicksBetween(metre, from, isMetronomeOn ? end : earlier(end, ticks(0)));
}

/** Makes layers of what the band plays. */
export const keeperIn =
	(loop: Loop) =>
	({ from, ...part }: KeptPart): void => {
		loop.add((id) => new KeptLayer(id, { ...part, by: 'partner' }, from));
	};

/** The partner's plan becomes a layer. Returns why it cannot, in a sentence; empty when it is done. */
export function keepPlan(loop: Loop, partner: Partner, sound: Sound): string {
	if (loop.view.region === null) return NO_LOOP_TO_KEEP_IN;
	const answer = partner.takeToKeep();
	if (answer === null) return NOTHING_TO_KEEP;
	const part = { sound, notes: answer.notes, by: 'partner' as const, chair: 'lead' as const };
	loop.add((id) => new KeptLayer(id, part, answer.end));
	return '';
}
