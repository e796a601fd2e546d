import {
	OVERDUB_MODES,
	positionAt,
	type LooperState,
	type Motion,
	type OverdubMode,
	type TrackAction
} from '../../music/looper';
import { frames } from '../../music/units';
import { insertedContent, withPasses } from './arrange';
import { Layer, NOTHING, type Content } from './layer';
import { FADE_FRAMES } from './protocol';
import type { Take } from './take';
import type { Tape } from './tape';

/** All that decides what a track sounds. Immutable: undo, cancel and take-back go back to an older one. */
export interface TrackProgram {
	readonly state: Exclude<LooperState, 'armed' | 'closing'>;
	readonly content: Content;
	/** Oldest first. */
	readonly past: readonly Content[];
	/** What the next redo brings comes last. */
	readonly future: readonly Content[];
	readonly motion: Motion;
	readonly take: Take | null;
}

export const STILL: Motion = { at: frames(0), position: 0, rate: 1 };

export const EMPTY_PROGRAM: TrackProgram = {
	state: 'empty',
	content: NOTHING,
	past: [],
	future: [],
	motion: STILL,
	take: null
};

/** What opens a take. */
export type Recording = 'record' | OverdubMode;

export const isRecording = (action: TrackAction): action is Recording =>
	action === 'record' || OVERDUB_MODES.some((mode) => mode === action);

const SOUNDING = ['playing', 'overdubbing'] as const;

/** Whether the layers are heard; while one replaces or inserts, they are not. */
export function isSounding({ state, take }: TrackProgram): boolean {
	const isHidden = take?.mode === 'replace' || take?.mode === 'insert';
	return SOUNDING.some((sounding) => sounding === state) && !isHidden;
}

/** All that the program plays or may go back to. */
export function* tapesOf({ content, past, future, take }: TrackProgram): Generator<Tape> {
	if (take !== null) yield take.tape;
	for (const { layers } of [content, ...past, ...future]) {
		for (const { tape } of layers) yield tape;
	}
}

/** Whether the action means something now. */
export function isAllowed(program: TrackProgram, action: TrackAction): boolean {
	const { state, content, take } = program;
	const hasLoop = content.length > 0 && take === null;
	switch (action) {
		case 'record':
			return state === 'empty';
		case 'close':
			return state === 'recording';
		case 'overdub':
		case 'replace':
		case 'substitute':
		case 'multiply':
			return hasLoop && state === 'playing';
		case 'insert':
			return hasLoop && state === 'playing' && program.motion.rate === 1;
		case 'finish':
			return state === 'overdubbing';
		case 'play':
			return hasLoop && (state === 'stopped' || state === 'muted');
		case 'stop':
			return state !== 'empty' && state !== 'stopped';
		case 'mute':
			return hasLoop && state === 'playing';
		case 'unmute':
			return state === 'muted';
		case 'undo':
			return take !== null || program.past.length > 0;
		case 'redo':
			return take === null && program.future.length > 0;
		case 'clear':
			return state !== 'empty';
		case 'trigger':
		case 'reverse':
		case 'half':
		case 'double':
			return hasLoop;
	}
}

/** A new recording that begins at the frame `from`; `tape` is for it. */
export function recordingFrom(
	program: TrackProgram,
	mode: OverdubMode | null,
	from: number,
	tape: Tape,
	feedback: number
): TrackProgram {
	const { content, motion } = program;
	if (mode === null) {
		const start: Motion = { at: frames(from), position: 0, rate: 1 };
		const take: Take = { tape, from, mode, at: 0, rate: 1, feedback };
		return { ...program, state: 'recording', motion: start, take };
	}
	const at = positionAt(motion, content.length, from);
	const take: Take = { tape, from, mode, at, rate: motion.rate, feedback };
	return { ...program, state: 'overdubbing', take };
}

/** The program from the frame `due` on, when `action` happens there. Recordings begin by `recordingFrom`. */
export function afterAction(
	program: TrackProgram,
	action: TrackAction,
	due: number,
	nextLayer: () => number
): TrackProgram {
	switch (action) {
		case 'close':
		case 'finish':
			return { ...committed(program, due, nextLayer), state: 'playing' };
		case 'stop':
			return stopped(program, due, nextLayer);
		case 'play':
		case 'unmute':
			return { ...program, state: 'playing' };
		case 'mute':
			return { ...program, state: 'muted' };
		case 'trigger':
			return { ...fromStart(program, due), state: 'playing' };
		case 'undo':
			return undone(program, due, nextLayer);
		case 'redo':
			return redone(program);
		case 'clear':
			return cleared(program, due, nextLayer);
		case 'reverse':
			return moved(program, due, -program.motion.rate);
		case 'half':
			return moved(program, due, toggled(program.motion.rate, 0.5));
		case 'double':
			return moved(program, due, toggled(program.motion.rate, 2));
		default:
			throw new RangeError(`${action} begins a recording`);
	}
}

