import { Emitter } from '../../lib/emitter';
import processorUrl from './lineEar.worklet.ts?worker&url';
import {
	LINE_EAR_PROCESSOR,
	type LineEarCommand,
	type LineEarReply,
	type LineEvent
} from './protocol';

/** The main thread's end of the ear that follows a line; while no source is connected it searches nothing. */
export class LineEarNode {
	readonly events = new Emitter<LineEvent>();
	/** As of the last `read`, in semitones with a fraction; NaN while none is clear. */
	pitch = NaN;
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

	/** Asks for the next `pitch`. */
	read(): void {
		if (this.#source !== null) this.#send({ kind: 'read' });
	}

	/** Who asked last is served, however long the processor took to load. */
	#connect(): void {
		const node = this.#node;
		const source = this.#wanted;
		if (node === null || source === this.#source) return;
		this.#source = source;
		this.pitch = NaN;
		this.#send({ kind: 'stop' });
		if (source === null) {
			this.#tap.disconnect();
			node.disconnect();
			return;
		}
		source.connect(this.#tap);
		this.#tap.connect(node);
		// By the standard a node that leads nowhere need not be rendered.
		node.connect(this.#context.destination);
	}

	async #open(): Promise<AudioWorkletNode> {
		await this.#context.audioWorklet.addModule(processorUrl);
		const node = new AudioWorkletNode(this.#context, LINE_EAR_PROCESSOR);
		node.port.onmessage = ({ data }: MessageEvent<LineEarReply>) => {
			if (data.kind === 'reading') this.pitch = data.pitch;
			else this.events.emit(data);
		};
		return node;
	}

	#send(command: LineEarCommand): void {
		this.#node?.port.postMessage(command);
	}
}
