import { Emitter } from '../../lib/emitter';
import type { Reading } from './lineEar';
import processorUrl from './lineEar.worklet.ts?worker&url';
import {
	LINE_EAR_PROCESSOR,
	type LineEarCommand,
	type LineEarReply,
	type LineEvent
} from './protocol';

const NOTHING: Reading = { pitch: NaN, tuning: 0 };

/** The main thread's end of the ear that follows a line. It costs the audio thread nothing while no source is connected. */
export class LineEarNode {
	readonly events = new Emitter<LineEvent>();
	/** What the tuner shows, as of the last `read`. */
	reading = NOTHING;
	readonly #context: AudioContext;
	/** What is taken off here need not be taken off a source that its owner may have let go. */
	readonly #tap: GainNode;
	#opening: Promise<AudioWorkletNode> | null = null;
	#node: AudioWorkletNode | null = null;
	#source: AudioNode | null = null;
	#wanted: AudioNode | null = null;

	constructor(context: AudioContext) {
		this.#context = context;
		this.#tap = new GainNode(context);
	}

	/**
	 * Listens to `source` from now on, or to nothing; the source before was the same, or is cut off. What sounds
	 * ends. Rejects where the browser has no
	 * worklets or cannot load the processor; the next call tries again.
	 */
	async listen(source: AudioNode | null): Promise<void> {
		this.#wanted = source;
		if (source !== null && this.#node === null) {
			this.#opening ??= this.#open();
			try {
				this.#node = await this.#opening;
			} finally {
				this.#opening = null;
			}
		}
		this.#connect();
	}

	/** Asks for the next `reading`. */
	read(): void {
		if (this.#source !== null) this.#send({ kind: 'read' });
	}

	/** Who asked last is served, however long the processor took to load. */
	#connect(): void {
		const node = this.#node;
		const source = this.#wanted;
		if (node === null || source === this.#source) return;
		this.#source = source;
		this.reading = NOTHING;
		this.#send({ kind: 'stop' });
		if (source === null) {
			this.#tap.disconnect();
			node.disconnect();
			return;
		}
		source.connect(this.#tap);
		this.#tap.connect(node);
		// A node that leads nowhere need not be rendered.
		node.connect(this.#context.destination);
	}

	async #open(): Promise<AudioWorkletNode> {
		await this.#context.audioWorklet.addModule(processorUrl);
		const node = new AudioWorkletNode(this.#context, LINE_EAR_PROCESSOR);
		node.port.onmessage = ({ data }: MessageEvent<LineEarReply>) => {
			if (data.kind === 'reading') this.reading = data;
			else this.events.emit(data);
		};
		return node;
	}

	#send(command: LineEarCommand): void {
		this.#node?.port.postMessage(command);
	}
}
