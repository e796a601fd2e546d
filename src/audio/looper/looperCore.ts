import {
	TRACK_COUNT,
	type BarGrid,
	type BaseLoop,
	type TrackAction,
	type TrackRecord,
	type TrackReport
} from '../../music/looper';
import { frames, type Frames } from '../../music/units';
import { BlockPool } from './blockPool';
import { ContentPlayer } from './contentPlayer';
import { InputRing } from './inputRing';
import { Layer, NOTHING, type Content } from './layer';
import { OnsetWatch } from './onsetWatch';
import {
	FADE_FRAMES,
	RING_SECONDS,
	type InputControl,
	type PressOptions,
	type TapeChunk,
	type TrackControl
} from './protocol';
import { TapeShelf } from './tapeShelf';
import { Track } from './track';
import { TrackCommands, type Scene } from './trackCommands';
import { EMPTY_PROGRAM, firstContent, isAllowed } from './trackProgram';
import { QUANTUM } from '../../lib/frameCounter';

const DEFAULT_INPUT: InputControl = {
	compensation: frames(0),
	isMonitored: false,
	isGuarded: true
};

/**
 * The looper: all PCM, eight tracks and the master frame counter. Commands may allocate; `process`,
 * which the audio thread calls for each block, does not.
 */
export class LooperCore {
	readonly tracks: readonly Track[];
	readonly ring: InputRing;
	readonly pool = new BlockPool();
	readonly #scene: Scene;
	readonly #tapes: TapeShelf;
	readonly #commands: TrackCommands;
	readonly #watch: OnsetWatch;

	constructor(sampleRate: number) {
		this.#scene = { sampleRate, now: 0, input: DEFAULT_INPUT, grid: null, base: null };
		this.ring = new InputRing(RING_SECONDS * sampleRate);
		const player = new ContentPlayer(this.ring);
		this.tracks = Array.from({ length: TRACK_COUNT }, () => new Track(player));
		this.#tapes = new TapeShelf(this.ring, this.pool);
		this.#commands = new TrackCommands(this.#scene, this.#tapes, this.tracks);
		this.#watch = new OnsetWatch(this.ring, this.tracks, sampleRate);
	}

	/** The frame that comes next. */
	get now(): number {
		return this.#scene.now;
	}

	/** Times that no block was left for a tape. */
	get starved(): number {
		return this.#tapes.starved;
	}

	/** Frames that a tape wanted and the ring no longer held. Must stay 0. */
	get lost(): number {
		return this.#tapes.lost;
	}

	get base(): BaseLoop | null {
		return this.#scene.base;
	}

	/** The loudest input sample since this was last called. */
	takeInputPeak(): number {
		const { peak } = this.#watch;
		this.#watch.peak = 0;
		return peak;
	}

	get reports(): readonly TrackReport[] {
		return this.tracks.map((track) => track.report());
	}

	/**
	 * One block from the frame `now` on: `outputs[track]` gets left and right. On the audio thread:
	 * does not allocate.
	 */
	process(
		now: number,
		left: Float32Array | undefined,
		right: Float32Array | undefined,
		outputs: readonly (readonly Float32Array[])[]
	): void {
		this.ring.write(now, left, right, QUANTUM);
		this.#watch.listen(now, left, right);
		this.#tapes.copy();
		for (let index = 0; index < TRACK_COUNT; index++) {
			const output = outputs[index]!;
			this.#render(this.tracks[index]!, output[0]!, output[1]!, now);
		}
		this.#scene.now = now + QUANTUM;
	}

