import type { CalibrationSignal } from './calibrationSignal';
import { Correlation, Correlator, type Peak } from './correlation';

/** Why no delay is given. */
export type RoundTripReason =
	'silent' | 'clipped' | 'no-loopback' | 'too-noisy' | 'ambiguous' | 'unsteady';

/** How late what is played comes back, or why that is not known. */
export type RoundTrip =
	| {
			readonly kind: 'found';
			/** Between the samples. */
			readonly delayFrames: number;
			/** 0–1: less with an echo nearly as loud, or bursts that are not quite at the same place. */
			readonly confidence: number;
			/** The next highest peak as a share of the highest. */
			readonly runnerUp: number;
			/** Between the earliest and the latest burst. */
			readonly spreadFrames: number;
			/** The loudest sample of the input, in dBFS. */
			readonly levelDb: number;
			/** The input hears the output upside down. */
			readonly isInverted: boolean;
	  }
	| {
			readonly kind: 'refused';
			readonly reason: RoundTripReason;
			/** What the player can do. */
			readonly sentence: string;
	  };

const SENTENCES: Readonly<Record<RoundTripReason, string>> = {
	silent: 'The input was silent: choose another input, or turn up its level, and measure again.',
	clipped: 'The input was too loud: turn down its level or the speakers, and measure again.',
	'no-loopback':
		'The input did not hear the test sound: turn up the speakers, hold the microphone to them or choose another input; with headphones, tap instead.',
	'too-noisy':
		'The test sound was lost in noise: turn up the speakers or make the room quieter, and measure again.',
	ambiguous:
		'The test sound came back twice, about as loud: switch off direct monitoring or move away from walls, and measure again.',
	unsteady:
		'The delay changed while it was measured: close other programs that use sound, and measure again.'
};

/** -80 dBFS: below every microphone's own noise. */
const SILENT = 1e-4;
/** Two steps of 16 bits below full scale. */
const CLIPPED = 1 - 2 / 32_768;
/** So large a share of clipped samples is no accident. */
const CLIPPED_SHARE = 5e-4;
/** Standard deviations of the floor above which one burst counts as heard. */
const HEARD = 7;
/** An echo this loud might as well be the sound itself. */
const AMBIGUOUS = 0.8;
/** Nearer peaks belong to one arrival: a loudspeaker's own ringing, a table top. */
const ARRIVAL_SECONDS = 0.00025;
const MAX_SPREAD_FRAMES = 0.5;

/** `recorded` begins with the frame at which the first of `signal` was put out. */
export function findRoundTrip(recorded: Float32Array, signal: CalibrationSignal): RoundTrip {
	const level = recorded.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);
	if (!(level >= SILENT)) return refused('silent');
	const clipped = recorded.reduce((n, sample) => n + Number(Math.abs(sample) >= CLIPPED), 0);
	if (clipped > CLIPPED_SHARE * recorded.length) return refused('clipped');
	return new Hearing(recorded, signal).judge(20 * Math.log10(level));
}

function refused(reason: RoundTripReason): RoundTrip {
	return { kind: 'refused', reason, sentence: SENTENCES[reason] };
}

/** What was found of each burst, and of all together. */
class Hearing {
	readonly #arrival: number;
	readonly #floor: number;
	readonly #bursts: readonly Correlation[];
	readonly #peaks: readonly Peak[];
	readonly #together: Correlation;
	readonly #peak: Peak;

	constructor(recorded: Float32Array, { burst, starts, maxDelay, sampleRate }: CalibrationSignal) {
		const correlator = new Correlator(burst, maxDelay, sampleRate);
		const span = burst.length + maxDelay;
		this.#arrival = Math.max(2, Math.round(ARRIVAL_SECONDS * sampleRate));
		this.#floor = correlator.floor;
		this.#bursts = starts.map((start) =>
			correlator.correlate(recorded.subarray(start, start + span))
		);
		this.#peaks = this.#bursts.map((burst) => burst.refine(burst.highest()));
		this.#together = Correlation.mean(this.#bursts);
		this.#peak = this.#together.refine(this.#together.highest());
	}

	judge(levelDb: number): RoundTrip {
		const isHeard = this.#peaks.every(({ value }) => Math.abs(value) > HEARD * this.#floor);
		if (!isHeard) return refused(this.#isFaint ? 'too-noisy' : 'no-loopback');
		// Several peaks in every burst are an echo; one in each, at different places, is a slip.
		const echoes = this.#bursts.map((burst, index) => this.#runnerUp(burst, this.#peaks[index]!));
		if (echoes.filter((share) => share > AMBIGUOUS).length > echoes.length / 2) {
			return refused('ambiguous');
		}
		const lags = this.#peaks.map(({ lag }) => lag);
		const spreadFrames = Math.max(...lags) - Math.min(...lags);
		if (spreadFrames > MAX_SPREAD_FRAMES) return refused('unsteady');
		const runnerUp = this.#runnerUp(this.#together, this.#peak);
		if (runnerUp > AMBIGUOUS) return refused('ambiguous');
		return {
			kind: 'found',
			delayFrames: Math.max(0, this.#peak.lag),
			confidence: (1 - runnerUp ** 2) * (1 - spreadFrames),
			runnerUp,
			spreadFrames,
			levelDb,
			isInverted: this.#peak.value < 0
		};
	}

	/** One thing stands out when all bursts are laid over one another. */
	get #isFaint(): boolean {
		const floor = this.#floor / Math.sqrt(this.#bursts.length);
		const isOne = this.#runnerUp(this.#together, this.#peak) < AMBIGUOUS;
		return isOne && Math.abs(this.#peak.value) > HEARD * floor;
	}

	#runnerUp(correlation: Correlation, peak: Peak): number {
		const next = correlation.highest(peak.lag, this.#arrival);
		return Math.abs(next.value / peak.value);
	}
}
