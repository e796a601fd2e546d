import { Emitter } from '../../lib/emitter';
import {
	EMPTY_RECORD,
	TRACK_COUNT,
	type BarGrid,
	type BaseLoop,
	type TrackAction,
	type TrackRecord,
	type TrackReport,
	type TrackSettings
} from '../../music/looper';
import {
	contextTime,
	frames,
	type ContextTime,
	type Frames,
	type PerfTime
} from '../../music/units';
import { heardAt } from '../clock';
import {
	BLOCK_FLOATS,
	BLOCK_FRAMES,
	LOOPER_PROCESSOR,
	OUTPUT_COUNT,
	type InputControl,
	type LooperCommand,
	type LooperReply,
	type PressOptions,
	type TapeChunk
} from './protocol';
import processorUrl from './looper.worklet.ts?worker&url';
import { TapePeaks } from './tapePeaks';

/** Blocks kept free in the audio thread: 20 s of one track, or what eight need in a blocked second and more. */
const SPARE_BLOCKS = 240;
/** Blocks sent at once: the list grows outside of `process`, but on its thread. */
const SUPPLY_BLOCKS = 120;

/** How much recorded sound may take, by what the device has; where it does not say, a small laptop is meant. */
const DEFAULT_DEVICE_GIGABYTES = 4;
const MEMORY_SHARE = 0.35;
const BYTES_PER_BLOCK = BLOCK_FLOATS * Float32Array.BYTES_PER_ELEMENT;

/** What recorded sound may take, in bytes: a share of what the browser says that the machine has. */
export function soundMemory(): number {
	const { deviceMemory = DEFAULT_DEVICE_GIGABYTES } = navigator as { deviceMemory?: number };
	return deviceMemory * 2 ** 30 * MEMORY_SHARE;
}

/** What the tracks keep of a second of sound, in bytes: both sides. */
export const tapeBytesASecond = (sampleRate: number) =>
	(sampleRate / BLOCK_FRAMES) * BYTES_PER_BLOCK;

const EMPTY_TRACK: TrackReport = {
	state: 'empty',
	mode: null,
	pending: null,
	recordingFrom: null,
	recordingTape: null,
	motion: { at: frames(0), position: 0, rate: 1 },
	record: EMPTY_RECORD,
	version: 0
};

/** How the memory for sound stands. */
export type MemoryState = 'plenty' | 'short' | 'full';

/** The main thread's end of the looper. Fits the jam's AudioLooper. */
export class LooperNode {
	/** A report came in which something changed. */
	readonly changed = new Emitter<void>();
	/** What is recorded, as it comes, for the disk. */
	readonly taped = new Emitter<TapeChunk>();
	/** Tapes that no track can reach any more. */
	readonly released = new Emitter<number>();
	readonly sampleRate: number;
	readonly #context: AudioContext;
	readonly #memoryLimit: number;
	readonly #peaks = new TapePeaks();
	readonly #reads = new Map<number, (chunk: TapeChunk) => void>();
	#node: AudioWorkletNode | null = null;
	readonly #waiting: { command: LooperCommand; transfer: Transferable[] }[] = [];
	#tracks: readonly TrackReport[] = Array.from({ length: TRACK_COUNT }, () => EMPTY_TRACK);
	#report: (LooperReply & { readonly kind: 'report' }) | null = null;
	#input: InputControl = { compensation: frames(0), isMonitored: false, isGuarded: true };
	#blocksSent = 0;
	#nextRead = 1;

	/** `memoryLimit`: the most that tapes may take, in bytes. */
	constructor(context: AudioContext, memoryLimit: number) {
		this.#memoryLimit = memoryLimit;
		this.#context = context;
		this.sampleRate = context.sampleRate;
	}

	/**
	 * Loads the processor; what was asked for before is done then. Returns the node, whose outputs are
	 * the tracks and the monitor. Rejects where the browser has no worklets or cannot load it.
	 */
	async open(): Promise<AudioWorkletNode> {
		await this.#context.audioWorklet.addModule(processorUrl);
		const node = new AudioWorkletNode(this.#context, LOOPER_PROCESSOR, {
			numberOfInputs: 1,
			numberOfOutputs: OUTPUT_COUNT,
			outputChannelCount: Array.from({ length: OUTPUT_COUNT }, () => 2)
		});
		node.port.onmessage = ({ data }: MessageEvent<LooperReply>) => {
			this.#hear(data);
		};
		this.#node = node;
		this.#supply(SPARE_BLOCKS);
		for (const { command, transfer } of this.#waiting.splice(0)) this.#send(command, transfer);
		return node;
	}

	/** The processor runs. */
	get isOpen(): boolean {
		return this.#node !== null;
	}

	get tracks(): readonly TrackReport[] {
		return this.#tracks;
	}

	get base(): BaseLoop | null {
		return this.#report?.base ?? null;
	}

	get inputPeak(): number {
		return this.#report?.inputPeak ?? 0;
	}

	get isGuardMuted(): boolean {
		return this.#report?.isGuardMuted ?? false;
	}

	/** Frames that were recorded but could not be kept. Must stay 0. */
	get lost(): number {
		return this.#report?.lost ?? 0;
	}

