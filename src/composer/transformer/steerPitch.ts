import type { PartName } from '../protocol';
import type { AnswerLine } from './answerLine';
import type { StepNote } from './prompt';
import { onsetsOf } from './steerRhythm';
import { byOnset, byPitch, byPitchClass, HORIZON, type Steer } from './steer';
import type { Interval } from './tilt';
import { ONSET_STEPS, PARTS, PITCHES } from './vocabulary';
import { ahead } from './wanted';

/** Semitones that a correction asks for beyond the wanted register. */
const FARTHEST = 12;

/** Sums of shares are as near to equal as this when they are equal. */
const NEARLY = 1e-5;

const share = (value: number) => Math.min(Math.max(value, 0), 1);
const pitchedOf = ({ notes }: AnswerLine) => notes.filter(({ symbol }) => symbol < PITCHES);

/** What makes chords. */
const CHORDAL_PARTS: readonly PartName[] = ['harmony', 'comp'];

/** Chords hold at least the share `fit` of what is due of the call. Other parts are free. */
export const fitCall = (fit: number): Steer => ({
	symbols(line, { onset, part }) {
		if (!CHORDAL_PARTS.includes(PARTS[part]!)) return null;
		const due = line.dueAt(onset);
		const own = line.ownAt(onset);
		const most = Math.max(...due);
		const total = due.reduce((sum, value) => sum + value, 0);
		const held = due.reduce((sum, value, pitchClass) => sum + value * own[pitchClass]!, 0);
		if (most === 0 || held >= fit * total - NEARLY) return null;
		return {
			values: byPitchClass((pitchClass) => (due[pitchClass]! * (1 - own[pitchClass]!)) / most),
			interval: { low: fit, high: 1 }
		};
	}
});

const PITCH_VALUES = byPitch((pitch) => pitch);

/** The mean MIDI pitch. */
export const register = (wanted: Interval): Steer => ({
	symbols(line) {
		const notes = pitchedOf(line);
		const sum = notes.reduce((total, { symbol }) => total + symbol, 0);
		const next = ahead(wanted, notes.length, sum, HORIZON);
		return {
			values: PITCH_VALUES,
			interval: {
				low: Math.max(next.low, wanted.low - FARTHEST),
				high: Math.min(next.high, wanted.high + FARTHEST)
			}
		};
	}
});

/** The share of the notes that the call has too, at the same place of the answer's length. */
export const closeness = (wanted: Interval): Steer => ({
	symbols(line, { onset }) {
		const { prompt, length } = line;
		const begin = prompt.answerBar * prompt.barSteps;
		const period = length - begin;
		const placeOf = (step: number, pitchClass: number) => (step % period) * 12 + pitchClass;
		const called = new Set(
			prompt.call
				.filter(({ symbol }) => symbol < PITCHES)
				.map((note) => placeOf(note.onset, note.symbol % 12))
		);
		const notes = pitchedOf(line);
		const close = notes.filter((note) =>
			called.has(placeOf(note.onset - begin, note.symbol % 12))
		).length;
		return {
			values: byPitchClass((pitchClass) =>
				called.has(placeOf(onset - begin, pitchClass)) ? 1 : 0
			),
			interval: ahead(wanted, notes.length, close, HORIZON)
		};
	}
});

/** How often the pitch classes changed from beat to beat, and those of each beat that has notes. */
function changesOf(
	notes: readonly StepNote[],
	beatSteps: number
): { changes: number; chords: ReadonlySet<number>[] } {
	const byBeat = new Map<number, Set<number>>();
	for (const { onset, symbol } of notes) {
		const beat = Math.floor(onset / beatSteps);
		byBeat.set(beat, (byBeat.get(beat) ?? new Set()).add(symbol % 12));
	}
	const chords = [...byBeat.values()];
	const moves = chords.filter(
		(chord, index) => index === 0 || ![...chord].every((one) => chords[index - 1]!.has(one))
	);
	return { changes: moves.length, chords };
}

/** Changes a bar of the pitch classes, looked at on every beat; the first chord counts. */
export const chordRate = (wanted: Interval, beatSteps: number): Steer => ({
	onsets(line) {
		const { at, length } = line;
		const beats = Math.floor((length - at) / beatSteps);
		if (beats < 1 || onsetsOf(line).length === 0) return null;
		const { changes } = changesOf(pitchedOf(line), beatSteps);
		const afterNext = (Math.floor(at / beatSteps) + 2) * beatSteps;
		const isSoon = byOnset((step) => (step < ONSET_STEPS && at + step < afterNext ? 1 : 0));
		return {
			values: isSoon,
			interval: {
				low: share((wanted.low * answerBars(line) - changes) / beats),
				high: 1
			}
		};
	},
	symbols(line, { onset }) {
		const beat = Math.floor(onset / beatSteps);
		const isBefore = (note: StepNote) => Math.floor(note.onset / beatSteps) < beat;
		const notes = pitchedOf(line);
		const before = notes.filter(isBefore);
		const { changes, chords } = changesOf(before, beatSteps);
		const last = chords.at(-1);
		const here = notes.filter((note) => !isBefore(note)).map(({ symbol }) => symbol % 12);
		if (last === undefined || !here.every((pitchClass) => last.has(pitchClass))) return null;
		const beats = Math.max(1, Math.floor((line.length - onset) / beatSteps));
		const needed = (rate: number) => share((rate * answerBars(line) - changes) / beats);
		const low = needed(wanted.low);
		const notesInBeat = Math.max(1, before.length / chords.length);
		const high = 1 - (1 - needed(wanted.high)) ** (1 / notesInBeat);
		return {
			values: byPitchClass((pitchClass) => (last.has(pitchClass) ? 0 : 1)),
			interval: { low, high: Math.max(low, high) }
		};
	}
});

const answerBars = ({ prompt }: AnswerLine) => prompt.bars - prompt.answerBar;
