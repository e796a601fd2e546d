import { barLength, type Metre } from '../music/metre';
import type { Note } from '../music/note';
import { PPQ, ticks, velocity, type Pitch } from '../music/units';
import { folded } from './encode';
import type { Grid } from './grid';
import type { MelodyNote } from './melodyEvents';

const OCTAVE = 12;
const MIDI_RANGE = { lowest: 0, highest: 127 };
/** How loud an answer is to a call without notes. */
const SPOKEN = 0.7;
/** What a note on the bar line, on a beat or off it gains on the call's mean velocity. */
const BAR_ACCENT = 0.07;
const BEAT_ACCENT = 0.03;
const OFFBEAT_ACCENT = -0.04;

/** The mean velocity of the call. */
export function loudnessOf(call: readonly Note[]): number {
	if (call.length === 0) return SPOKEN;
	return call.reduce((sum, note) => sum + note.velocity, 0) / call.length;
}

/** The pulse that accents follow: a dotted quarter in 6/8, a quarter elsewhere. */
const pulseOf = ({ beats, unit }: Metre) => (unit === 8 && beats % 3 === 0 ? PPQ * 1.5 : PPQ);

function accentAt(start: number, metre: Metre): number {
	const inBar = start % barLength(metre);
	if (inBar === 0) return BAR_ACCENT;
	return inBar % pulseOf(metre) === 0 ? BEAT_ACCENT : OFFBEAT_ACCENT;
}

/** What turns steps back into notes like those of the call. */
export interface Voice {
	readonly grid: Grid;
	/** How many octaves up the call was moved, which the answer goes down again. */
	readonly octaves: number;
	readonly metre: Metre;
	readonly loudness: number;
}

/** A melody's notes in ticks, in the call's register, as loud as the call, accented by the metre. */
export function decodeMelody(
	melody: readonly MelodyNote[],
	{ grid: { stepTicks }, octaves, metre, loudness }: Voice
): Note[] {
	return melody.map(({ start, end, pitch }) => ({
		start: ticks(start * stepTicks),
		duration: ticks((end - start) * stepTicks),
		pitch: folded(pitch - octaves * OCTAVE, MIDI_RANGE) as Pitch,
		velocity: velocity(loudness + accentAt(start * stepTicks, metre))
	}));
}
