import { frames } from '../../music/units';
import { FrameCounter } from '../../lib/frameCounter';
import { LooperDesk } from './looperDesk';
import { LOOPER_PROCESSOR, type LooperCommand } from './protocol';

/** The parts of AudioWorkletGlobalScope that TypeScript's DOM library does not name. */
declare const sampleRate: number;
declare const currentFrame: number;
declare const registerProcessor: (name: string, processor: unknown) => void;
declare class AudioWorkletProcessor {
	readonly port: MessagePort;
}

/** Input 0 is what is recorded; outputs are the tracks in stereo, then the monitor. */
class LooperProcessor extends AudioWorkletProcessor {
	readonly #desk = new LooperDesk(sampleRate, (reply, transfer) => {
		this.port.postMessage(reply, transfer);
	});
	readonly #counter = new FrameCounter();

	constructor() {
		super();
		this.port.onmessage = ({ data }: MessageEvent<LooperCommand>) => {
			this.#desk.handle(data);
		};
	}

	process(inputs: readonly Float32Array[][], outputs: readonly Float32Array[][]): boolean {
		const input = inputs[0];
		this.#desk.process(frames(this.#counter.next(currentFrame)), input?.[0], input?.[1], outputs);
		return true;
	}
}

registerProcessor(LOOPER_PROCESSOR, LooperProcessor);
