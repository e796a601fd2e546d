import {
	positionAt,
	type BarGrid,
	type BaseLoop,
	type TrackAction,
	type TrackSync
} from '../../music/looper';
import { frames, type Frames } from '../../music/units';
import { dueOf, endOf, linesOf, type Lines } from './lines';
import {
	FADE_FRAMES,
	LOOP_GRAIN,
	MIN_LOOP_SECONDS,
	type InputControl,
	type PressOptions
} from './protocol';
import { isEndOfShot, type Change } from './change';
import { endOfPass, rebased, withEndsOfShot } from './oneShot';
import { SetAside } from './setAside';
import type { Take } from './take';
import type { Tape } from './tape';
import type { TapeShelf } from './tapeShelf';
import type { Track } from './track';
import { afterAction, fromStart, isRecording, recordingFrom, type Recording } from './trackProgram';

/** How a loop moves; what waits goes on waiting. */
const MOVES: readonly TrackAction[] = ['reverse', 'half', 'double'];
/** What happens at the press, whatever the sync. */
const AT_ONCE: readonly TrackAction[] = ['undo', 'redo', 'clear', ...MOVES];

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
	readonly #setAside = new SetAside();
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
		const isShot =
			action === 'play' && track.control.isOneShot && track.program.state === 'stopped';
		if (isRecording(action)) this.#record(track, action, at, options);
		else if (action === 'close') this.#close(track, at, options.thenOverdub);
		else this.#act(track, isShot ? 'trigger' : action, at);
	}

	/** A tape for what is played to the output's frame `from` and after. */
	newTape(from: number): Tape {
		return this.#tapes.open(from + this.#scene.input.compensation - FADE_FRAMES);
	}

	/** A recording begins at the frame `due`; it closes itself if its length is fixed. */
	begin(track: Track, action: Recording, due: number, options: PressOptions): void {
		const mode = action === 'record' ? null : action;
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

	/** A sound that began at the frame `onset` starts a recording: on the line that it follows closely, or there. */
	beginBySound(track: Track, onset: number, options: PressOptions): void {
		const line = dueOf(onset, this.linesFor(track));
		const isFree = this.#scene.base === null && !options.needsLine;
		this.begin(track, 'record', line > onset && isFree ? onset : line, options);
	}

	/** The loop plays from the frame `at` on as it did at `origin`; a one-shot from its start. */
	startAt(track: Track, at: Frames, origin: number): void {
		const { program, control } = track;
		const position = positionAt(program.motion, program.content.length, origin);
		const moved = control.isOneShot
			? fromStart(program, at)
			: { ...program, motion: { ...program.motion, at, position } };
		const state = program.state === 'stopped' ? 'playing' : program.state;
		const change = { action: 'play', due: at, isAutomatic: false } as const;
		track.setQueue([]);
		this.swap(track, { ...change, program: { ...moved, state } });
	}

	/** A recording begins that will be the base: loops of an old one would not fit it. */
	forget(): void {
		this.#setAside.take(this.#tracks);
	}

	/** Nothing comes back. */
	reset(): void {
		this.#setAside.letGo();
	}

	/** Tapes of loops that would come back if nothing came of the new base. */
	forgottenTapes(): Iterable<Tape> {
		return this.#setAside.tapes();
	}

	/** The first loop is the base until every track is empty. */
	settleBase(): void {
		const scene = this.#scene;
		const first = this.#tracks.find(({ program }) => program.content.length > 0)?.program;
		if (first !== undefined) {
			const { motion, content } = first;
			scene.base ??= { origin: motion.at, length: frames(content.length) };
			this.#setAside.letGo();
			return;
		}
		if (this.#tracks.some(({ program }) => program.take !== null)) return;
		scene.base = null;
		if (this.#tracks.every(({ pending }) => pending.length === 0)) this.#setAside.giveBack();
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
		const lines = this.#closingLines(track, take);
		const due = dueOf(at, lines);
		if (take.mode !== null) return Math.max(due, take.from);
		if (lines !== null) return endOf(take.from, due, this.shortest, lines, this.#scene.base);
		const whole = Math.round((due - take.from) / LOOP_GRAIN) * LOOP_GRAIN;
		const shortest = Math.ceil(this.shortest / LOOP_GRAIN) * LOOP_GRAIN;
		const isFree = track.control.sync === 'free' && this.#scene.base !== null;
		return take.from + Math.max(isFree ? due - take.from : whole, shortest);
	}

	/** A first loop that a sound began between two lines counts its bars from there. */
	#closingLines(track: Track, { from, mode }: Take): Lines | null {
		const lines = this.linesFor(track);
		const isFirst = mode === null && this.#scene.base === null;
		return lines === null || !isFirst ? lines : { ...lines, origin: from };
	}

	/** The open recording, if any, ends at `end`, which may be to come; the sound stops at `due`. */
	stopAt(track: Track, end: number, due: Frames): void {
		const { take } = track.program;
		if (take !== null) take.tape.goal = FADE_FRAMES + Math.max(0, end - take.from);
		const program = afterAction(track.program, 'stop', end, this.nextLayer);
		this.swap(track, { action: 'stop', due, isAutomatic: false, program });
	}

	/** What is due already happens now; the rest waits. A one-shot stops at the end of its pass. */
	swap(track: Track, ...changes: readonly Change[]): void {
		track.disarm();
		const { isOneShot } = track.control;
		const all = isOneShot ? withEndsOfShot(this.#endOf(track), changes, this.nextLayer) : changes;
		const waiting = all.filter(({ due }) => due > this.#scene.now);
		const latest = all.filter(({ due }) => due <= this.#scene.now).at(-1);
		if (latest !== undefined) track.change(latest.program);
		track.setQueue(waiting);
	}

	/** What waits is off; but a one-shot still stops at the end of its pass. */
	cancel(track: Track): void {
		const { take } = track.program;
		if (take !== null) take.tape.goal = Infinity;
		const end = this.#endOf(track);
		track.disarm();
		track.setQueue(end === null ? [] : [end]);
	}

	/** Of the one-shot's pass that is under way. */
	#endOf(track: Track): Change | null {
		if (!track.pending.some(isEndOfShot)) return null;
		return endOfPass(track.program, this.#scene.now, this.nextLayer);
	}

	/** The track became a one-shot or is none any more. */
	changeShot(track: Track): void {
		const { pressed } = track;
		if (!track.control.isOneShot)
			track.setQueue(track.pending.filter((change) => !isEndOfShot(change)));
		else {
			const end = endOfPass(track.program, this.#scene.now, this.nextLayer);
			track.setQueue(withEndsOfShot(end, pressed, this.nextLayer));
		}
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
		const waiting = MOVES.includes(action) ? track.pressed : [];
		this.swap(track, change, ...rebased(program, waiting, this.nextLayer));
	}

	#dueFor(track: Track, action: TrackAction, at: Frames): number {
		if (AT_ONCE.includes(action)) return at;
		if (action === 'finish') return this.endFor(track, at);
		return dueOf(at, this.linesFor(track));
	}
}
