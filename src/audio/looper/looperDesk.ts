import { unreachable } from '../../lib/exhaustive';
import type { TrackReport } from '../../music/looper';
import { frames, type Frames } from '../../music/units';
import { LooperCore } from './looperCore';
import { MonitorGate } from './monitorGate';
import { MONITOR_OUTPUT, type LooperCommand, type LooperReply } from './protocol';

/** Posts to the main thread; the buffers in `transfer` are gone afterwards. */
export type Post = (reply: LooperReply, transfer: Transferable[]) => void;

/** The audio thread's end of the protocol: commands to the core, reports from it. */
export class LooperDesk {
	readonly #core: LooperCore;
	readonly #monitor: MonitorGate;
	readonly #post: Post;
	#reported = -1;

	constructor(sampleRate: number, post: Post) {
		this.#core = new LooperCore(sampleRate);
		this.#monitor = new MonitorGate(sampleRate);
		this.#post = post;
	}

	/** One block; `outputs` are stereo. Does not allocate. */
	process(
		now: Frames,
		left: Float32Array | undefined,
		right: Float32Array | undefined,
		outputs: readonly (readonly Float32Array[])[]
	): void {
		this.#core.process(now, left, right, outputs);
		const monitor = outputs[MONITOR_OUTPUT];
		if (monitor !== undefined) this.#monitor.process(left, right, monitor[0]!, monitor[1]!);
	}

	handle(command: LooperCommand): void {
		const core = this.#core;
		switch (command.kind) {
			case 'press':
				core.press(command.track, command.action, command.at, command.options);
				return;
			case 'cancel':
				core.cancel(command.track);
				return;
			case 'take-back':
				core.takeBack(command.track);
				return;
			case 'configure':
				core.configure(command.track, command.control);
				return;
			case 'input':
				core.setInput(command.control);
				this.#monitor.configure(command.control);
				return;
			case 'grid':
				core.setGrid(command.grid);
				return;
			case 'start':
				core.start(command.at);
				return;
			case 'move-base':
				core.moveBase(command.by);
				return;
			case 'halt':
				core.halt();
				return;
			case 'reset':
				core.reset();
				return;
			case 'capture':
				core.capture(command.track, command.from, command.to);
				return;
			case 'supply':
				core.pool.supply(command.blocks);
				return;
			case 'poll':
				this.#report();
				return;
			case 'tape-data':
				core.fillTape(command.tape, command.left, command.right);
				return;
			case 'restore':
				core.restore(command.track, command.record, command.base);
				return;
			case 'read':
				this.#read(command);
				return;
			default:
				unreachable(command);
		}
	}

	#read({ id, tape, from, frames: count }: LooperCommand & { readonly kind: 'read' }): void {
		const chunk = this.#core.read(tape, from, count);
		this.#post({ kind: 'read', id, chunk }, [chunk.left.buffer, chunk.right.buffer]);
	}

	#report(): void {
		const core = this.#core;
		const released = core.tend();
		const taped = core.handOut();
		const reply: LooperReply = {
			kind: 'report',
			frame: frames(core.now),
			freeBlocks: core.pool.free,
			blocks: core.pool.total,
			starved: core.starved,
			lost: core.lost,
			inputPeak: core.takeInputPeak(),
			isGuardMuted: this.#monitor.isMutedByGuard,
			base: core.base,
			tracks: this.#changedTracks(),
			taped,
			released
		};
		this.#post(
			reply,
			taped.flatMap(({ left, right }) => [left.buffer, right.buffer])
		);
	}

	#changedTracks(): readonly TrackReport[] | null {
		const version = this.#core.tracks.reduce((sum, track) => sum + track.version, 0);
		if (version === this.#reported) return null;
		this.#reported = version;
		return this.#core.reports;
	}
}
