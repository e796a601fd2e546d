import { FrameCounter, QUANTUM } from '../../lib/frameCounter';
import { frames, pitch as midiPitch, velocity as strength } from '../../music/units';
import { LineEar } from './lineEar';
import { LINE_EAR_PROCESSOR, type LineEarCommand, type LineEarReply } from './protocol';

/** The parts of AudioWorkletGlobalScope that TypeScript's DOM library does not name. */
declare const sampleRate: number;
declare const currentFrame: number;
declare const registerProcessor: (name: string, processor: unknown) => void;
declare class AudioWorkletProcessor {
	readonly port: MessagePort;
}

/**
 * Listens to its input and posts the notes; its output is silent. A message is made for a note, none for a
 * block. Chromium renders it whether or not anything is connected: a block without channels is a rest.
 */
class LineEarProcessor extends AudioWorkletProcessor {
	readonly #counter = new FrameCounter();
	readonly #mono = new Float32Array(QUANTUM);
	#now = 0;
	readonly #ear = new LineEar(sampleRate, {
		noteOn: (pitch, velocity, at) => {
			this.#post({
				kind: 'note-on',
				pitch: midiPitch(pitch),
				velocity: strength(velocity),
				at: frames(at)
			});
		},
		noteOff: (pitch, at) => {
			this.#post({
				kind: 'note-off',
				pitch: midiPitch(pitch),
				at: frames(at)
			});
		}
	});

	constructor() {
		super();
		this.port.onmessage = ({ data }: MessageEvent<LineEarCommand>) => {
			if (data.kind === 'stop') this.#ear.stop(this.#now);
			else this.#post({ kind: 'reading', pitch: this.#ear.pitch });
		};
	}

	process(inputs: readonly (readonly Float32Array[])[]): boolean {
		const frame = this.#counter.next(currentFrame);
		const left = inputs[0]?.[0];
		if (left === undefined) {
			this.#ear.rest(frame);
		} else {
			this.#mix(left, inputs[0]?.[1]);
			this.#ear.process(frame, this.#mono);
		}
		this.#now = frame + QUANTUM;
		return true;
	}

	/** Both sides together: an interface may leave one empty. */
	#mix(left: Float32Array, right: Float32Array | undefined): void {
		const mono = this.#mono;
		mono.set(left);
		if (right === undefined) return;
		for (let frame = 0; frame < QUANTUM; frame++) mono[frame] = mono[frame]! + right[frame]!;
	}

	#post(reply: LineEarReply): void {
		this.port.postMessage(reply);
	}
}

registerProcessor(LINE_EAR_PROCESSOR, LineEarProcessor);
