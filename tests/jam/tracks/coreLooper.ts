import type { AudioLooper, TrackPress } from '../../../src/jam/tracks/audioLooper';
import { Emitter } from '../../../src/lib/emitter';
import type {
	BarGrid,
	BaseLoop,
	TrackAction,
	TrackReport,
	TrackSettings
} from '../../../src/music/looper';
import { frames, type Frames, type PerfTime } from '../../../src/music/units';
import { LooperRig, RATE, type Signal } from '../../audio/looper/looperRig';

/** The audio thread's own looper; reports come when the test settles it, as by message. */
export class CoreLooper implements AudioLooper {
	readonly changed = new Emitter<void>();
	readonly sampleRate = RATE;
	readonly inputPeak = 0;
	/** What each track sounded, left, from frame 0 on. */
	readonly heard: readonly Float32Array[];
	tracks: readonly TrackReport[];
	base: BaseLoop | null = null;
	readonly #rig: LooperRig;
	readonly #clock: () => number;

	/** `clock` tells the frame to render to; `longest` is how many frames the test lasts at most. */
	constructor(clock: () => number, signal: Signal, longest: number) {
		this.#clock = clock;
		this.#rig = new LooperRig(signal);
		this.tracks = this.#rig.core.reports;
		this.heard = this.tracks.map(() => new Float32Array(longest));
	}

	now(): Frames {
		return frames(Math.round(this.#clock()));
	}

	heardAt(moment: PerfTime): Frames {
		return frames(Math.min(Math.round((moment * RATE) / 1000), this.now()));
	}

	press(track: number, action: TrackAction, at: Frames, options: TrackPress): void {
		this.#rig.core.press(track, action, at, options);
	}

	cancel(track: number): void {
		this.#rig.core.cancel(track);
	}

	takeBack(track: number): void {
		this.#rig.core.takeBack(track);
	}

	configure(track: number, settings: TrackSettings, isHushed: boolean): void {
		const { feedback, sync, isOneShot } = settings;
		this.#rig.core.configure(track, { feedback, sync, isOneShot, isHushed });
	}

	setGrid(grid: BarGrid | null): void {
		this.#rig.core.setGrid(grid);
	}

	start(at: Frames): void {
		this.#rig.core.start(at);
	}

	moveBase(by: Frames): void {
		this.#rig.core.moveBase(by);
	}

	halt(): void {
		this.#rig.core.halt();
	}

	capture(track: number, from: Frames, to: Frames): void {
		this.#rig.core.capture(track, from, to);
	}

	setMonitoring(): void {
		this.#rig.core.setInput({ compensation: frames(0), isMonitored: false, isGuarded: false });
	}

	peaks(_track: number, count: number): Float32Array {
		return new Float32Array(count);
	}

	/** Renders to the clock and reports. */
	settle(): void {
		while (this.#rig.now < this.#clock()) {
			const from = this.#rig.now;
			this.#rig.block();
			for (const [track, sound] of this.heard.entries()) {
				const block = this.#rig.output(track);
				if (from + block.length <= sound.length) sound.set(block, from);
			}
		}
		this.#rig.tend();
		this.tracks = this.#rig.core.reports;
		this.base = this.#rig.core.base;
		this.changed.emit();
	}
}