/** The loop begins anew at the frame `at`: in reverse, with its last frame. */
export function fromStart(program: TrackProgram, at: number): TrackProgram {
	const { rate } = program.motion;
	const position = rate < 0 ? Math.max(0, program.content.length + rate) : 0;
	return { ...program, motion: { at: frames(at), position, rate } };
}

function toggled(rate: number, speed: number): number {
	return Math.sign(rate) * (Math.abs(rate) === speed ? 1 : speed);
}

function moved(program: TrackProgram, due: number, rate: number): TrackProgram {
	const position = positionAt(program.motion, program.content.length, due);
	return { ...program, motion: { at: frames(due), position, rate } };
}

/** The open recording becomes layers. */
function committed(program: TrackProgram, due: number, nextLayer: () => number): TrackProgram {
	const { take } = program;
	if (take === null) return program;
	const length = due - take.from;
	const settled = { ...program, take: null, future: [] };
	if (length <= 0) return { ...program, take: null };
	if (take.mode === null) {
		return {
			...settled,
			past: [...program.past, program.content],
			content: firstContent(take.tape, length, nextLayer())
		};
	}
	if (take.mode === 'insert') {
		const content = insertedContent(program.content, take.tape, length, nextLayer);
		const motion: Motion = { at: frames(take.from), position: 0, rate: 1 };
		return { ...settled, past: [...program.past, program.content], content, motion };
	}
	const passes = withPasses(program.content, take, length, nextLayer);
	const last = passes.at(-1);
	if (last === undefined) return { ...program, take: null };
	const before = [program.content, ...passes.slice(0, -1)];
	return { ...settled, past: [...program.past, ...before], content: last };
}

/** One layer that covers the whole of a new loop. */
export function firstContent(tape: Tape, length: number, id: number): Content {
	const window = {
		id,
		tape: tape.id,
		from: FADE_FRAMES,
		span: length,
		at: 0,
		rate: 1,
		cycle: length,
		under: 1,
		likeness: 0
	};
	return { length, layers: [new Layer(window, tape)] };
}

function stopped(program: TrackProgram, due: number, nextLayer: () => number): TrackProgram {
	const ended = committed(program, due, nextLayer);
	return { ...ended, state: ended.content.length > 0 ? 'stopped' : 'empty' };
}

/** An open overdub ends with the pass it was in. */
function undone(program: TrackProgram, due: number, nextLayer: () => number): TrackProgram {
	if (program.take?.mode === null) return { ...program, take: null, state: 'empty' };
	const settled = program.take === null ? program : committed(program, due, nextLayer);
	const content = settled.past.at(-1);
	const isNothingNew = program.take !== null && settled.content === program.content;
	if (content === undefined || isNothingNew) return { ...settled, state: 'playing' };
	const future = [...settled.future, settled.content];
	return {
		...settled,
		content,
		past: settled.past.slice(0, -1),
		future,
		state: stateWith(settled, content)
	};
}

function redone(program: TrackProgram): TrackProgram {
	const content = program.future.at(-1) ?? program.content;
	const past = [...program.past, program.content];
	return {
		...program,
		content,
		past,
		future: program.future.slice(0, -1),
		state: stateWith(program, content)
	};
}

function stateWith({ state }: TrackProgram, content: Content): TrackProgram['state'] {
	if (content.length === 0) return 'empty';
	return state === 'empty' || state === 'overdubbing' ? 'playing' : state;
}

/** Nothing sounds, but `undo` brings back what was there; a recording as far as it got. */
function cleared(program: TrackProgram, due: number, nextLayer: () => number): TrackProgram {
	const ended = committed(program, due, nextLayer);
	if (ended.content.length === 0) return { ...ended, state: 'empty' };
	return {
		...ended,
		past: [...ended.past, ended.content],
		future: [],
		content: NOTHING,
		state: 'empty'
	};
}
