import { barLength, type Metre } from '../../music/metre';
import type { LoopRegion } from '../../music/loopRegion';
import type { RollFrame } from './rollFrame';

/** Bar lines are dragged where their numbers stand: so far from the top, in CSS pixels. */
const HANDLE_HEIGHT = 18;
/** And so far from the line. */
const HANDLE_REACH = 10;

/** Whether a point of the roll, in CSS pixels, is where a bar line can be dragged. */
export function isOnBarHandle(
	frame: RollFrame,
	{ cycle, metre }: { readonly cycle: LoopRegion; readonly metre: Metre },
	point: { readonly x: number; readonly y: number }
): boolean {
	if (point.y > HANDLE_HEIGHT) return false;
	const bar = frame.x(barLength(metre)) - frame.x(0);
	const bars = Math.round((point.x - frame.x(0)) / bar);
	const isBar = bars >= 0 && bars <= Math.round(cycle.length / barLength(metre));
	return isBar && Math.abs(point.x - frame.x(0) - bars * bar) <= HANDLE_REACH;
}