	get memory(): MemoryState {
		const used = this.#usedBlocks * BYTES_PER_BLOCK;
		if (used >= this.#memoryLimit) return 'full';
		return used >= this.#memoryLimit * 0.8 ? 'short' : 'plenty';
	}

	/** How much more can be recorded on one track. */
	get secondsLeft(): number {
		const bytes = this.#memoryLimit - this.#usedBlocks * BYTES_PER_BLOCK;
		return Math.max(0, ((bytes / BYTES_PER_BLOCK) * BLOCK_FRAMES) / this.sampleRate);
	}

	now(): Frames {
		return frames(Math.round(this.#context.currentTime * this.sampleRate));
	}

	heardAt(moment: PerfTime): Frames {
		return this.frameOf(heardAt(this.#context, moment));
	}

	frameOf(time: ContextTime): Frames {
		return frames(Math.round(time * this.sampleRate));
	}

	timeOf(frame: Frames): ContextTime {
		return contextTime(frame / this.sampleRate);
	}

	/** Call every few tens of milliseconds: asks for the next report. */
	advance(): void {
		this.#send({ kind: 'poll' });
	}

	press(track: number, action: TrackAction, at: Frames, options: PressOptions): void {
		this.#send({ kind: 'press', track, action, at, options });
		this.advance();
	}

	cancel(track: number): void {
		this.#send({ kind: 'cancel', track });
		this.advance();
	}

	takeBack(track: number): void {
		this.#send({ kind: 'take-back', track });
		this.advance();
	}

	configure(track: number, { feedback, sync, isOneShot }: TrackSettings, isHushed: boolean): void {
		const control = { feedback, sync, isOneShot, isHushed };
		this.#send({ kind: 'configure', track, control });
	}

	setGrid(grid: BarGrid | null): void {
		this.#send({ kind: 'grid', grid });
	}

	start(at: Frames): void {
		this.#send({ kind: 'start', at });
		this.advance();
	}

	halt(): void {
		this.#send({ kind: 'halt' });
		this.advance();
	}

	/** Everything is forgotten; tapes of another session may come. */
	reset(): void {
		this.#peaks.clear();
		this.#send({ kind: 'reset' });
		this.advance();
	}

	capture(track: number, from: Frames, to: Frames): void {
		this.#send({ kind: 'capture', track, from, to });
		this.advance();
	}

	setMonitoring(isOn: boolean): void {
		this.#setInput({ isMonitored: isOn });
	}

	/** What was played to the output's frame f arrives at f + `compensation`. */
	setCompensation(compensation: Frames): void {
		this.#setInput({ compensation });
	}

	peaks(track: number, count: number): Float32Array {
		const report = this.#tracks[track];
		if (report === undefined) throw new RangeError(`no track ${track}`);
		return this.#peaks.of(report.record.content, count);
	}

	/** Puts sound on a tape that is not recorded but loaded; `restore` follows. */
	fillTape(tape: number, left: Float32Array, right: Float32Array): void {
		this.#supply(Math.ceil(left.length / BLOCK_FRAMES) + 1);
		this.#peaks.add({ tape, from: this.#peaks.lengthOf(tape), left, right });
		this.#send({ kind: 'tape-data', tape, left, right }, [left.buffer, right.buffer]);
	}

	restore(track: number, record: TrackRecord, base: BaseLoop | null): void {
		this.#send({ kind: 'restore', track, record, base });
		this.advance();
	}

	/** A copy of part of a tape; what is not there is silent. */
	read(tape: number, from: number, count: number): Promise<TapeChunk> {
		const id = this.#nextRead++;
		this.#send({ kind: 'read', id, tape, from, frames: count });
		return new Promise((resolve) => {
			this.#reads.set(id, resolve);
		});
	}

	get #usedBlocks(): number {
		return this.#blocksSent - (this.#report?.freeBlocks ?? this.#blocksSent);
	}

	#setInput(change: Partial<InputControl>): void {
		this.#input = { ...this.#input, ...change };
		this.#send({ kind: 'input', control: this.#input });
	}

	#hear(reply: LooperReply): void {
		if (reply.kind === 'read') {
			this.#reads.get(reply.id)?.(reply.chunk);
			this.#reads.delete(reply.id);
			return;
		}
		this.#keepSupplied(reply);
		const before = this.#report;
		this.#report = reply;
		for (const chunk of reply.taped) {
			this.#peaks.add(chunk);
			this.taped.emit(chunk);
		}
		for (const tape of reply.released) {
			this.#peaks.forget(tape);
			this.released.emit(tape);
		}
		if (reply.tracks !== null) this.#tracks = reply.tracks;
		const isNews = reply.tracks !== null || reply.isGuardMuted !== before?.isGuardMuted;
		if (isNews || reply.taped.length > 0) this.changed.emit();
	}

	/** Memory grows with what is recorded, up to the limit; then the recording stops short. */
	#keepSupplied({ freeBlocks }: LooperReply & { readonly kind: 'report' }): void {
		const inUse = (this.#blocksSent - freeBlocks) * BYTES_PER_BLOCK;
		if (freeBlocks < SPARE_BLOCKS && inUse < this.#memoryLimit) this.#supply(SUPPLY_BLOCKS);
	}

	#supply(count: number): void {
		const blocks = Array.from({ length: count }, () => new ArrayBuffer(BYTES_PER_BLOCK));
		this.#blocksSent += count;
		this.#send({ kind: 'supply', blocks }, blocks);
	}

	#send(command: LooperCommand, transfer: Transferable[] = []): void {
		if (this.#node !== null) this.#node.port.postMessage(command, transfer);
		else if (command.kind !== 'poll') this.#waiting.push({ command, transfer });
	}
}
