import {
	positionAt,
	TRACK_COUNT,
	type BarGrid,
	type BaseLoop,
	type OverdubMode,
	type TrackAction,
	type TrackRecord,
	type TrackReport,
	type TrackSync
} from '../../music/looper';
import { frames, type Frames } from '../../music/units';
import { BlockPool } from './blockPool';
import { ContentPlayer } from './contentPlayer';
import { InputRing } from './inputRing';
import { Layer, NOTHING, type Content } from './layer';
import { dueOf, endOf, linesOf, type Lines } from './lines';
import {
	FADE_FRAMES,
	FIRST_FILED_TAPE,
	LOOP_GRAIN,
	MIN_LOOP_SECONDS,
	RING_SECONDS,
	type InputControl,
	type PressOptions,
	type TapeChunk,
	type TrackControl
} from './protocol';
import { Tape } from './tape';
import { Track, type Change } from './track';
import {
	afterAction,
	EMPTY_PROGRAM,
	firstContent,
	isAllowed,
	recordingFrom,
	type TrackProgram
} from './trackProgram';
import { QUANTUM } from '../input/frameCounter';

/** A press on record takes sound from so long before the threshold was passed. */
const THRESHOLD_PRE_ROLL_SECONDS = 0.05;
/** What is handed out for the disk at a time. */
const CHUNK_FRAMES = 24_000;
/** Less waits for more, unless the tape is over: a fifth of a second at 48 kHz. */
const MIN_CHUNK_FRAMES = 9600;

const DEFAULT_INPUT: InputControl = {
	compensation: frames(0),
	isMonitored: false,
	isGuarded: true
};

const RECORDINGS = ['record', 'overdub', 'replace', 'substitute', 'multiply', 'insert'] as const;
type Recording = (typeof RECORDINGS)[number];
const isRecording = (action: TrackAction): action is Recording =>
	RECORDINGS.some((recording) => recording === action);

/** What happens at the press, whatever the sync. */
const AT_ONCE: readonly TrackAction[] = ['undo', 'redo', 'clear', 'reverse', 'half', 'double'];

/**
 * The looper: all PCM, eight tracks and the master frame counter. Commands may allocate; `process`,
 * which the audio thread calls for each block, does not.
 */
export class LooperCore {
	readonly tracks: readonly Track[];
	readonly ring: InputRing;
	readonly pool = new BlockPool();
	/** Times that no block was left for a tape. */
	starved = 0;
	/** Frames that a tape wanted and the ring no longer held. Must stay 0. */
	lost = 0;
	/** The loudest input sample since it was last set to 0. */
	inputPeak = 0;
	/** The frame that comes next. */
	now = 0;
	readonly #sampleRate: number;
	readonly #tapes = new Map<number, Tape>();
	/** Tapes that still copy; made anew by commands. */
	#copying: readonly Tape[] = [];
	#input = DEFAULT_INPUT;
	#grid: BarGrid | null = null;
	#base: BaseLoop | null = null;
	/** Tapes that are over, until they are told. */
	readonly #released: number[] = [];
	/** Tapes from outside that no record has named yet. */
	readonly #unclaimed = new Set<number>();
	#nextTape = 1;
	#nextLayer = 1;
	/** Where the input passed the threshold that a track waits for; -1 if it has not. */
	#loudAt = -1;
	#lowestThreshold = Infinity;

	constructor(sampleRate: number) {
		this.#sampleRate = sampleRate;
		this.ring = new InputRing(RING_SECONDS * sampleRate);
		const player = new ContentPlayer(this.ring);
		this.tracks = Array.from({ length: TRACK_COUNT }, () => new Track(player));
	}

