import type { AudioEngine } from '../audio/audioEngine';
import type { Compensation } from '../audio/input/compensation';
import { AudioInput } from '../audio/input/microphone';
import type { LooperNode } from '../audio/looper/looperNode';
import { Emitter } from '../lib/emitter';
import type { CalibrationPort, InputPort } from '../ui/looperPorts';
import { Calibration } from './calibration';

/** What the input is wired to. */
export interface SoundInParts {
	readonly audio: AudioEngine;
	readonly looper: LooperNode;
	readonly storage: Storage | null;
	readonly isMonitoring: () => boolean;
}

/** The microphone or line in, and how far behind the sound it comes. */
export class SoundIn {
	readonly input: AudioInput;
	readonly changed = new Emitter<void>();
	readonly calibrationPort: CalibrationPort;
	readonly #looper: LooperNode;
	readonly #calibration: Calibration;
	#looperNode: AudioNode | null = null;
	#connected: AudioNode | null = null;

	constructor({ audio, looper, storage, isMonitoring }: SoundInParts) {
		this.#looper = looper;
		const input = new AudioInput(audio.context, mediaDevices());
		this.input = input;
		this.#calibration = new Calibration({ audio, input, storage, isMonitoring });
		this.calibrationPort = this.#calibration.port(this.changed);
		input.changed.on(() => {
			this.#connect();
			this.changed.emit();
		});
		this.#calibration.changed.on(() => {
			this.compensate();
			this.changed.emit();
		});
		void followPermission(input);
	}

	/** Latencies are known, or known better, once sound runs: call now and then. */
	compensate(): Compensation {
		const { compensation } = this.#calibration;
		this.#looper.setCompensation(compensation.frames);
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
