import type { BarGrid, BaseLoop, OverdubMode, TrackAction, TrackSync } from '../../music/looper';
import { frames, type Frames } from '../../music/units';
import { dueOf, endOf, linesOf, type Lines } from './lines';
import {
	FADE_FRAMES,
	LOOP_GRAIN,
	MIN_LOOP_SECONDS,
	type InputControl,
	type PressOptions
} from './protocol';
import type { Tape } from './tape';
import type { TapeShelf } from './tapeShelf';
import type { Change, Track } from './track';
import { afterAction, EMPTY_PROGRAM, recordingFrom, type TrackProgram } from './trackProgram';

const RECORDINGS = ['record', 'overdub', 'replace', 'substitute', 'multiply', 'insert'] as const;
type Recording = (typeof RECORDINGS)[number];
const isRecording = (action: TrackAction): action is Recording =>
	RECORDINGS.some((recording) => recording === action);

/** What happens at the press, whatever the sync. */
const AT_ONCE: readonly TrackAction[] = ['undo', 'redo', 'clear', 'reverse', 'half', 'double'];

/** What the commands of all tracks go by; the core keeps it. */
export interface Scene {
	readonly sampleRate: number;
	/** The frame that comes next. */
	now: number;
	input: InputControl;
	grid: BarGrid | null;
	base: BaseLoop | null;
}

/** Turns actions into what tracks sound, and from when on. May allocate: not for `process`. */
export class TrackCommands {
	readonly #scene: Scene;
	readonly #tapes: TapeShelf;
	readonly #tracks: readonly Track[];
	#lastLayer = 0;

	constructor(scene: Scene, tapes: TapeShelf, tracks: readonly Track[]) {
		this.#scene = scene;
		this.#tapes = tapes;
		this.#tracks = tracks;
	}

	/** A number that no layer has. */
	readonly nextLayer = () => ++this.#lastLayer;

	/** A layer from outside has this number. */
	noteLayer(id: number): void {
		this.#lastLayer = Math.max(this.#lastLayer, id);
	}

	/** The action, which is allowed, as if it was asked for at the frame `at`. */
	carryOut(track: Track, action: TrackAction, at: Frames, options: PressOptions): void {
		if (isRecording(action)) this.#record(track, action, at, options);
		else if (action === 'close') this.#close(track, at, options.thenOverdub);
		else this.#act(track, action, at);
	}

	/** A tape for what is played to the output's frame `from` and after. */
	newTape(from: number): Tape {
		return this.#tapes.open(from + this.#scene.input.compensation - FADE_FRAMES);
	}

