import { metreName, type Metre } from '../music/metre';
import type { Ticks } from '../music/units';
import type { Ear } from './ear';
import type { Loop } from './loop';
import { DOES_NOT_FIT, KEYS_HOLD_LOOP, NOTHING_HEARD, OTHER_METRE } from './pedal';
import type { PressContext } from './pressContext';

/** Why parts in `metre` cannot become the loop of the section, in a sentence; empty where they can. */
export function importRefusal(loop: Loop, metre: Metre, present: Metre): string {
	if (loop.view.state !== 'empty') return KEYS_HOLD_LOOP;
	const isOther = metreName(metre) !== metreName(present);
	return loop.isAnyHeld && isOther ? OTHER_METRE : '';
}

/** What was heard over [from, to) becomes the loop or a layer. Returns why it cannot; empty when it is done. */
export function keepHeard(
	loop: Loop,
	ear: Ear,
	[from, to]: readonly [Ticks, Ticks],
	context: PressContext
): string {
	if (ear.notesBetween(from, to).length === 0) return NOTHING_HEARD;
	return loop.keep(from, to, context) ? '' : DOES_NOT_FIT;
}
