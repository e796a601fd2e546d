import { Emitter } from '../lib/emitter';
import {
	contextTime,
	frames,
	perfTime,
	seconds,
	ticks,
	ticksToSeconds,
	type Bpm,
	type ContextTime,
	type Frames,
	type PerfTime,
	type Seconds,
	type Ticks
} from '../music/units';
import { heardAt, type OutputClock } from './clock';
import { TempoMap } from './tempoMap';

/** Between the call of `start` and the first note: the scheduler hands the first notes over in it. */
export const START_LEAD_SECONDS = 0.06;
/**
 * A new tempo takes effect so far ahead that every note it moves can still be moved, which is more
 * than any clock's margin, and too near for a player to notice.
 */
export const TEMPO_LEAD_SECONDS = 0.03;

/** An adopted tempo that moves the music by no more than this leaves it where it was. */
const UNMOVED_TICKS = 1;

/** Starts, stops and says where we are, by the audio clock's frames. Fits the jam's `FrameTransport`. */
export class Transport {
	/** After each start, stop and tempo change. */
	readonly changed = new Emitter<undefined>();
	readonly #context: OutputClock & { readonly sampleRate: number };
	#map: TempoMap;
	#bpm: Bpm;
	#lastChange: ContextTime;
	#stoppedAt: ContextTime | null;
	#startedFrom = ticks(0);
	#run = 0;

	constructor(context: OutputClock & { readonly sampleRate: number }, bpm: Bpm) {
		this.#context = context;
		this.#bpm = bpm;
		const now = contextTime(context.currentTime);
		this.#lastChange = now;
		this.#stoppedAt = now;
		this.#map = new TempoMap(now, ticks(0), bpm);
	}

	get isRunning(): boolean {
		return this.#stoppedAt === null;
	}

	/** The tempo last set. */
	get bpm(): Bpm {
		return this.#bpm;
	}

	/** Counts the starts: what was scheduled in another run no longer holds. */
	get run(): number {
		return this.#run;
	}

	/** Nothing before this position sounds in this run. */
	get startedFrom(): Ticks {
		return this.#startedFrom;
	}

	setBpm(bpm: Bpm): void {
		this.#changeBpm(bpm, contextTime(0));
	}

	/** From `position` on, which lies a little ahead; where it is too near, as soon as by `setBpm`. */
	setBpmAt(bpm: Bpm, position: Ticks): void {
		this.#changeBpm(bpm, this.isRunning ? this.timeOf(position) : contextTime(0));
	}

	/** `from` will sound a fixed, short lead from now, on a whole frame. */
	start(from: Ticks): void {
		this.#lastChange = this.#wholeFrame(this.#context.currentTime + START_LEAD_SECONDS);
		this.#map = new TempoMap(this.#lastChange, from, this.#bpm);
		this.#startedFrom = from;
		this.#stoppedAt = null;
		this.#run++;
		this.changed.emit(undefined);
	}

	/**
	 * The music runs as if `position` had sounded, or will, at the frame `at`, which may lie in the past,
	 * and the tempo had always been `bpm`. A run whose music stays where it was goes on; in any other,
	 * nothing from before now sounds.
	 */
	adopt(bpm: Bpm, at: Frames, position: Ticks): void {
		const before = this.isRunning ? this.position() : ticks(Infinity);
		this.#lastChange = contextTime(at / this.#context.sampleRate);
		this.#map = new TempoMap(this.#lastChange, position, bpm);
		this.#bpm = bpm;
		this.#stoppedAt = null;
		const now = this.position();
		if (!(Math.abs(now - before) <= UNMOVED_TICKS)) {
			this.#startedFrom = now;
			this.#run++;
		}
		this.changed.emit(undefined);
	}

	stop(): void {
		if (!this.isRunning) return;
		this.#stoppedAt = contextTime(this.#context.currentTime);
		this.changed.emit(undefined);
	}

	/** Where the audio clock is now. Runs ahead of what is heard by the output latency. */
	position(): Ticks {
		return this.positionAt(contextTime(this.#context.currentTime));
	}

	/** Where the music was that the player heard at `moment`. */
	heardAt(moment: PerfTime): Ticks {
		return this.positionAt(heardAt(this.#context, moment));
	}

	/** When the player hears `position`: the inverse of `heardAt`. */
	momentOf(position: Ticks): PerfTime {
		const now = perfTime(performance.now());
		const lag = this.#context.currentTime - heardAt(this.#context, now, now);
		return perfTime(now + (this.secondsUntil(position) + lag) * 1000);
	}

	/** Negative for what has passed. While stopped: as if the music went on now from where it stands. */
	secondsUntil(position: Ticks): Seconds {
		const { currentTime } = this.#context;
		if (this.#stoppedAt === null) return seconds(this.#map.timeAt(position) - currentTime);
		return ticksToSeconds(ticks(position - this.position()), this.#bpm);
	}

	/** Where the music is at a moment of the context's clock; it stands still once stopped. */
	positionAt(time: ContextTime): Ticks {
		if (this.#stoppedAt !== null && time > this.#stoppedAt) {
			return this.#map.positionAt(this.#stoppedAt);
		}
		return this.#map.positionAt(time);
	}

	/** When `position` sounds, on a whole frame. */
	timeOf(position: Ticks): ContextTime {
		return this.#wholeFrame(this.#map.timeAt(position));
	}

	/** The frame of the master counter at which `position` sounds. */
	frameOf(position: Ticks): Frames {
		return frames(Math.round(this.#map.timeAt(position) * this.#context.sampleRate));
	}

	#changeBpm(bpm: Bpm, earliest: ContextTime): void {
		if (bpm === this.#bpm) return;
		this.#bpm = bpm;
		if (this.isRunning) {
			const soon = this.#wholeFrame(this.#context.currentTime + TEMPO_LEAD_SECONDS);
			this.#lastChange = contextTime(Math.max(soon, earliest, this.#lastChange));
			this.#map.changeBpm(this.#lastChange, bpm);
		}
		this.changed.emit(undefined);
	}

	#wholeFrame(time: number): ContextTime {
		const { sampleRate } = this.#context;
		return contextTime(Math.round(time * sampleRate) / sampleRate);
	}
}
