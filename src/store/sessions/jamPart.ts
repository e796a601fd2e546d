import type { Note } from '../../music/note';
import { SOUNDS, type Sound } from '../../music/score';
import { frames, pitch, ticks, velocity, type Frames, type Ticks } from '../../music/units';
import { choiceIn, fieldsOf, listIn, numberIn } from './jsonFields';

/** One layer of the MIDI loop. */
export interface JamLayer {
	readonly sound: Sound;
	readonly by: 'player' | 'partner';
	readonly notes: readonly Note[];
}

/** What the page keeps of the keys, beside the sound. */
export interface JamPart {
	/** Of the MIDI loop; 0 without one. */
	readonly length: Ticks;
	readonly layers: readonly JamLayer[];
	/** Of a bar at the session's tempo; 0 if unknown. */
	readonly barFrames: Frames;
}

const MAX_LAYERS = 1000;
const MAX_NOTES = 200_000;
const LONGEST = 1e8;

/** Throws a SessionError for what is damaged. A session without keys has none. */
export function readJamPart(value: unknown): JamPart {
	const fields = fieldsOf(value ?? {}, 'jam');
	if (fields.layers === undefined) return { length: ticks(0), layers: [], barFrames: frames(0) };
	return {
		length: ticks(numberIn(fields, 'length', 0, LONGEST)),
		layers: listIn(fields, 'layers', MAX_LAYERS, layerOf),
		barFrames: frames(numberIn(fields, 'barFrames', 0, LONGEST))
	};
}

function layerOf(value: unknown): JamLayer {
	const fields = fieldsOf(value, 'layer');
	return {
		sound: choiceIn(fields, 'sound', SOUNDS),
		by: choiceIn(fields, 'by', ['player', 'partner']),
		notes: listIn(fields, 'notes', MAX_NOTES, noteOf)
	};
}

function noteOf(value: unknown): Note {
	const fields = fieldsOf(value, 'note');
	return {
		start: ticks(numberIn(fields, 'start', 0, LONGEST)),
		duration: ticks(numberIn(fields, 'duration', 0, LONGEST)),
		pitch: pitch(Math.round(numberIn(fields, 'pitch', 0, 127))),
		velocity: velocity(numberIn(fields, 'velocity', 0, 1))
	};
}
