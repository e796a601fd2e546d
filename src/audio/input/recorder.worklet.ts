import { FrameCounter, QUANTUM } from '../../lib/frameCounter';
import { Recording, RECORDER_PROCESSOR, type RecordRequest } from './recording';

declare const currentFrame: number;
declare class AudioWorkletProcessor {
	readonly port: MessagePort;
}
declare function registerProcessor(
	name: string,
	processor: new () => AudioWorkletProcessor & {
		process(inputs: readonly (readonly Float32Array[])[]): boolean;
	}
): void;

const SILENCE: readonly Float32Array[] = [];

/** Records one stretch of its input, hands it over and ends. */
class RecorderProcessor extends AudioWorkletProcessor {
	readonly #counter = new FrameCounter();
	#recording: Recording | null = null;
	#isDone = false;

	constructor() {
		super();
		this.port.onmessage = ({ data }: MessageEvent<RecordRequest>) => {
			this.#recording = new Recording(data);
		};
	}

	process(inputs: readonly (readonly Float32Array[])[]): boolean {
		const frame = this.#counter.next(currentFrame);
		if (this.#recording?.take(frame, inputs[0] ?? SILENCE, QUANTUM) === false && !this.#isDone) {
			const { left, right } = this.#recording;
			this.port.postMessage({ left, right }, [left.buffer, right.buffer]);
			this.#isDone = true;
		}
		return !this.#isDone;
	}
}

registerProcessor(RECORDER_PROCESSOR, RecorderProcessor);
