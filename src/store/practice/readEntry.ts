import type { ChorusFigures, Lick, SoloGridKind, StrongBeat } from '../../music/solo/figures';
import type { PracticeEntry } from '../../music/solo/practiceEntry';
import { pitch } from '../../music/units';
import {
	countIn,
	fieldsOf,
	flagIn,
	listIn,
	choiceIn,
	numberIn,
	orNull,
	textIn,
	type Fields
} from '../sessions/jsonFields';

/** More than any practice has; what claims more is damaged. */
const MOST_CHORUSES = 2000;
const MOST_ITEMS = 5000;
const GRIDS: readonly SoloGridKind[] = ['sixteenths', 'triplets', 'swing'];

/** An entry as it was kept; null for what is damaged. */
export function readEntry(record: unknown): PracticeEntry | null {
	try {
		return entryOf(record);
	} catch {
		return null;
	}
}

function entryOf(record: unknown): PracticeEntry {
	const fields = fieldsOf(record, 'entry');
	return {
		when: countIn(fields, 'when'),
		minutes: numberIn(fields, 'minutes', 0),
		choruses: countIn(fields, 'choruses'),
		tempoFrom: numberIn(fields, 'tempoFrom', 0),
		tempoTo: numberIn(fields, 'tempoTo', 0),
		keys: listIn(fields, 'keys', MOST_ITEMS, text),
		form: textIn(fields, 'form'),
		figures: listIn(fields, 'figures', MOST_CHORUSES, figuresOf)
	};
}

function figuresOf(value: unknown): ChorusFigures {
	const fields = fieldsOf(value, 'figures');
	const space = fieldsOf(fields.space, 'space');
	const rhythm = fieldsOf(fields.rhythm, 'rhythm');
	return {
		notes: countIn(fields, 'notes'),
		bars: countIn(fields, 'bars'),
		emptyBars: listIn(fields, 'emptyBars', MOST_ITEMS, number),
		strongBeats: orNull(fields.strongBeats, () =>
			listIn(fields, 'strongBeats', MOST_ITEMS, strongBeatOf)
		),
		range: orNull(fields.range, rangeOf),
		space: {
			share: numberIn(space, 'share', 0, 1),
			longestRestBeats: numberIn(space, 'longestRestBeats', 0)
		},
		rhythm: {
			distinct: countIn(rhythm, 'distinct'),
			commonest: listIn(rhythm, 'commonest', MOST_ITEMS, number)
		},
		licks: listIn(fields, 'licks', MOST_ITEMS, lickOf),
		timing: orNull(fields.timing, timingOf)
	};
}

function strongBeatOf(value: unknown): StrongBeat {
	const fields = fieldsOf(value, 'strongBeats');
	return {
		bar: countIn(fields, 'bar'),
		beat: countIn(fields, 'beat'),
		pitch: pitchIn(fields, 'pitch'),
		chord: textIn(fields, 'chord'),
		pitchClasses: listIn(fields, 'pitchClasses', 12, number),
		isChordTone: flagIn(fields, 'isChordTone')
	};
}

function rangeOf(value: unknown): NonNullable<ChorusFigures['range']> {
	const fields = fieldsOf(value, 'range');
	return { lowest: pitchIn(fields, 'lowest'), highest: pitchIn(fields, 'highest') };
}

function lickOf(value: unknown): Lick {
	const fields = fieldsOf(value, 'licks');
	return {
		pitches: listIn(fields, 'pitches', MOST_ITEMS, (item) => pitch(number(item))),
		bars: listIn(fields, 'bars', MOST_ITEMS, number),
		earlier: listIn(fields, 'earlier', MOST_ITEMS, number)
	};
}

function timingOf(value: unknown): NonNullable<ChorusFigures['timing']> {
	const fields = fieldsOf(value, 'timing');
	return {
		grid: choiceIn(fields, 'grid', GRIDS),
		meanMs: numberIn(fields, 'meanMs'),
		spreadMs: numberIn(fields, 'spreadMs', 0)
	};
}

const pitchIn = (fields: Fields, field: string) => pitch(countIn(fields, field));

function text(item: unknown): string {
	if (typeof item !== 'string') throw new TypeError(`no text: ${typeof item}`);
	return item;
}

function number(item: unknown): number {
	if (typeof item !== 'number' || !Number.isFinite(item)) {
		throw new TypeError(`no number: ${typeof item}`);
	}
	return item;
}
