import { QUANTUM } from '../lib/frameCounter';
import { contextTime, perfTime, type ContextTime, type PerfTime } from '../music/units';

/** The part of an AudioContext that says what is heard when. */
export interface OutputClock {
	readonly currentTime: number;
	readonly baseLatency?: number;
	/** Missing in old Safari. */
	readonly outputLatency?: number;
	/** Missing in old browsers; without members, or with zeros, before audio runs. */
	getOutputTimestamp?(): { readonly contextTime?: number; readonly performanceTime?: number };
}

/** A latency above this is a browser that counts in other units, and is not believed. */
const MAX_LATENCY_SECONDS = 1;

const believable = (latency: number | undefined) =>
	latency !== undefined && latency >= 0 && latency <= MAX_LATENCY_SECONDS ? latency : undefined;

/**
 * What the player was hearing at `moment`: output latency is already taken off. Nobody hears what
 * is not yet rendered, so the answer is never ahead of the context's clock.
 */
export function heardAt(
	context: OutputClock,
	moment: PerfTime,
	now: number = performance.now()
): ContextTime {
	const { contextTime: heard, performanceTime } = context.getOutputTimestamp?.() ?? {};
	if (isRunning(heard) && isRunning(performanceTime)) {
		const estimate = heard + (moment - performanceTime) / 1000;
		return contextTime(Math.min(estimate, context.currentTime));
	}
	const latency = believable(context.outputLatency) ?? believable(context.baseLatency) ?? 0;
	return contextTime(context.currentTime - latency - Math.max(0, now - moment) / 1000);
}

/** When the player hears what lies at `time` of the context's clock: the inverse of `heardAt`. */
export function momentOf(
	context: OutputClock,
	time: ContextTime,
	now: number = performance.now()
): PerfTime {
	const { contextTime: heard, performanceTime } = context.getOutputTimestamp?.() ?? {};
	if (isRunning(heard) && isRunning(performanceTime)) {
		return perfTime(performanceTime + (time - heard) * 1000);
	}
	return perfTime(now + (time - heardAt(context, perfTime(now), now)) * 1000);
}

const isRunning = (time: number | undefined): time is number =>
	time !== undefined && Number.isFinite(time) && time > 0;

/** What those who hand notes to the audio thread ask the time of. */
export interface AudioClock {
	readonly currentTime: ContextTime;
	/**
	 * The earliest moment from which a change is sure to be heard whole. What is asked for nearer than
	 * this may meet samples that are rendered already.
	 */
	readonly soonest: ContextTime;
	/** False while the context is suspended: what begins then would all sound at once on resuming. */
	readonly isRunning: boolean;
}

/** Two quanta at 44.1 kHz, rounded up: one being rendered, one for the change to arrive. */
const MIN_MARGIN_SECONDS = 0.006;
/** Above this a tempo change, which takes effect 30 ms ahead, could come too near. */
const MAX_MARGIN_SECONDS = 0.025;

/** An AudioContext as an AudioClock. A browser renders a whole output buffer in one go. */
export class ContextClock implements AudioClock {
	readonly #context: BaseAudioContext;
	readonly #margin: number;

	constructor(context: BaseAudioContext & { readonly baseLatency?: number }) {
		this.#context = context;
		const buffer = (believable(context.baseLatency) ?? 0) + QUANTUM / context.sampleRate;
		this.#margin = Math.min(MAX_MARGIN_SECONDS, Math.max(MIN_MARGIN_SECONDS, buffer));
	}

	get currentTime(): ContextTime {
		return contextTime(this.#context.currentTime);
	}

	get soonest(): ContextTime {
		return contextTime(this.#context.currentTime + this.#margin);
	}

	get isRunning(): boolean {
		return this.#context.state === 'running';
	}
}