	/** A recording begins at the frame `due`; it closes itself if its length is fixed. */
	begin(track: Track, action: Recording, due: number, options: PressOptions): void {
		const mode: OverdubMode | null = action === 'record' ? null : action;
		if (mode === null && this.#scene.base === null) this.forget();
		const tape = this.newTape(due);
		const program = recordingFrom(track.program, mode, due, tape, track.control.feedback);
		const change: Change = { action, due, isAutomatic: false, program };
		const { length } = options;
		if (mode !== null || length === null) {
			this.swap(track, change);
			return;
		}
		const end = due + length;
		tape.goal = FADE_FRAMES + length;
		const closed = afterAction(program, 'close', end, this.nextLayer);
		this.swap(track, change, { action: 'close', due: end, isAutomatic: true, program: closed });
	}

	/** With a new base, loops of the old one would not fit: undo does not bring them back. */
	forget(): void {
		for (const track of this.#tracks) {
			if (track.program.take === null) track.change(EMPTY_PROGRAM);
		}
	}

	/** Where the open recording ends if its end is asked for at `at`. */
	endFor(track: Track, at: Frames): number {
		const { take, content, motion } = track.program;
		if (take === null) return at;
		if (take.mode === 'multiply' || take.mode === 'insert') {
			const spacing = content.length / Math.abs(motion.rate);
			return endOf(
				take.from,
				dueOf(at, this.linesFor(track, 'loop')),
				1,
				{ origin: 0, spacing, forgiven: 0 },
				null
			);
		}
		const lines = this.linesFor(track);
		const due = dueOf(at, lines);
		if (take.mode !== null) return Math.max(due, take.from);
		if (lines !== null) return endOf(take.from, due, this.shortest, lines, this.#scene.base);
		const whole = Math.round((due - take.from) / LOOP_GRAIN) * LOOP_GRAIN;
		const shortest = Math.ceil(this.shortest / LOOP_GRAIN) * LOOP_GRAIN;
		const isFree = track.control.sync === 'free' && this.#scene.base !== null;
		return take.from + Math.max(isFree ? due - take.from : whole, shortest);
	}

	/** The open recording, if any, ends at `end`, which may be to come; the sound stops at `due`. */
	stopAt(track: Track, end: number, due: Frames): void {
		const { take } = track.program;
		if (take !== null) take.tape.goal = FADE_FRAMES + Math.max(0, end - take.from);
		const program = afterAction(track.program, 'stop', end, this.nextLayer);
		this.swap(track, { action: 'stop', due, isAutomatic: false, program });
	}

	/** What is due already happens now; the rest waits. */
	swap(track: Track, ...changes: readonly Change[]): void {
		track.threshold = null;
		const waiting = changes.filter(({ due }) => due > this.#scene.now);
		const latest = changes.filter(({ due }) => due <= this.#scene.now).at(-1);
		if (latest !== undefined) track.change(latest.program);
		track.setQueue(waiting);
	}

	/** Of a loop, in frames. */
	get shortest(): number {
		return Math.ceil(MIN_LOOP_SECONDS * this.#scene.sampleRate);
	}

	/** Where actions of the track may take place; null for at once. */
	linesFor({ control, program }: Track, sync: TrackSync = control.sync): Lines | null {
		const { motion, content } = program;
		const { length } = content;
		const context = {
			sampleRate: this.#scene.sampleRate,
			grid: this.#scene.grid,
			base: this.#scene.base
		};
		return linesOf(sync, { ...context, motion, length });
	}

	#record(track: Track, action: Recording, at: Frames, options: PressOptions): void {
		const isWholeLoops = action === 'multiply' || action === 'insert';
		const due = dueOf(at, this.linesFor(track, isWholeLoops ? 'loop' : undefined));
		this.begin(track, action, due, options);
	}

	#close(track: Track, at: Frames, thenOverdub: boolean): void {
		const end = this.endFor(track, at);
		const { take } = track.program;
		if (take === null) return;
		take.tape.goal = FADE_FRAMES + end - take.from;
		const program = afterAction(track.program, 'close', end, this.nextLayer);
		const change: Change = { action: 'close', due: end, isAutomatic: false, program };
		if (!thenOverdub) {
			this.swap(track, change);
			return;
		}
		const tape = this.newTape(end);
		const overdubbing = recordingFrom(program, 'overdub', end, tape, track.control.feedback);
		this.swap(track, { ...change, program: overdubbing });
	}

	#act(track: Track, action: TrackAction, at: Frames): void {
		const { take } = track.program;
		if (action === 'stop') {
			const end = this.endFor(track, at);
			this.stopAt(
				track,
				end,
				take === null ? frames(dueOf(at, this.linesFor(track))) : frames(end)
			);
			return;
		}
		const isAtOnce = AT_ONCE.includes(action);
		const due = this.#dueFor(track, action, at);
		if (take !== null) take.tape.goal = FADE_FRAMES + Math.max(0, due - take.from);
		const moment = isAtOnce && take === null ? this.#scene.now : due;
		const program = afterAction(track.program, action, moment, this.nextLayer);
		const change: Change = {
			action,
			due: isAtOnce ? this.#scene.now : due,
			isAutomatic: false,
			program
		};
		if (action === 'trigger' && track.control.isOneShot)
			this.swap(track, change, this.#endOfShot(program, due));
		else this.swap(track, change);
	}

	#dueFor(track: Track, action: TrackAction, at: Frames): number {
		if (AT_ONCE.includes(action)) return at;
		if (action === 'finish') return this.endFor(track, at);
		return dueOf(at, this.linesFor(track));
	}

	#endOfShot(program: TrackProgram, due: number): Change {
		const end = due + program.content.length / Math.abs(program.motion.rate);
		const stopped = afterAction(program, 'stop', end, this.nextLayer);
		return { action: 'stop', due: Math.round(end), isAutomatic: true, program: stopped };
	}
}
