import type { ScoreEvent } from '../music/score';
import type { ContextTime } from '../music/units';
import type { Voice } from './instruments/voice';

/** Whether both would sound the same at the same time, their ends aside. */
export const isSameNote = (one: ScoreEvent, other: ScoreEvent) =>
	one.pitch === other.pitch &&
	one.velocity === other.velocity &&
	one.sound === other.sound &&
	one.channel === other.channel &&
	one.owner === other.owner;

/** What the scheduler did about one event of the score. */
export class Commitment {
	event: ScoreEvent;
	readonly at: ContextTime;
	endsAt: ContextTime;
	/** Null: it came too late and does not sound. */
	readonly voice: Voice | null;
	/** The number of the look that last found it in the score. */
	seenIn: number;

	constructor(
		event: ScoreEvent,
		at: ContextTime,
		endsAt: ContextTime,
		voice: Voice | null,
		look: number
	) {
		this.event = event;
		this.at = at;
		this.endsAt = endsAt;
		this.voice = voice;
		this.seenIn = look;
	}

	/** It sounds at `now` or will later. */
	isPendingAt(now: ContextTime): boolean {
		return this.voice !== null && this.endsAt > now;
	}

	/** Lets the note last as long as the score now says; one that should be over ends `soonest`. */
	moveEnd(event: ScoreEvent, endsAt: ContextTime, soonest: ContextTime): void {
		this.event = event;
		if (endsAt === this.endsAt || this.voice === null) return;
		this.endsAt = endsAt < soonest ? soonest : endsAt;
		this.voice.end(this.endsAt);
	}
}
