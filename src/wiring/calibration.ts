import type { AudioEngine } from '../audio/audioEngine';
import { CalibrationWizard } from '../audio/input/calibrationWizard';
import {
	CalibrationShelf,
	compensationFor,
	type AudioPath,
	type BrowserLatencies,
	type Compensation
} from '../audio/input/compensation';
import { Loopback } from '../audio/input/loopback';
import type { AudioInput } from '../audio/input/microphone';
import { Emitter } from '../lib/emitter';
import type { PerfTime } from '../music/units';
import type { CalibrationPort, CalibrationState } from '../ui/looperPorts';

/** What the calibration is of. */
export interface CalibrationParts {
	readonly audio: AudioEngine;
	readonly input: AudioInput;
	readonly storage: Storage | null;
	readonly isMonitoring: () => boolean;
}

const LATENCY_HINT = 'interactive';

/** How far the open input comes behind the sound: measured, tapped, or as the browser says. */
export class Calibration {
	/** The wizard got on, or what it found is in use. */
	readonly changed = new Emitter<void>();
	readonly #parts: CalibrationParts;
	readonly #shelf: CalibrationShelf;
	readonly #wizard: CalibrationWizard;

	constructor(parts: CalibrationParts) {
		const { audio, input, storage } = parts;
		this.#parts = parts;
		this.#shelf = new CalibrationShelf(storage);
		const loopback = new Loopback({
			context: audio.context,
			output: audio.mixer.inputs.loop,
			input: () => input.open?.node ?? null
		});
		this.#wizard = new CalibrationWizard({
			sampleRate: audio.context.sampleRate,
			playAndRecord: (samples) => loopback.playAndRecord(samples as Float32Array<ArrayBuffer>),
			playClicks: (count, spacing) => loopback.playClicks(count, spacing),
			stop: () => {
				loopback.stop();
			},
			frameAt: (moment) => loopback.frameAt(moment),
			latencies: () => this.#latencies
		});
		this.#wizard.changed.on(() => {
			this.changed.emit();
		});
	}

	get compensation(): Compensation {
		const path = this.#path;
		const played = this.#parts.isMonitoring() ? 'monitored' : 'unmonitored';
		return compensationFor(played, this.#shelf.read(path), path, this.#latencies);
	}

	/** `changed` is whatever changes the state, of the input too. */
	port(changed: Emitter<void>): CalibrationPort {
		const state = () => this.#state;
		return {
			changed,
			get state() {
				return state();
			},
			start: () => this.#wizard.measure(),
			startTapping: () => void this.#wizard.startTapping(),
			tap: (at: PerfTime) => {
				this.#wizard.tap(at);
			},
			accept: () => {
				this.#accept();
			},
			cancel: () => {
				this.#wizard.cancel();
			}
		};
	}

	get #latencies(): BrowserLatencies {
		const { outputLatency, baseLatency } = this.#parts.audio.context as Partial<AudioContext>;
		return { outputLatency, baseLatency, inputLatency: this.#parts.input.open?.latency };
	}

	get #path(): AudioPath {
		const { sampleRate } = this.#parts.audio.context;
		const { id: inputId = '', label: inputLabel = '' } = this.#parts.input.open ?? {};
		return { inputId, inputLabel, outputId: '', sampleRate, latencyHint: LATENCY_HINT };
	}

	get #state(): CalibrationState {
		const { state } = this.#wizard;
		switch (state.kind) {
			case 'idle':
				return this.#known();
			case 'playing':
				return { kind: 'playing', sentence: 'The test sound plays.' };
			case 'measuring':
				return { kind: 'measuring', sentence: 'Looking for it in the input…' };
			case 'refused':
				return { kind: 'refused', sentence: state.sentence };
			case 'tapping':
				return {
					kind: 'tapping',
					sentence: `Tap with the clicks: ${state.count} of ${state.of}.`,
					taps: state.count
				};
			case 'found':
			case 'tapped': {
				const { kind, milliseconds: ms, confidence } = state;
				const sentence = `The round trip is ${ms.toFixed(1)} ms: use it, or measure again.`;
				return { kind, sentence, ms, confidence };
			}
		}
	}

	/** What is in use. */
	#known(): CalibrationState {
		const { source, frames } = this.compensation;
		const ms = (frames / this.#parts.audio.context.sampleRate) * 1000;
		if (source === 'none') {
			const sentence = 'You hear yourself through Continuo: recordings lie as you heard them.';
			return { kind: 'none', sentence };
		}
		if (source === 'estimated') {
			const sentence = `Not calibrated: the browser's word is ${ms.toFixed(0)} ms, which is often too little.`;
			return { kind: 'estimated', sentence, ms };
		}
		const confidence = this.#shelf.read(this.#path)?.confidence ?? 0;
		const how = source === 'measured' ? 'measured' : 'tapped';
		return { kind: 'kept', sentence: `Calibrated: ${how}, and in use.`, ms, confidence };
	}

	#accept(): void {
		const { result } = this.#wizard;
		if (result !== null) this.#shelf.write(this.#path, result);
		this.#wizard.cancel();
	}
}