	get base(): BaseLoop | null {
		return this.#base;
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
		for (let index = 0; index < this.#copying.length; index++) {
			const lost = this.#copying[index]!.copy(this.ring, this.pool);
			if (lost < 0) this.starved++;
			else this.lost += lost;
		}
		for (let index = 0; index < TRACK_COUNT; index++) {
			const output = outputs[index]!;
			this.#render(this.tracks[index]!, output[0]!, output[1]!, now);
		}
		this.now = now + QUANTUM;
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
		} else if (isRecording(action)) this.#record(track, action, at, options);
		else if (action === 'close') this.#close(track, at, options.thenOverdub);
		else this.#act(track, action, at);
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
		this.#input = control;
	}

	setGrid(grid: BarGrid | null): void {
		this.#grid = grid;
	}

	/** Every loop plays from where it stood when the base loop began, at the frame `at`. */
	start(at: Frames): void {
		const origin = this.#base?.origin ?? at;
		for (const track of this.tracks) {
			const { program } = track;
			if (program.content.length === 0) continue;
			const position = positionAt(program.motion, program.content.length, origin);
			const state = program.state === 'stopped' ? 'playing' : program.state;
			const motion = { ...program.motion, at, position };
			this.#swap(track, {
				action: 'play',
				due: at,
				isAutomatic: false,
				program: { ...program, state, motion }
			});
		}
		if (this.#base !== null) this.#base = { ...this.#base, origin: at };
		this.#settle();
	}

	/** Open recordings are closed, everything stops. */
	halt(): void {
		for (const track of this.tracks) {
			const { program } = track;
			track.setQueue([]);
			if (program.state !== 'empty' && program.state !== 'stopped') {
				const now = frames(this.now);
				const end = program.state === 'recording' ? this.#endFor(track, now) : now;
				this.#stopAt(track, end, now);
			}
			track.threshold = null;
		}
		this.#settle();
	}

	/** Everything is forgotten, and no tape is told to be over: another session comes. */
	reset(): void {
		for (const track of this.tracks) track.reset();
		this.#unclaimed.clear();
		this.#settle();
		this.#released.length = 0;
	}

	/** What was played over [from, to) becomes the loop of an empty track and plays. */
	capture(index: number, from: Frames, to: Frames): void {
		const track = this.#track(index);
		if (track.program.state !== 'empty' || to - from < this.#shortest) return;
		const tape = this.#newTape(from);
		tape.goal = FADE_FRAMES + to - from;
		track.remember();
		const content = firstContent(tape, to - from, this.#nextLayer++);
		const motion = { at: from, position: 0, rate: 1 };
		const past = [...track.program.past, track.program.content];
		const program = { ...EMPTY_PROGRAM, state: 'playing', content, past, motion } as const;
		this.#swap(track, { action: 'record', due: to, isAutomatic: false, program });
		this.#settle();
	}

	/** Sound from outside, appended to a tape that a record will name. Throws when no blocks are left. */
	fillTape(id: number, left: Float32Array, right: Float32Array): void {
		const tape = this.#tapes.get(id) ?? new Tape(id, -Infinity);
		if (!this.#tapes.has(id)) this.#unclaimed.add(id);
		this.#tapes.set(id, tape);
		if (id < FIRST_FILED_TAPE) this.#nextTape = Math.max(this.#nextTape, id + 1);
		tape.goal = Infinity;
		if (!tape.append(left, right, this.pool)) throw new RangeError(`no blocks left for tape ${id}`);
		tape.goal = tape.written;
		tape.handedOut = tape.written;
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
		this.#base ??= base;
		this.#settle();
	}

	/** Call every few tens of milliseconds: all that `process` must not do. Returns tapes that are over. */
	tend(): readonly number[] {
		if (this.#loudAt >= 0) this.#startByThreshold();
		for (const tape of this.#copying) tape.makeRoom();
		for (const track of this.tracks) track.settle();
		this.#settle();
		return this.#released.splice(0);
	}

	/** What was recorded since the last call, in pieces of at most half a second. */
	handOut(): readonly TapeChunk[] {
		const chunks: TapeChunk[] = [];
		for (const tape of this.#tapes.values()) {
			const isLittle = tape.written - tape.handedOut < MIN_CHUNK_FRAMES;
			if (isLittle && !tape.isDone) continue;
			while (tape.handedOut < tape.written) {
				const count = Math.min(CHUNK_FRAMES, tape.written - tape.handedOut);
				chunks.push(this.read(tape.id, tape.handedOut, count));
				tape.handedOut += count;
			}
		}
		return chunks;
	}

	/** A copy of frames [from, from + count) of a tape; what is not there is silent. */
	read(id: number, from: number, count: number): TapeChunk {
		const left = new Float32Array(count);
		const right = new Float32Array(count);
		this.#tapes.get(id)?.read(from, left, right);
		return { tape: id, from, left, right };
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

	get #shortest(): number {
		return Math.ceil(MIN_LOOP_SECONDS * this.#sampleRate);
	}

	#linesFor({ control, program }: Track, sync: TrackSync = control.sync): Lines | null {
		const { motion, content } = program;
		const { length } = content;
		const context = { sampleRate: this.#sampleRate, grid: this.#grid, base: this.#base };
		return linesOf(sync, { ...context, motion, length });
	}

	#newTape(from: number): Tape {
		const tape = new Tape(this.#nextTape++, from + this.#input.compensation - FADE_FRAMES);
		this.#tapes.set(tape.id, tape);
		return tape;
	}

	#record(track: Track, action: Recording, at: Frames, options: PressOptions): void {
		const isWholeLoops = action === 'multiply' || action === 'insert';
		const due = dueOf(at, this.#linesFor(track, isWholeLoops ? 'loop' : undefined));
		this.#begin(track, action, due, options);
	}

	#begin(track: Track, action: Recording, due: number, options: PressOptions): void {
		const mode: OverdubMode | null = action === 'record' ? null : action;
		if (mode === null && this.#base === null) this.#forget();
		const tape = this.#newTape(due);
		const program = recordingFrom(track.program, mode, due, tape, track.control.feedback);
		const change: Change = { action, due, isAutomatic: false, program };
		const { length } = options;
		if (mode !== null || length === null) {
			this.#swap(track, change);
			return;
		}
		const end = due + length;
		tape.goal = FADE_FRAMES + length;
		const closed = afterAction(program, 'close', end, this.#layerId);
		this.#swap(track, change, { action: 'close', due: end, isAutomatic: true, program: closed });
	}

	/** With a new base, loops of the old one would not fit: undo does not bring them back. */
	#forget(): void {
		for (const track of this.tracks) {
			if (track.program.take === null) track.change(EMPTY_PROGRAM);
		}
	}

	#close(track: Track, at: Frames, thenOverdub: boolean): void {
		const end = this.#endFor(track, at);
		const { take } = track.program;
		if (take === null) return;
		take.tape.goal = FADE_FRAMES + end - take.from;
		const program = afterAction(track.program, 'close', end, this.#layerId);
		const change: Change = { action: 'close', due: end, isAutomatic: false, program };
		if (!thenOverdub) {
			this.#swap(track, change);
			return;
		}
		const tape = this.#newTape(end);
		const overdubbing = recordingFrom(program, 'overdub', end, tape, track.control.feedback);
		this.#swap(track, { ...change, program: overdubbing });
	}

	/** Where the open recording ends if its end is asked for at `at`. */
	#endFor(track: Track, at: Frames): number {
		const { take, content, motion } = track.program;
		if (take === null) return at;
		if (take.mode === 'multiply' || take.mode === 'insert') {
			const spacing = content.length / Math.abs(motion.rate);
			return endOf(
				take.from,
				dueOf(at, this.#linesFor(track, 'loop')),
				1,
				{ origin: 0, spacing, forgiven: 0 },
				null
			);
		}
		const lines = this.#linesFor(track);
		const due = dueOf(at, lines);
		if (take.mode !== null) return Math.max(due, take.from);
		if (lines !== null) return endOf(take.from, due, this.#shortest, lines, this.#base);
		const whole = Math.round((due - take.from) / LOOP_GRAIN) * LOOP_GRAIN;
		const shortest = Math.ceil(this.#shortest / LOOP_GRAIN) * LOOP_GRAIN;
		const isFree = track.control.sync === 'free' && this.#base !== null;
		return take.from + Math.max(isFree ? due - take.from : whole, shortest);
	}

	#act(track: Track, action: TrackAction, at: Frames): void {
		const { take } = track.program;
		if (action === 'stop') {
			const end = this.#endFor(track, at);
			this.#stopAt(
				track,
				end,
				take === null ? frames(dueOf(at, this.#linesFor(track))) : frames(end)
			);
			return;
		}
		const isAtOnce = AT_ONCE.includes(action);
		const due = this.#dueFor(track, action, at);
		if (take !== null) take.tape.goal = FADE_FRAMES + Math.max(0, due - take.from);
		const moment = isAtOnce && take === null ? this.now : due;
		const program = afterAction(track.program, action, moment, this.#layerId);
		const change: Change = { action, due: isAtOnce ? this.now : due, isAutomatic: false, program };
		if (action === 'trigger' && track.control.isOneShot)
			this.#swap(track, change, this.#endOfShot(program, due));
		else this.#swap(track, change);
	}

	#dueFor(track: Track, action: TrackAction, at: Frames): number {
		if (AT_ONCE.includes(action)) return at;
		if (action === 'finish') return this.#endFor(track, at);
		return dueOf(at, this.#linesFor(track));
	}

	#endOfShot(program: TrackProgram, due: number): Change {
		const end = due + program.content.length / Math.abs(program.motion.rate);
		const stopped = afterAction(program, 'stop', end, this.#layerId);
		return { action: 'stop', due: Math.round(end), isAutomatic: true, program: stopped };
	}

	/** The open recording, if any, ends at `end`, which may be to come; the sound stops at `due`. */
	#stopAt(track: Track, end: number, due: Frames): void {
		const { take } = track.program;
		if (take !== null) take.tape.goal = FADE_FRAMES + Math.max(0, end - take.from);
		const program = afterAction(track.program, 'stop', end, this.#layerId);
		this.#swap(track, { action: 'stop', due, isAutomatic: false, program });
	}

	readonly #layerId = () => this.#nextLayer++;

	/** What is due already happens now; the rest waits. */
	#swap(track: Track, ...changes: readonly Change[]): void {
		track.threshold = null;
		const waiting = changes.filter(({ due }) => due > this.now);
		const latest = changes.filter(({ due }) => due <= this.now).at(-1);
		if (latest !== undefined) track.change(latest.program);
		track.setQueue(waiting);
	}

	#startByThreshold(): void {
		const preRoll = Math.round(THRESHOLD_PRE_ROLL_SECONDS * this.#sampleRate);
		const from = this.#loudAt - this.#input.compensation - preRoll;
		this.#loudAt = -1;
		for (const track of this.tracks) {
			if (track.threshold === null) continue;
			const due = dueOf(from, this.#linesFor(track));
			this.#begin(track, 'record', due, track.awaited);
		}
	}

	#contentOf(content: TrackRecord['content'], known: Map<number, Layer>): Content {
		if (content.length === 0) return NOTHING;
		const layers = content.layers.map((window) => {
			const tape = this.#tapes.get(window.tape);
			if (tape === undefined) throw new RangeError(`no tape ${window.tape}`);
			this.#unclaimed.delete(window.tape);
			this.#nextLayer = Math.max(this.#nextLayer, window.id + 1);
			const layer = known.get(window.id) ?? new Layer(window, tape);
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
		const reachable = new Set(this.tracks.flatMap((track) => [...track.tapes()]));
		for (const [id, tape] of this.#tapes) {
			if (reachable.has(tape) || this.#unclaimed.has(id)) continue;
			tape.release(this.pool);
			this.#tapes.delete(id);
			this.#released.push(id);
		}
		this.#copying = [...this.#tapes.values()].filter((tape) => !tape.isDone);
	}

	/** The first loop is the base until every track is empty. */
	#settleBase(): void {
		const first = this.tracks.find(({ program }) => program.content.length > 0)?.program;
		if (first === undefined) {
			const isAnyOpen = this.tracks.some(({ program }) => program.take !== null);
			if (!isAnyOpen) this.#base = null;
		} else {
			const { motion, content } = first;
			this.#base ??= { origin: motion.at, length: frames(content.length) };
		}
	}
}
