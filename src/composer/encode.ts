import { barLength } from '../music/metre';
import type { Note } from '../music/note';
import { fittingGrid, type Grid } from './grid';
import { eventsOf, type MelodyEvent, type MelodyNote, type PitchRange } from './melodyEvents';
import type { AnswerRequest } from './protocol';

const OCTAVE = 12;
/** How far back the model looks, at most; longer primers cost time and did not answer better. */
export const PRIMER_STEPS = 64;

/** A call as a MelodyRNN hears it. */
export interface Primer {
	readonly grid: Grid;
	/** Whole bars, at least one. */
	readonly events: readonly MelodyEvent[];
	/** How many octaves up the call was moved to lie in the model's range. */
	readonly octaves: number;
}

/** The highest note at each step where one begins, each ending where the next begins at the latest. */
export function skyline(notes: readonly Note[], { stepTicks }: Grid): MelodyNote[] {
	const highest = new Map<number, MelodyNote>();
	for (const note of notes) {
		const start = Math.round(note.start / stepTicks);
		const end = Math.max(start + 1, Math.round((note.start + note.duration) / stepTicks));
		const rival = highest.get(start);
		if (rival === undefined || rival.pitch < note.pitch) {
			highest.set(start, { start, end, pitch: note.pitch });
		}
	}
	const melody = [...highest.values()].sort((one, other) => one.start - other.start);
	return melody.map((note, index) => ({
		...note,
		end: Math.min(note.end, melody[index + 1]?.start ?? note.end)
	}));
}

/** The whole octaves up, the fewest, that bring as many of the notes as can be into the range. */
export function octavesInto(range: PitchRange, melody: readonly MelodyNote[]): number {
	const fitting = (octaves: number) =>
		melody.filter(
			({ pitch }) => folded(pitch + octaves * OCTAVE, range) === pitch + octaves * OCTAVE
		).length;
	let best = 0;
	for (const octaves of [-1, 1, -2, 2, -3, 3, -4, 4, -5, 5]) {
		if (fitting(octaves) > fitting(best)) best = octaves;
	}
	return best;
}

/** The pitch moved by whole octaves into the range. */
export function folded(pitch: number, { lowest, highest }: PitchRange): number {
	if (pitch < lowest) return pitch + Math.ceil((lowest - pitch) / OCTAVE) * OCTAVE;
	if (pitch > highest) return pitch - Math.ceil((pitch - highest) / OCTAVE) * OCTAVE;
	return pitch;
}

/** The bars [from, to) that a model should hear: those with notes, the last ones, one at least. */
function barsHeard(melody: readonly MelodyNote[], callBars: number, barSteps: number) {
	const barOf = (note: MelodyNote | undefined) =>
		note === undefined ? 0 : Math.floor(note.start / barSteps);
	const to = Math.min(callBars, barOf(melody.at(-1)) + 1);
	const most = Math.max(1, Math.floor(PRIMER_STEPS / barSteps));
	return { from: Math.max(barOf(melody[0]), to - most), to };
}

/**
 * The call as a single line on a grid, in whole bars. Empty bars at either end are left out: the
 * answer goes on from what was played.
 */
export function encodeCall(request: AnswerRequest, range: PitchRange): Primer {
	const bar = barLength(request.metre);
	const notes = request.call.filter((note) => note.start < request.callLength);
	const grid = fittingGrid(notes, bar);
	const { barSteps } = grid;
	const callBars = Math.max(1, Math.round(request.callLength / bar));
	const lastStep = callBars * barSteps - 1;
	const melody = skyline(notes, grid).filter(({ start }) => start <= lastStep);
	const { from, to } = barsHeard(melody, callBars, barSteps);
	const first = from * barSteps;
	const heard = melody
		.filter(({ start }) => start >= first)
		.map((note) => ({ ...note, start: note.start - first, end: note.end - first }));
	const octaves = octavesInto(range, heard);
	const moved = heard.map((note) => ({
		...note,
		pitch: folded(note.pitch + octaves * OCTAVE, range)
	}));
	return { grid, octaves, events: eventsOf(moved, (to - from) * barSteps, range) };
}
