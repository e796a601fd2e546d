import { Emitter } from '../../lib/emitter';
import type { Frames, PerfTime } from '../../music/units';
import { calibrationSignal } from './calibrationSignal';
import { tappedRoundTrip, type BrowserLatencies, type Calibration } from './compensation';
import { findRoundTrip } from './roundTrip';
import { CLICK_COUNT, CLICK_SECONDS, estimateFromTaps, type Clicks } from './tapping';

/** Clicks that sound, and whether they came to their end; false when they were stopped. */
export interface ClickRun {
	readonly clicks: Clicks;
	readonly isWhole: Promise<boolean>;
}

/** What the wizard needs of the browser. */
export interface CalibrationPorts {
	readonly sampleRate: number;
	/** As long as `samples`, index 0 being the frame at which they begin; null when it was cut off. */
	playAndRecord(samples: Float32Array): Promise<Float32Array | null>;
	/** Null when there is no sound. */
	playClicks(count: number, spacingSeconds: number): ClickRun | null;
	/** Ends what plays. */
	stop(): void;
	/** The audio thread's frame at that moment, with nothing taken off for latency. */
	frameAt(moment: PerfTime): Frames;
	latencies(): BrowserLatencies;
}

/** What the page shows of a calibration. */
export type CalibrationState =
	| { readonly kind: 'idle' }
	| { readonly kind: 'playing' }
	| { readonly kind: 'measuring' }
	| { readonly kind: 'found'; readonly milliseconds: number; readonly confidence: number }
	| { readonly kind: 'refused'; readonly sentence: string }
	| { readonly kind: 'tapping'; readonly count: number; readonly of: number }
	| {
			readonly kind: 'tapped';
			readonly milliseconds: number;
			readonly spreadMilliseconds: number;
			readonly confidence: number;
	  };

const CUT_OFF =
	'The sound stopped before the measurement ended: turn the input and the sound on, and try again.';

/** Leads the player through a calibration. What was found is `result`, for others to keep. */
export class CalibrationWizard {
	readonly changed = new Emitter<void>();
	readonly #ports: CalibrationPorts;
	#state: CalibrationState = { kind: 'idle' };
	#result: Calibration | null = null;
	#taps: Frames[] = [];
	/** What came of an earlier run is void. */
	#run = 0;

	constructor(ports: CalibrationPorts) {
		this.#ports = ports;
	}

	get state(): CalibrationState {
		return this.#state;
	}

	/** Null unless the state is `found` or `tapped`. */
	get result(): Calibration | null {
		return this.#result;
	}

	/** Plays the signal and finds it in the input. Never rejects. */
	async measure(): Promise<void> {
		const run = this.#begin({ kind: 'playing' });
		const signal = calibrationSignal(this.#ports.sampleRate);
		const recorded = await this.#ports.playAndRecord(signal.samples).catch(() => null);
		if (run !== this.#run) return;
		if (recorded === null) {
			this.#say({ kind: 'refused', sentence: CUT_OFF });
			return;
		}
		this.#say({ kind: 'measuring' });
		// The page shows it before the arithmetic holds it up.
		await new Promise((resolve) => setTimeout(resolve));
		if (run !== this.#run) return;
		const found = findRoundTrip(recorded, signal);
		if (found.kind === 'refused') {
			this.#say(found);
			return;
		}
		const { delayFrames, confidence } = found;
		this.#result = { delayFrames, confidence, source: 'measured' };
		this.#say({ kind: 'found', milliseconds: this.#milliseconds(delayFrames), confidence });
	}

	/** Plays clicks, for the player to tap with. Never rejects. */
	async startTapping(): Promise<void> {
		const run = this.#begin({ kind: 'tapping', count: 0, of: CLICK_COUNT });
		const clicking = this.#ports.playClicks(CLICK_COUNT, CLICK_SECONDS);
		const isWhole = await (clicking?.isWhole ?? false);
		if (run !== this.#run) return;
		if (clicking === null || !isWhole) this.#say({ kind: 'refused', sentence: CUT_OFF });
		else this.#judge(clicking.clicks);
	}

	/** One tap, with the time that the browser stamped on the key or the touch. */
	tap(at: PerfTime): void {
		if (this.#state.kind !== 'tapping') return;
		this.#taps.push(this.#ports.frameAt(at));
		this.#say({ ...this.#state, count: this.#taps.length });
	}

	/** Ends what runs and forgets what was found. */
	cancel(): void {
		this.#begin({ kind: 'idle' });
	}

	#judge(clicks: Clicks): void {
		const estimate = estimateFromTaps(clicks, this.#taps);
		if (estimate.kind === 'refused') {
			this.#say({ kind: 'refused', sentence: estimate.sentence });
			return;
		}
		const { confidence, spreadFrames } = estimate;
		const delayFrames = tappedRoundTrip(
			estimate.delayFrames,
			clicks.sampleRate,
			this.#ports.latencies()
		);
		this.#result = { delayFrames, confidence, source: 'tapped' };
		this.#say({
			kind: 'tapped',
			milliseconds: this.#milliseconds(delayFrames),
			spreadMilliseconds: this.#milliseconds(spreadFrames),
			confidence
		});
	}

	#milliseconds(count: number): number {
		return (count / this.#ports.sampleRate) * 1000;
	}

	#begin(state: CalibrationState): number {
		this.#run++;
		this.#ports.stop();
		this.#taps = [];
		this.#result = null;
		this.#say(state);
		return this.#run;
	}

	#say(state: CalibrationState): void {
		this.#state = state;
		this.changed.emit();
	}
}
