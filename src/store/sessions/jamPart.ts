import type { Note } from '../../music/note';
import { SOUNDS, type Sound } from '../../music/score';
import { frames, pitch, ticks, velocity, type Frames, type Ticks } from '../../music/units';
import { choiceIn, fieldsOf, listIn, numberIn, orNull, textIn } from './jsonFields';

/** One layer of the MIDI loop. */
export interface JamLayer {
	readonly sound: Sound;
	readonly by: 'player' | 'partner';
	/** Whose part it was; null where that is not known, as in sessions written before layers had one. */
	readonly chair: (typeof CHAIRS)[number] | null;
	readonly notes: readonly Note[];
}

/** What the player pinned of the chords, and the key that the player set. */
interface JamChords {
	/** Of the form that the pins lie in. */
	readonly length: Ticks;
	readonly pins: readonly {
		readonly from: Ticks;
		readonly to: Ticks;
		/** Null for no chord. */
		readonly symbol: string | null;
	}[];
	readonly key: string | null;
}

/** What the page keeps of the keys, beside the sound. */
export interface JamPart {
	/** Of the MIDI loop; 0 without one. */
	readonly length: Ticks;
	readonly layers: readonly JamLayer[];
	/** Of a bar at the session's tempo; 0 if unknown. */
	readonly barFrames: Frames;
	/** Null where the player decided nothing, as in sessions that were written before there were chords. */
	readonly chords: JamChords | null;
}

/** The band's, as the page names them. */
const CHAIRS = ['lead', 'harmony', 'keys', 'bass', 'drums'] as const;
const MAX_LAYERS = 1000;
const MAX_NOTES = 200_000;
const MAX_PINS = 10_000;
const LONGEST = 1e8;

/** Throws a SessionError for what is damaged. A session without keys has none. */
export function readJamPart(value: unknown): JamPart {
	const fields = fieldsOf(value ?? {}, 'jam');
	const chords = orNull(fields.chords ?? null, chordsOf);
	if (fields.layers === undefined) {
		return { length: ticks(0), layers: [], barFrames: frames(0), chords };
	}
	return {
		length: ticks(numberIn(fields, 'length', 0, LONGEST)),
		layers: listIn(fields, 'layers', MAX_LAYERS, layerOf),
		barFrames: frames(numberIn(fields, 'barFrames', 0, LONGEST)),
		chords
	};
}

function chordsOf(value: unknown): JamChords {
	const fields = fieldsOf(value, 'chords');
	return {
		length: ticks(numberIn(fields, 'length', 0, LONGEST)),
		pins: listIn(fields, 'pins', MAX_PINS, pinOf),
		key: orNull(fields.key, (key) => textIn({ key }, 'key'))
	};
}

function pinOf(value: unknown): JamChords['pins'][number] {
	const fields = fieldsOf(value, 'pin');
	return {
		from: ticks(numberIn(fields, 'from', 0, LONGEST)),
		to: ticks(numberIn(fields, 'to', 0, LONGEST)),
		symbol: orNull(fields.symbol, (symbol) => textIn({ symbol }, 'symbol'))
	};
}

function layerOf(value: unknown): JamLayer {
	const fields = fieldsOf(value, 'layer');
	return {
		sound: choiceIn(fields, 'sound', SOUNDS),
		by: choiceIn(fields, 'by', ['player', 'partner']),
		chair: orNull(fields.chair ?? null, (chair) => choiceIn({ chair }, 'chair', CHAIRS)),
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
