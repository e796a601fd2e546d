import { barLength, beatLength, type Metre } from '../../music/metre';
import { ticks, type Ticks } from '../../music/units';
import type { Pending } from '../face';

/** The last bar before a stop or another section: it ends otherwise than was known. */
interface LastBar {
	readonly at: Ticks;
	/** Counted from its line, the first beat that can still change. */
	readonly earliest: Ticks;
}

/** Notices that all will stop, or turn to another section, or will not after all. */
export class Announcing {
	#known: Pending | null = null;

	/** The last bars that are concerned; nothing before the tick `ready` changes. */
	news(pending: Pending | null, ready: Ticks, metre: Metre): readonly LastBar[] {
		const before = this.#known;
		if (pending === before) return [];
		this.#known = pending;
		const beat = beatLength(metre);
		return [before, pending].flatMap((end) => {
			if (end?.action !== 'stop' && end?.action !== 'section') return [];
			const at = ticks(end.due - barLength(metre));
			return { at, earliest: ticks(Math.max(0, Math.ceil((ready - at) / beat) * beat)) };
		});
	}

	forget(): void {
		this.#known = null;
	}
}
