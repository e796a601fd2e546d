import type { EarNote } from '../../music/ears/heard';
import { SENSITIVITIES, type Sensitivity } from '../../music/ears/sensitivity';
import { seconds, type Seconds } from '../../music/units';
import { choiceIn, countIn, fieldsOf, listIn, numberIn, orNull, type Fields } from './jsonFields';
import { SessionError } from './sessionError';
import { DAMAGED_HEARD } from './sessionSentences';

/** What was heard of the audio tracks, as the page keeps it. */
export interface HeardPart {
	/** How much of what was heard counts. */
	readonly sensitivity: Sensitivity;
	/** How long after the pedal the bar line is in the first loop; null where nobody counted it by ear. */
	readonly downbeat: Seconds | null;
	readonly layers: readonly {
		/** Of the looper. */
		readonly layer: number;
		/** In seconds from the beginning of the layer's window. */
		readonly notes: readonly EarNote[];
	}[];
	/** Notes that the player deleted, the oldest first. */
	readonly removed: readonly {
		readonly layer: number;
		readonly onset: number;
		readonly pitch: number;
	}[];
}

const MOST_LAYERS = 10_000;
const MOST_NOTES = 100_000;
const LONGEST_SECONDS = 1e6;
/** Seconds are kept to a tenth of a millisecond, shares to a thousandth. */
const TIME_PLACES = 1e4;
const SHARE_PLACES = 1e3;

const time = (value: number) => Math.round(value * TIME_PLACES) / TIME_PLACES;
const share = (value: number) => Math.round(value * SHARE_PLACES) / SHARE_PLACES;

/** As JSON says it: a note is `[onset, end, pitch, strength, likelihood]`, a deleted one `[layer, onset, pitch]`. */
export const writtenHeard = ({ sensitivity, downbeat, layers, removed }: HeardPart) => ({
	sensitivity,
	downbeat,
	layers: layers.map(({ layer, notes }) => ({
		layer,
		notes: notes.map(({ onset, end, pitch, strength, likelihood }) => [
			time(onset),
			time(end),
			pitch,
			share(strength),
			share(likelihood)
		])
	})),
	removed: removed.map(({ layer, onset, pitch }) => [layer, time(onset), pitch])
});

/**
 * The heard part of what the page keeps of the keys. Null where there is none, as in sessions written before
 * heard notes were kept, and where it is damaged, which the sentence says.
 */
export function readHeardPart(jam: unknown): {
	readonly heard: HeardPart | null;
	readonly sentence: string;
} {
	try {
		const { heard = null } = fieldsOf(jam ?? {}, 'jam');
		return { heard: orNull(heard, heardOf), sentence: '' };
	} catch (cause) {
		if (!(cause instanceof SessionError)) throw cause;
		return { heard: null, sentence: DAMAGED_HEARD };
	}
}

function heardOf(value: unknown): HeardPart {
	const fields = fieldsOf(value, 'heard');
	return {
		sensitivity: choiceIn(fields, 'sensitivity', SENSITIVITIES),
		downbeat: orNull(fields.downbeat, (downbeat) => seconds(timeIn({ downbeat }, 'downbeat'))),
		layers: listIn(fields, 'layers', MOST_LAYERS, (layer) => {
			const each = fieldsOf(layer, 'layer');
			return { layer: countIn(each, 'layer'), notes: listIn(each, 'notes', MOST_NOTES, noteOf) };
		}),
		removed: listIn(fields, 'removed', MOST_NOTES, (gone) => {
			const [layer, onset, pitch] = rowOf(gone, 3);
			const row = { layer, onset, pitch };
			return { layer: countIn(row, 'layer'), onset: timeIn(row, 'onset'), pitch: pitchIn(row) };
		})
	};
}

function noteOf(value: unknown): EarNote {
	const [onset, end, pitch, strength, likelihood] = rowOf(value, 5);
	const row = { onset, end, pitch, strength, likelihood };
	return {
		onset: timeIn(row, 'onset'),
		end: timeIn(row, 'end'),
		pitch: pitchIn(row),
		strength: numberIn(row, 'strength', 0, 1),
		likelihood: numberIn(row, 'likelihood', 0, 1)
	};
}

function rowOf(value: unknown, length: number): readonly unknown[] {
	if (!Array.isArray(value) || value.length !== length) {
		throw new SessionError('damaged', 'a row of another length');
	}
	return value;
}

const timeIn = (fields: Fields, field: string) =>
	numberIn(fields, field, -LONGEST_SECONDS, LONGEST_SECONDS);

function pitchIn(fields: Fields): number {
	const pitch = countIn(fields, 'pitch');
	return numberIn({ pitch }, 'pitch', 0, 127);
}
