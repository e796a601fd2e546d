/** The events of a melody, one a step, as Magenta's MelodyConverter counts them. */
export type MelodyEvent = number;

/** What sounds sounds on; silence stays silence. */
export const NO_EVENT = 0;
export const NOTE_OFF = 1;
/** The event that begins the lowest note of the model's range; one more for each semitone. */
export const FIRST_PITCH = 2;

/** The MIDI pitches that a model knows, both ends included. */
export interface PitchRange {
	readonly lowest: number;
	readonly highest: number;
}

/** One note of a single line, in steps: it sounds over [start, end). */
export interface MelodyNote {
	readonly start: number;
	readonly end: number;
	readonly pitch: number;
}

export const isOnset = (event: MelodyEvent) => event >= FIRST_PITCH;

/** Events of sorted notes that do not overlap, over [0, steps). A rest begins with a note-off. */
export function eventsOf(
	melody: readonly MelodyNote[],
	steps: number,
	{ lowest }: PitchRange
): MelodyEvent[] {
	const events = new Array<MelodyEvent>(steps).fill(NO_EVENT);
	for (const { start, end, pitch } of melody) {
		if (end < steps) events[end] = NOTE_OFF;
		events[start] = pitch - lowest + FIRST_PITCH;
	}
	return events;
}

/** The notes that the events say. A note that still sounds after the last event ends there. */
export function melodyOf(events: readonly MelodyEvent[], { lowest }: PitchRange): MelodyNote[] {
	const melody: MelodyNote[] = [];
	let sounding: { start: number; pitch: number } | null = null;
	for (const [step, event] of [...events, NOTE_OFF].entries()) {
		if (event === NO_EVENT) continue;
		if (sounding !== null) melody.push({ ...sounding, end: step });
		sounding = isOnset(event) ? { start: step, pitch: event - FIRST_PITCH + lowest } : null;
	}
	return melody;
}
