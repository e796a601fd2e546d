import {
	contextTime,
	seconds,
	secondsToTicks,
	ticks,
	ticksToSeconds,
	type Bpm,
	type ContextTime,
	type Ticks
} from '../music/units';

/** From `time` on, the music goes on from `position` at `bpm`. */
interface Anchor {
	readonly time: ContextTime;
	readonly position: Ticks;
	readonly bpm: Bpm;
}

/** Longer ago than anything that is heard or sounds. */
const REMEMBERED_SECONDS = 20;

/** Position and context time, each from the other, through all tempo changes of one run. */
export class TempoMap {
	readonly #anchors: [Anchor, ...Anchor[]];

	constructor(time: ContextTime, position: Ticks, bpm: Bpm) {
		this.#anchors = [{ time, position, bpm }];
	}

	/** `time` must not lie before an earlier change. The past stays as it was. */
	changeBpm(time: ContextTime, bpm: Bpm): void {
		const last = this.#anchors.at(-1) ?? this.#anchors[0];
		if (time < last.time) throw new RangeError(`a tempo change at ${time}, before ${last.time}`);
		this.#anchors.push({ time, position: this.positionAt(time), bpm });
		while (this.#anchors[1] !== undefined && this.#anchors[1].time < time - REMEMBERED_SECONDS) {
			this.#anchors.shift();
		}
	}

	/** Before the first anchor the first tempo is taken to have held. */
	positionAt(time: ContextTime): Ticks {
		const anchor = this.#lastWhere((candidate) => candidate.time <= time);
		return ticks(anchor.position + secondsToTicks(seconds(time - anchor.time), anchor.bpm));
	}

	timeAt(position: Ticks): ContextTime {
		const anchor = this.#lastWhere((candidate) => candidate.position <= position);
		const since = ticksToSeconds(ticks(position - anchor.position), anchor.bpm);
		return contextTime(anchor.time + since);
	}

	#lastWhere(isReached: (anchor: Anchor) => boolean): Anchor {
		for (let index = this.#anchors.length - 1; index > 0; index--) {
			if (isReached(this.#anchors[index]!)) return this.#anchors[index]!;
		}
		return this.#anchors[0];
	}
}
