import type { LoopRegion } from '../music/loopRegion';
import { ticks, type Ticks } from '../music/units';
import type { LoopAction, LoopState } from './face';
import type { Layer } from './layer';

/** All that decides what the loop sounds from some tick on. */
export interface LoopProgram {
	readonly state: LoopState;
	readonly region: LoopRegion | null;
	readonly recordingFrom: Ticks | null;
	readonly layers: readonly Layer[];
	/** The last undone comes last. */
	readonly undone: readonly Layer[];
	/** What `clear` took away, until something new is recorded. */
	readonly cleared: LoopProgram | null;
}

export const EMPTY_LOOP: LoopProgram = {
	state: 'empty',
	region: null,
	recordingFrom: null,
	layers: [],
	undone: [],
	cleared: null
};

/** What an action needs beside the program: the layer to record into, a fixed length. */
export interface ActionInput {
	/** Null when the loop is as long as the player plays. */
	readonly fixedLength: Ticks | null;
	/** The new layer, for `record` and `overdub`. */
	readonly layer: Layer | null;
}

const ALLOWED: Readonly<Record<LoopAction, readonly LoopState[]>> = {
	record: ['empty'],
	close: ['recording', 'closing'],
	overdub: ['playing'],
	finish: ['overdubbing'],
	play: ['stopped'],
	stop: ['armed', 'recording', 'closing', 'playing', 'overdubbing'],
	undo: ['empty', 'recording', 'closing', 'playing', 'overdubbing', 'stopped'],
	redo: ['playing', 'stopped'],
	clear: ['armed', 'recording', 'closing', 'playing', 'overdubbing', 'stopped']
};

/** Whether the action means something now. */
export function isAllowed(program: LoopProgram, action: LoopAction): boolean {
	if (!ALLOWED[action].includes(program.state)) return false;
	if (action === 'redo') return program.undone.length > 0;
	if (action === 'undo') return program.layers.length > 0 || program.cleared !== null;
	return true;
}

/** The program from the tick `due` on, when `action` happens there. Pure; layers are shared, not changed. */
export function afterAction(
	program: LoopProgram,
	action: LoopAction,
	due: Ticks,
	{ fixedLength, layer }: ActionInput
): LoopProgram {
	switch (action) {
		case 'record':
			return {
				...EMPTY_LOOP,
				state: 'recording',
				recordingFrom: due,
				region: fixedLength === null ? null : { start: due, length: fixedLength },
				layers: layer === null ? [] : [layer]
			};
		case 'close':
			return closed(program, due);
		case 'overdub':
			return {
				...program,
				state: 'overdubbing',
				layers: layer === null ? program.layers : [...program.layers, layer],
				undone: []
			};
		case 'finish':
		case 'play':
			return { ...program, state: 'playing' };
		case 'stop':
			return stopped(program, due);
		case 'undo':
			return undone(program, due);
		case 'redo':
			return {
				...program,
				layers: [...program.layers, ...program.undone.slice(-1)],
				undone: program.undone.slice(0, -1)
			};
		case 'clear':
			return emptied(program, due);
	}
}

/** What is left of a program that gives way to another section at `due`: it rests as far as it got. */
export const left = (program: LoopProgram, due: Ticks): LoopProgram =>
	program.state === 'empty' ? program : stopped(program, due);

/** A resting program that plays from its start, at `due`; where nothing was played yet, it is recorded. */
export function entered(program: LoopProgram, due: Ticks, input: ActionInput): LoopProgram {
	const { region } = program;
	if (region === null || isBlank(program)) return afterAction(program, 'record', due, input);
	return { ...program, state: 'playing', region: { ...region, start: due } };
}

/** Nothing was played in it: no layer, sounding or undone, has notes. What was cleared is no part of it. */
export function isBlank({ region, layers, undone }: LoopProgram): boolean {
	if (region === null) return true;
	return [...layers, ...undone].every((layer) => layer.notesIn(region).length === 0);
}

function closed(program: LoopProgram, due: Ticks): LoopProgram {
	if (program.recordingFrom === null) return program;
	const start = program.recordingFrom;
	const region = { start, length: ticks(due - start) };
	return { ...program, state: 'playing', region, recordingFrom: null };
}

function stopped(program: LoopProgram, due: Ticks): LoopProgram {
	if (program.recordingFrom === null) return { ...program, state: 'stopped' };
	return due > program.recordingFrom ? { ...closed(program, due), state: 'stopped' } : EMPTY_LOOP;
}

/** Nothing sounds, but what was there comes back by `undo`; a recording does as far as it got. */
function emptied(program: LoopProgram, due: Ticks): LoopProgram {
	if (program.recordingFrom === null) return { ...EMPTY_LOOP, cleared: settled(program) };
	return due > program.recordingFrom
		? { ...EMPTY_LOOP, cleared: closed(program, due) }
		: EMPTY_LOOP;
}

/** An overdub that is undone ends with the layer it made. */
function undone(program: LoopProgram, due: Ticks): LoopProgram {
	if (program.state === 'empty') return program.cleared ?? program;
	if (program.recordingFrom !== null) return emptied(program, due);
	return {
		...settled(program),
		layers: program.layers.slice(0, -1),
		undone: [...program.undone, ...program.layers.slice(-1)]
	};
}

const settled = (program: LoopProgram): LoopProgram =>
	program.state === 'overdubbing' ? { ...program, state: 'playing' } : program;
