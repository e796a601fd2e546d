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
import { AudioInput } from '../audio/input/microphone';
import type { LooperNode } from '../audio/looper/looperNode';
import { Emitter } from '../lib/emitter';
import type { PerfTime } from '../music/units';
import type { CalibrationPort, CalibrationState, InputPort } from '../ui/looperPorts';

/** What the input is wired to. */
export interface SoundInParts {
	readonly audio: AudioEngine;
	readonly looper: LooperNode;
	readonly storage: Storage | null;
	readonly isMonitoring: () => boolean;
}

const LATENCY_HINT = 'interactive';

/** The microphone or line in, and how far behind the sound it comes. */
export class SoundIn {
	readonly input: AudioInput;
	readonly changed = new Emitter<void>();
	readonly #parts: SoundInParts;
	readonly #shelf: CalibrationShelf;
	readonly #loopback: Loopback;
	readonly #wizard: CalibrationWizard;
	#looperNode: AudioNode | null = null;
	#connected: AudioNode | null = null;

	constructor(parts: SoundInParts) {
		const { audio, storage } = parts;
		this.#parts = parts;
		this.input = new AudioInput(audio.context, mediaDevices());
		this.#shelf = new CalibrationShelf(storage);
		this.#loopback = new Loopback({
			context: audio.context,
			output: audio.mixer.inputs.loop,
			input: () => this.input.open?.node ?? null
		});
		this.#wizard = new CalibrationWizard({
			sampleRate: audio.context.sampleRate,
			playAndRecord: (samples) =>
				this.#loopback.playAndRecord(samples as Float32Array<ArrayBuffer>),
			playClicks: (count, spacing) => this.#loopback.playClicks(count, spacing),
			stop: () => {
				this.#loopback.stop();
			},
			frameAt: (moment) => this.#loopback.frameAt(moment),
			latencies: () => this.#latencies
		});
		this.input.changed.on(() => {
			this.#connect();
			this.changed.emit();
		});
		this.#wizard.changed.on(() => {
			this.changed.emit();
		});
		void followPermission(this.input);
	}

	/** Latencies are known, or known better, once sound runs: call now and then. */
	compensate(): Compensation {
		const { looper, isMonitoring } = this.#parts;
		const path = this.#path;
		const calibration = this.#shelf.read(path);
		const played = isMonitoring() ? 'monitored' : 'unmonitored';
		const compensation = compensationFor(played, calibration, path, this.#latencies);
		looper.setCompensation(compensation.frames);
		return compensation;
	}

	/** From now on the input goes to this node. */
	connectTo(node: AudioNode): void {
		this.#looperNode = node;
		this.#connect();
	}

	readonly port: InputPort = ((): InputPort => {
		const { input, changed } = { input: () => this.input, changed: this.changed };
		return {
			changed,
			get status() {
				return input().status;
			},
			get devices() {
				return input().inputs;
			},
			get selected() {
				return input().selected;
			},
			select: (device) => void input().start(device === '' ? undefined : device),
			open: () => (input().open === null ? input().start() : undefined),
			close: () => {
				input().stop();
			}
		};
	})();

	readonly calibrationPort: CalibrationPort = ((): CalibrationPort => {
		const state = () => this.#calibrationState;
		return {
			changed: this.changed,
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
	})();

	get #latencies(): BrowserLatencies {
		const { outputLatency, baseLatency } = this.#parts.audio.context as Partial<AudioContext>;
		return { outputLatency, baseLatency, inputLatency: this.input.open?.latency };
	}

	get #path(): AudioPath {
		const { sampleRate } = this.#parts.audio.context;
		const { id: inputId = '', label: inputLabel = '' } = this.input.open ?? {};
		return { inputId, inputLabel, outputId: '', sampleRate, latencyHint: LATENCY_HINT };
	}

	get #calibrationState(): CalibrationState {
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
				const sentence = `The round trip is ${ms.toFixed(1)} ms.`;
				return { kind, sentence, ms, confidence };
			}
		}
	}

	#known(): CalibrationState {
		const { source, frames } = this.compensate();
		const ms = (frames / this.#parts.audio.context.sampleRate) * 1000;
		if (source === 'none') {
			const sentence = 'You hear yourself through Continuo: recordings lie as you heard them.';
			return { kind: 'none', sentence };
		}
		if (source === 'estimated') {
			const sentence = `Not calibrated: the browser's word is ${ms.toFixed(0)} ms, which is often too little.`;
			return { kind: 'estimated', sentence, ms };
		}
		return {
			kind: source === 'measured' ? 'found' : 'tapped',
			sentence: `Calibrated: the round trip is ${ms.toFixed(1)} ms.`,
			ms,
			confidence: this.#shelf.read(this.#path)?.confidence ?? 0
		};
	}

	#accept(): void {
		const { result } = this.#wizard;
		if (result !== null) this.#shelf.write(this.#path, result);
		this.#wizard.cancel();
		this.compensate();
		this.changed.emit();
	}

	#connect(): void {
		const node = this.input.open?.node ?? null;
		if (node === this.#connected || this.#looperNode === null) return;
		if (node !== null) node.connect(this.#looperNode);
		this.#connected = node;
		this.compensate();
	}
}

/** Missing on pages without https. */
function mediaDevices(): MediaDevices | null {
	return (navigator as { mediaDevices?: MediaDevices }).mediaDevices ?? null;
}

/** Not every browser knows the microphone as a permission. */
async function followPermission(input: AudioInput): Promise<void> {
	try {
		input.follow(await navigator.permissions.query({ name: 'microphone' }));
	} catch {
		// The track's own `ended` event tells it as well.
	}
}
