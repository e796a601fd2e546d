import type { AudioClock } from '../../src/audio/clock';
import type { Cue } from '../../src/audio/instruments/rack';
import type { Voice } from '../../src/audio/instruments/voice';
import type { Sounder } from '../../src/audio/monitor';
import type { Score, ScoreEvent } from '../../src/music/score';
import { contextTime, pitch, ticks, velocity, type ContextTime } from '../../src/music/units';

export const MARGIN = 0.01;
export const RATE = 48_000;

/** A context whose time the test moves. */
export class FakeContext implements AudioClock {
	readonly sampleRate = RATE;
	currentTime = contextTime(0);
	isRunning = true;

	get soonest(): ContextTime {
		return contextTime(this.currentTime + MARGIN);
	}

	pass(seconds: number): void {
		this.currentTime = contextTime(this.currentTime + seconds);
	}
}

/** Remembers what was asked of it and what of it would have been heard. */
export class FakeVoice implements Voice {
	readonly cue: Cue;
	readonly startsAt: ContextTime;
	endsAt = contextTime(Infinity);
	isCancelled = false;

	constructor(cue: Cue, at: ContextTime) {
		this.cue = cue;
		this.startsAt = at;
	}

	/** It begins and is not taken back before. */
	get isHeard(): boolean {
		return this.endsAt > this.startsAt;
	}

	end(at: ContextTime): void {
		if (!this.isCancelled) this.endsAt = at;
	}

	cancel(at: ContextTime): void {
		this.isCancelled = true;
		this.endsAt = contextTime(Math.min(at, this.endsAt));
	}
}

export class FakeSounder implements Sounder {
	readonly voices: FakeVoice[] = [];

	/** Starts of the voices that are not taken back, in order. */
	get heardAt(): number[] {
		return this.heard.map((voice) => voice.startsAt).toSorted((a, b) => a - b);
	}

	get heard(): FakeVoice[] {
		return this.voices.filter((voice) => voice.isHeard);
	}

	start(cue: Cue, at: ContextTime): FakeVoice {
		const voice = new FakeVoice(cue, at);
		this.voices.push(voice);
		return voice;
	}
}

/** A score that the test rewrites. */
export class FakeScore implements Score {
	events: ScoreEvent[] = [];

	eventsBetween(from: number, to: number): ScoreEvent[] {
		return this.events.filter(({ start }) => start >= from && start < to);
	}
}

export const note = (start: number, change: Partial<ScoreEvent> = {}): ScoreEvent => ({
	key: `note ${start}`,
	owner: 'layer 1',
	channel: 'loop',
	sound: 'piano',
	start: ticks(start),
	end: ticks((change.start ?? start) + 120),
	pitch: pitch(60),
	velocity: velocity(0.8),
	...change
});
