import { perfTime, velocity, type PerfTime, type Velocity } from '../../music/units';

/** A key pressed at its upper end and at its lower end. */
const SOFTEST = 0.4;
const HARDEST = 1;

/** A pointer on the row of keys. */
export type Touch = PointerEvent & { currentTarget: HTMLElement };

/** What fingers do on a row of keys. */
export interface FingerPorts {
	readonly touch: (event: Touch, kind: 'press' | 'move') => void;
	readonly release: (pointerId: number, at: PerfTime) => void;
}

/** How hard a key is struck at `depth`, 0 at its upper end and 1 at its lower end. */
export const forceAt = (depth: number): Velocity =>
	velocity(SOFTEST + (HARDEST - SOFTEST) * Math.min(1, Math.max(0, depth)));

/** The handlers of a row of keys: each finger plays where it is, glides, and lets go wherever it comes up. */
export function fingersOn({ touch, release }: FingerPorts) {
	const letGo = ({ pointerId, timeStamp }: PointerEvent) => {
		release(pointerId, perfTime(timeStamp));
	};
	return {
		onpointerdown(event: Touch) {
			if (event.button !== 0) return;
			event.preventDefault();
			event.currentTarget.setPointerCapture(event.pointerId);
			touch(event, 'press');
		},
		onpointermove(event: Touch) {
			if (event.currentTarget.hasPointerCapture(event.pointerId)) touch(event, 'move');
		},
		onpointerup: letGo,
		onlostpointercapture: letGo,
		oncontextmenu(event: Event) {
			event.preventDefault();
		}
	};
}
