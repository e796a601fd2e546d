import { perfTime, ticks, type PerfTime, type Ticks } from '../music/units';
import {
	CLOCK_BYTES,
	CLOCK_TICKS,
	CONTINUE_BYTES,
	SIXTEENTH_TICKS,
	songPositionBytes,
	START_BYTES,
	STOP_BYTES
} from './clockMessage';

/** What the clock is told of: the transport, as the player hears it. */
export interface ClockTimeline {
	readonly isRunning: boolean;
	/** Counts the starts. */
	readonly run: number;
	/** Where this run began. */
	readonly startedFrom: Ticks;
	/** When `position` is heard. */
	momentOf(position: Ticks): PerfTime;
}

/** The part of a MIDIOutput that we need. */
export interface ClockOutput {
	/** False when the device is gone. */
	send(data: readonly number[], at: PerfTime): boolean;
	/** Takes back what is not yet sent. Missing in Chromium. */
	clear?(): void;
}

/** Twice as long as the 25 ms timer may be late, and short enough that a new tempo is soon heard. */
const LOOKAHEAD_MS = 75;
/** The standard asks for a millisecond between a start and its first clock. */
const START_GAP_MS = 2;
/** After a longer sleep the clocks that were missed are not sent in a heap: the slave is told where we are. */
const LATEST_MS = 250;

/** Sends our clock, 24 to the quarter, each at the moment that the timeline gives to its position. */
export class ClockSender {
	readonly #timeline: ClockTimeline;
	#output: ClockOutput | null = null;
	/** The run that the slave follows; null while it stands. */
	#run: number | null = null;
	/** The next clock to send, counted from position 0. */
	#clock = 0;
	/** The first clock that the slave counts. */
	#firstClock = 0;
	#lastAt = perfTime(-Infinity);

	constructor(timeline: ClockTimeline) {
		this.#timeline = timeline;
	}

	/** The slave that had the clock before is stopped; null sends no more. */
	setOutput(output: ClockOutput | null, now: PerfTime): void {
		if (output === this.#output) return;
		this.#halt(now);
		this.#output = output;
	}

	/** Call at least every 50 ms. False when the output is gone; nothing more is sent to it. */
	advance(now: PerfTime): boolean {
		if (this.#output === null) return true;
		const { isRunning, run } = this.#timeline;
		if (this.#run !== null) {
			const isAsleep = isRunning && this.#momentOf(this.#clock) < now - LATEST_MS;
			if (!isRunning || run !== this.#run || isAsleep) this.#halt(now);
		}
		if (!isRunning) return true;
		if (this.#run === null) this.#begin(now);
		if (this.#sendClocks(this.#output, now)) return true;
		this.#output = null;
		this.#run = null;
		return false;
	}

	#sendClocks(output: ClockOutput, now: PerfTime): boolean {
		for (;;) {
			const due = this.#momentOf(this.#clock);
			if (due >= now + LOOKAHEAD_MS) return true;
			if (this.#clock === this.#firstClock && !this.#start(output, due, now)) return false;
			if (!this.#send(output, CLOCK_BYTES, Math.max(due, now))) return false;
			this.#clock++;
		}
	}

	/** A song position counts sixteenths: what comes before the first that can be met only tells the tempo. */
	#begin(now: PerfTime): void {
		this.#run = this.#timeline.run;
		this.#lastAt = now;
		this.#clock = Math.ceil(this.#timeline.startedFrom / CLOCK_TICKS);
		while (this.#momentOf(this.#clock) < now + START_GAP_MS) this.#clock++;
		const sixteenth = Math.ceil((this.#clock * CLOCK_TICKS) / SIXTEENTH_TICKS);
		this.#firstClock = (Math.max(0, sixteenth) * SIXTEENTH_TICKS) / CLOCK_TICKS;
	}

	#start(output: ClockOutput, due: PerfTime, now: PerfTime): boolean {
		const at = Math.max(now, due - START_GAP_MS);
		if (this.#firstClock === 0) return this.#send(output, START_BYTES, at);
		const position = ticks(this.#firstClock * CLOCK_TICKS);
		return (
			this.#send(output, songPositionBytes(position), at) && this.#send(output, CONTINUE_BYTES, at)
		);
	}

	#halt(now: PerfTime): void {
		if (this.#run === null) return;
		this.#run = null;
		this.#output?.clear?.();
		this.#output?.send(STOP_BYTES, now);
	}

	/** What is sent later must not overtake what was sent before: clocks of one slave have one order. */
	#send(output: ClockOutput, data: readonly number[], at: number): boolean {
		this.#lastAt = perfTime(Math.max(this.#lastAt, at));
		return output.send(data, this.#lastAt);
	}

	#momentOf(clock: number): PerfTime {
		return this.#timeline.momentOf(ticks(clock * CLOCK_TICKS));
	}
}
