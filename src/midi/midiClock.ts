import { Emitter } from '../lib/emitter';
import type { PerfTime } from '../music/units';
import { ClockFollower } from './clockFollower';
import type { ClockMessage } from './clockMessage';
import { ClockSender, type ClockOutput, type ClockTimeline } from './clockSender';
import type { MidiOutputInfo, MidiOutputs } from './midiOutputs';

/** What is said of the clock that comes in, and of trouble with the one that goes out. */
export interface MidiClockStatus {
	readonly kind: 'off' | 'waiting' | 'following' | 'lost';
	/** One plain sentence; empty when there is nothing to say. */
	readonly sentence: string;
	/** Of the clock that comes in. */
	readonly bpm: number | null;
}

/** What the player chose, for the next visit. */
export interface MidiClockChoice {
	readonly isFollowing: boolean;
	/** The name of the device that our clock goes to; empty for none. */
	readonly outputName: string;
}

const KINDS = { running: 'following', stopped: 'waiting', lost: 'lost' } as const;

/** The clock that comes in, when the player wants it, and the clock that goes out, where to the player wants. */
export class MidiClock {
	readonly changed = new Emitter<void>();
	readonly follower = new ClockFollower();
	readonly #outputs: MidiOutputs;
	readonly #sender: ClockSender;
	readonly #now: () => PerfTime;
	#isFollowing = false;
	/** It failed; it is tried again when it was unplugged or chosen anew. */
	#failed: ClockOutput | null = null;

	constructor(outputs: MidiOutputs, timeline: ClockTimeline, now: () => PerfTime) {
		this.#outputs = outputs;
		this.#sender = new ClockSender(timeline);
		this.#now = now;
		outputs.changed.on(() => {
			this.changed.emit();
		});
		this.follower.events.on(() => {
			this.changed.emit();
		});
	}

	get status(): MidiClockStatus {
		const trouble =
			this.#failed === null
				? ''
				: `${this.#outputs.selectedName} does not take our clock: plug it in again or choose it anew.`;
		if (!this.#isFollowing) return { kind: 'off', sentence: trouble, bpm: null };
		const { kind, sentence } = this.follower.status;
		return { kind: KINDS[kind], sentence: trouble || sentence, bpm: this.follower.bpm };
	}

	get isFollowing(): boolean {
		return this.#isFollowing;
	}

	setFollowing(isOn: boolean): void {
		if (isOn === this.#isFollowing) return;
		this.#isFollowing = isOn;
		this.follower.reset();
		this.changed.emit();
	}

	get outputs(): readonly MidiOutputInfo[] {
		return this.#outputs.list;
	}

	get output(): string | null {
		return this.#outputs.selected;
	}

	/** Throws for an id that was never listed. */
	setOutput(id: string | null): void {
		this.#failed = null;
		this.#outputs.select(id);
		this.advance(this.#now());
	}

	get choice(): MidiClockChoice {
		return { isFollowing: this.#isFollowing, outputName: this.#outputs.selectedName };
	}

	/** What an earlier visit saved; what is damaged in it is left as it is. */
	restore(saved: unknown): void {
		const { isFollowing, outputName } = (saved ?? {}) as Record<keyof MidiClockChoice, unknown>;
		if (typeof isFollowing === 'boolean') this.setFollowing(isFollowing);
		if (typeof outputName === 'string' && outputName !== '') {
			this.#outputs.selectNamed(outputName);
		}
	}

	/** A message of the clock that comes in. */
	handle(message: ClockMessage): void {
		if (this.#isFollowing) this.follower.handle(message);
	}

	/** Call it at least every 50 ms. */
	advance(now: PerfTime): void {
		if (this.#isFollowing) this.follower.advance(now);
		const output = this.#outputs.current;
		if (output !== null && output === this.#failed) return;
		this.#sender.setOutput(output, now);
		const hadFailed = this.#failed !== null;
		this.#failed = this.#sender.advance(now) ? null : output;
		if (hadFailed !== (this.#failed !== null)) this.changed.emit();
	}
}
