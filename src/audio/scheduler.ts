import type { Score, ScoreEvent } from '../music/score';
import { contextTime, ticks, type ContextTime, type Ticks } from '../music/units';
import type { AudioClock } from './clock';
import { Commitment, isSameNote } from './commitment';
import type { Ledger } from './ledger';
import type { Sounder } from './monitor';

/**
 * How far ahead of the sound notes are handed to the audio thread. More than a second, so that a main
 * thread that is blocked, or a hidden page whose timers run once a second, makes nothing late; no
 * more, because all of it is taken back and handed over anew at each tempo change.
 */
export const LOOKAHEAD_SECONDS = 1.2;
/** How long after its time an event that came too late is still noticed and counted. */
const LOOKBACK_SECONDS = 0.5;
/** A shorter note would be cut before it is heard. */
const MIN_NOTE_SECONDS = 0.02;

/** Where the music is; the transport fits. */
export interface Timeline {
	readonly isRunning: boolean;
	readonly run: number;
	readonly startedFrom: Ticks;
	positionAt(time: ContextTime): Ticks;
	timeOf(position: Ticks): ContextTime;
}

/** What a scheduler works with. */
export interface SchedulerParts {
	readonly score: Score;
	readonly timeline: Timeline;
	readonly clock: AudioClock;
	readonly sounder: Sounder;
	readonly ledger: Ledger;
}

/**
 * Commits notes ahead, by comparing: at each look it reads what the score says of the next second and
 * makes what is committed the same. Nobody has to tell it what changed.
 */
export class Scheduler {
	/** Events found too late to sound in time, each counted once; they do not sound. */
	dropped = 0;
	/** Events handed over when their time had passed: must stay 0. */
	late = 0;
	/** All events handed to the audio thread so far, moved ones again. */
	handedOver = 0;
	readonly #parts: SchedulerParts;
	readonly #commitments = new Map<string, Commitment>();
	#run = -1;
	#look = 0;

	constructor(parts: SchedulerParts) {
		this.#parts = parts;
	}

	/** Events known to sound now or later. */
	get committedCount(): number {
		const now = this.#parts.clock.currentTime;
		return [...this.#commitments.values()].filter((known) => known.isPendingAt(now)).length;
	}

	/** Call more often than the lookahead is long. */
	advance(): void {
		this.refresh();
	}

	/** The score, the tempo or the transport's state changed: look again at once. */
	refresh(): void {
		const { timeline, score, clock } = this.#parts;
		if (!timeline.isRunning || timeline.run !== this.#run) this.#takeBackAll();
		if (!timeline.isRunning) return;
		this.#run = timeline.run;
		this.#look++;
		const now = clock.currentTime;
		const from = this.#windowStart(now);
		const to = timeline.positionAt(contextTime(now + LOOKAHEAD_SECONDS));
		if (to > from) {
			for (const event of score.eventsBetween(from, to)) this.#meet(event);
		}
		this.#sweep();
	}

	/** The start of the oldest event that still sounds, or somewhat before the present. */
	#windowStart(now: ContextTime): Ticks {
		const { timeline } = this.#parts;
		let from: number = timeline.positionAt(contextTime(now - LOOKBACK_SECONDS));
		for (const known of this.#commitments.values()) {
			if (known.event.start < from && known.isPendingAt(now)) from = known.event.start;
		}
		return ticks(Math.max(from, timeline.startedFrom));
	}

	#meet(event: ScoreEvent): void {
		const known = this.#commitments.get(event.key);
		if (known === undefined) {
			this.#meetNew(event);
			return;
		}
		known.seenIn = this.#look;
		const { soonest, currentTime } = this.#parts.clock;
		const at = this.#parts.timeline.timeOf(event.start);
		if (known.voice === null) {
			if (at >= soonest) this.#commit(event, at);
		} else if (known.at >= soonest && (at !== known.at || !isSameNote(event, known.event))) {
			this.#replace(known, event, at);
		} else if (known.isPendingAt(currentTime)) {
			known.moveEnd(event, this.#endOf(event, known.at), soonest);
		}
	}

	/** What began before the look-back was never due in our time: an older layer that came back. */
	#meetNew(event: ScoreEvent): void {
		const { timeline, clock } = this.#parts;
		const at = timeline.timeOf(event.start);
		if (at >= clock.soonest) this.#commit(event, at);
		else this.#drop(event, at);
	}

	#commit(event: ScoreEvent, at: ContextTime): void {
		const { sounder, ledger, clock } = this.#parts;
		const voice = sounder.start(event, at);
		const endsAt = this.#endOf(event, at);
		voice.end(endsAt);
		if (clock.currentTime > at) this.late++;
		this.handedOver++;
		ledger.add(event.owner, voice);
		this.#commitments.set(event.key, new Commitment(event, at, endsAt, voice, this.#look));
	}

	#drop(event: ScoreEvent, at: ContextTime): void {
		if (at >= this.#parts.clock.currentTime - LOOKBACK_SECONDS) this.dropped++;
		this.#commitments.set(event.key, new Commitment(event, at, at, null, this.#look));
	}

	#replace(known: Commitment, event: ScoreEvent, at: ContextTime): void {
		this.#takeBack(known);
		if (at >= this.#parts.clock.soonest) this.#commit(event, at);
		else this.#drop(event, at);
	}

	#endOf(event: ScoreEvent, at: ContextTime): ContextTime {
		const end = this.#parts.timeline.timeOf(event.end);
		return contextTime(Math.max(end, at + MIN_NOTE_SECONDS));
	}

	/** Takes back what the score no longer holds, and forgets what is over and out of sight. */
	#sweep(): void {
		const now = this.#parts.clock.currentTime;
		for (const [key, known] of this.#commitments) {
			if (known.voice !== null && !known.isPendingAt(now)) this.#parts.ledger.forget(known.voice);
			if (known.seenIn === this.#look) continue;
			this.#takeBack(known);
			this.#commitments.delete(key);
		}
	}

	#takeBackAll(): void {
		for (const known of this.#commitments.values()) this.#takeBack(known);
		this.#commitments.clear();
	}

	/** Silently if it has not begun, else it ends now with its release. What is over rings out. */
	#takeBack({ voice, at }: Commitment): void {
		if (voice === null) return;
		const { currentTime, soonest } = this.#parts.clock;
		this.#parts.ledger.forget(voice);
		if (at >= currentTime) voice.cancel(soonest);
		else if (voice.endsAt > soonest) voice.end(soonest);
	}
}
