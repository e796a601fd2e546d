import {
	positionAt,
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
import { dueOf } from './lines';
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
import { QUANTUM } from '../input/frameCounter';

/** A press on record takes sound from so long before the threshold was passed. */
const THRESHOLD_PRE_ROLL_SECONDS = 0.05;
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
	/** The loudest input sample since it was last set to 0. */
	inputPeak = 0;
	readonly #scene: Scene;
	readonly #tapes: TapeShelf;
	readonly #commands: TrackCommands;
	/** Where the input passed the threshold that a track waits for; -1 if it has not. */
	#loudAt = -1;
	#lowestThreshold = Infinity;

	constructor(sampleRate: number) {
		this.#scene = { sampleRate, now: 0, input: DEFAULT_INPUT, grid: null, base: null };
		this.ring = new InputRing(RING_SECONDS * sampleRate);
		const player = new ContentPlayer(this.ring);
		this.tracks = Array.from({ length: TRACK_COUNT }, () => new Track(player));
		this.#tapes = new TapeShelf(this.ring, this.pool);
		this.#commands = new TrackCommands(this.#scene, this.#tapes, this.tracks);
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
		this.#listen(now, left);
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
		const program = track.program;
		if (action === 'stop' && (program.state === 'empty' || track.threshold !== null)) {
			this.cancel(index);
			return;
		}
		if (!isAllowed(program, action)) return;
		track.remember();
		if (action === 'record' && options.threshold !== null) {
			track.threshold = options.threshold;
			track.awaited = options;
			track.version++;
		} else this.#commands.carryOut(track, action, at, options);
		this.#settle();
	}

	cancel(index: number): void {
		const track = this.#track(index);
		const { take } = track.program;
		if (take !== null) take.tape.goal = Infinity;
		track.threshold = null;
		track.setQueue([]);
		this.#settle();
	}

	takeBack(index: number): void {
		this.#track(index).takeBack();
		this.#settle();
	}

	configure(index: number, control: TrackControl): void {
		const track = this.#track(index);
		track.control = control;
		track.voice.isHushed = control.isHushed;
	}

	setInput(control: InputControl): void {
		this.#scene.input = control;
	}

	setGrid(grid: BarGrid | null): void {
		this.#scene.grid = grid;
	}

	/** Every loop plays from where it stood when the base loop began, at the frame `at`. */
	start(at: Frames): void {
		const origin = this.#scene.base?.origin ?? at;
		for (const track of this.tracks) {
			const { program } = track;
			if (program.content.length === 0) continue;
			const position = positionAt(program.motion, program.content.length, origin);
			const state = program.state === 'stopped' ? 'playing' : program.state;
			const motion = { ...program.motion, at, position };
			this.#commands.swap(track, {
				action: 'play',
				due: at,
				isAutomatic: false,
				program: { ...program, state, motion }
			});
		}
		if (this.#scene.base !== null) this.#scene.base = { ...this.#scene.base, origin: at };
		this.#settle();
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
			track.threshold = null;
		}
		this.#settle();
	}

	/** Everything is forgotten, and no tape is told to be over: another session comes. */
	reset(): void {
		for (const track of this.tracks) track.reset();
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
		if (this.#loudAt >= 0) this.#startByThreshold();
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

	/** Only the left side is listened to: it is the whole of a mono input. */
	#listen(now: number, left: Float32Array | undefined): void {
		if (left === undefined) return;
		for (let frame = 0; frame < QUANTUM; frame++) {
			const size = Math.abs(left[frame]!);
			if (size > this.inputPeak) this.inputPeak = size;
			if (size > this.#lowestThreshold && this.#loudAt < 0) this.#loudAt = now + frame;
		}
	}

	#track(index: number): Track {
		const track = this.tracks[index];
		if (track === undefined) throw new RangeError(`no track ${index}`);
		return track;
	}

	#startByThreshold(): void {
		const preRoll = Math.round(THRESHOLD_PRE_ROLL_SECONDS * this.#scene.sampleRate);
		const from = this.#loudAt - this.#scene.input.compensation - preRoll;
		this.#loudAt = -1;
		for (const track of this.tracks) {
			if (track.threshold === null) continue;
			const due = dueOf(from, this.#commands.linesFor(track));
			this.#commands.begin(track, 'record', due, track.awaited);
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
		this.#settleBase();
		const thresholds = this.tracks.map(({ threshold }) => threshold ?? Infinity);
		this.#lowestThreshold = Math.min(...thresholds);
		if (this.#lowestThreshold === Infinity) this.#loudAt = -1;
		this.#tapes.keep(new Set(this.tracks.flatMap((track) => [...track.tapes()])));
	}

	/** The first loop is the base until every track is empty. */
	#settleBase(): void {
		const first = this.tracks.find(({ program }) => program.content.length > 0)?.program;
		if (first === undefined) {
			const isAnyOpen = this.tracks.some(({ program }) => program.take !== null);
			if (!isAnyOpen) this.#scene.base = null;
		} else {
			const { motion, content } = first;
			this.#scene.base ??= { origin: motion.at, length: frames(content.length) };
		}
	}
}