	/** Acts as if the press had come at the frame `at` itself. What is not allowed is left out. */
	press(index: number, action: TrackAction, at: Frames, options: PressOptions): void {
		const track = this.#track(index);
		const { program } = track;
		if (action === 'stop' && (program.state === 'empty' || track.awaited !== null)) {
			this.cancel(index);
			return;
		}
		if (!isAllowed(program, action)) return;
		track.remember();
		const { threshold } = options;
		if (action === 'record' && threshold !== null) {
			track.arm({ threshold, from: at + this.#scene.input.compensation, options });
		} else this.#commands.carryOut(track, action, at, options);
		this.#settle();
	}

	cancel(index: number): void {
		this.#commands.cancel(this.#track(index));
		this.#settle();
	}

	takeBack(index: number): void {
		this.#track(index).takeBack();
		this.#settle();
	}

	configure(index: number, control: TrackControl): void {
		const track = this.#track(index);
		const { isOneShot } = track.control;
		track.control = control;
		track.voice.isHushed = control.isHushed;
		if (control.isOneShot !== isOneShot) this.#commands.changeShot(track);
	}

	setInput(control: InputControl): void {
		this.#scene.input = control;
	}

	setGrid(grid: BarGrid | null): void {
		this.#scene.grid = grid;
	}

	/** Every loop plays from where it stood when the base loop began, at the frame `at`; one-shots from their start. */
	start(at: Frames): void {
		const origin = this.#scene.base?.origin ?? at;
		for (const track of this.tracks) {
			if (track.program.content.length > 0) this.#commands.startAt(track, at, origin);
		}
		if (this.#scene.base !== null) this.#scene.base = { ...this.#scene.base, origin: at };
		this.#settle();
	}

	/** The base loop, if there is one, counts as begun `by` frames later; what sounds is not moved. */
	moveBase(by: Frames): void {
		const { base } = this.#scene;
		if (base !== null) this.#scene.base = { ...base, origin: frames(base.origin + by) };
	}

	/** Open recordings are closed, everything stops. */
	halt(): void {
		for (const track of this.tracks) {
			const { program } = track;
			track.setQueue([]);
			if (program.state !== 'empty' && program.state !== 'stopped') {
				const now = frames(this.now);
				const end = program.state === 'recording' ? this.#commands.endFor(track, now) : now;
				this.#commands.stopAt(track, end, now);
			}
			track.disarm();
		}
		this.#settle();
	}

	/** Everything is forgotten, and no tape is told to be over: another session comes. */
	reset(): void {
		for (const track of this.tracks) track.reset();
		this.#commands.reset();
		this.#tapes.clear();
		this.#settle();
	}

	/** What was played over [from, to) becomes the loop of an empty track and plays. */
	capture(index: number, from: Frames, to: Frames): void {
		const track = this.#track(index);
		if (track.program.state !== 'empty' || to - from < this.#commands.shortest) return;
		const tape = this.#commands.newTape(from);
		tape.goal = FADE_FRAMES + to - from;
		track.remember();
		if (this.#scene.base === null) this.#commands.forget();
		const content = firstContent(tape, to - from, this.#commands.nextLayer());
		const motion = { at: from, position: 0, rate: 1 };
		const past = [...track.program.past, track.program.content];
		const program = { ...EMPTY_PROGRAM, state: 'playing', content, past, motion } as const;
		this.#commands.swap(track, { action: 'record', due: to, isAutomatic: false, program });
		this.#settle();
	}

	/** Sound from outside, appended to a tape that a record will name. Throws when no blocks are left. */
	fillTape(id: number, left: Float32Array, right: Float32Array): void {
		this.#tapes.fill(id, left, right);
	}

	/** A track as it was saved; it is stopped. Throws a RangeError for a tape that was not filled. */
	restore(index: number, record: TrackRecord, base: BaseLoop | null): void {
		const track = this.#track(index);
		const known = new Map<number, Layer>();
		const content = this.#contentOf(record.content, known);
		const past = record.past.map((each) => this.#contentOf(each, known));
		const future = record.future.map((each) => this.#contentOf(each, known));
		const state = content.length > 0 ? 'stopped' : 'empty';
		const motion = { at: base?.origin ?? frames(this.now), position: 0, rate: 1 };
		track.setQueue([]);
		track.change({ state, content, past, future, motion, take: null });
		this.#scene.base ??= base;
		this.#settle();
	}

	/** Call every few tens of milliseconds: all that `process` must not do. Returns tapes that are over. */
	tend(): readonly number[] {
		this.#startBySound();
		this.#tapes.makeRoom();
		// One layer a call, and one fade of it: to compare takes a good part of a block.
		this.tracks.some((track) => track.settle());
		this.#settle();
		return this.#tapes.takeReleased();
	}

	/** What was recorded since the last call, in pieces of at most half a second. */
	handOut(): readonly TapeChunk[] {
		return this.#tapes.handOut();
	}

	/** A copy of frames [from, from + count) of a tape; what is not there is silent. */
	read(id: number, from: number, count: number): TapeChunk {
		return this.#tapes.read(id, from, count);
	}

	#render(track: Track, left: Float32Array, right: Float32Array, now: number): void {
		for (let from = 0; from < QUANTUM;) {
			while (track.nextDue <= now + from) track.carryOut();
			const to = Math.min(QUANTUM, track.nextDue - now);
			track.voice.render(left, right, from, to, now + from);
			from = to;
		}
	}

	#track(index: number): Track {
		const track = this.tracks[index];
		if (track === undefined) throw new RangeError(`no track ${index}`);
		return track;
	}

	/** What a track waited for has come: it is recorded from where it began. */
	#startBySound(): void {
		for (const track of this.tracks) {
			const { awaited, loudAt } = track;
			if (awaited === null || loudAt < 0) continue;
			const from = this.#watch.beginOf(loudAt, awaited.threshold);
			this.#commands.beginBySound(track, from - this.#scene.input.compensation, awaited.options);
		}
	}

	#contentOf(content: TrackRecord['content'], known: Map<number, Layer>): Content {
		if (content.length === 0) return NOTHING;
		const layers = content.layers.map((window) => {
			this.#commands.noteLayer(window.id);
			const layer = known.get(window.id) ?? new Layer(window, this.#tapes.claim(window.tape));
			known.set(window.id, layer);
			return layer;
		});
		return { length: content.length, layers };
	}

	/** After each command: the base, the tapes that copy, those that are over. */
	#settle(): void {
		this.#commands.settleBase();
		const reachable = new Set(this.#commands.forgottenTapes());
		for (const track of this.tracks) for (const tape of track.tapes()) reachable.add(tape);
		this.#tapes.keep(reachable);
	}
}
