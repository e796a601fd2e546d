import type { Pitch } from '../../music/units';

/** The rows of the drum lane from the top, each for some of the drums of General MIDI. */
export const DRUM_ROWS = ['Cymbal', 'Tom', 'Snare', 'Kick'] as const;
type DrumRow = (typeof DRUM_ROWS)[number];

const KICKS = new Set([35, 36]);
const SNARES = new Set([37, 38, 39, 40]);
/** Hi-hats too. */
const CYMBALS = new Set([42, 44, 46, 49, 51, 52, 53, 55, 57, 59]);

function drumOf(pitch: Pitch): DrumRow {
	if (KICKS.has(pitch)) return 'Kick';
	if (SNARES.has(pitch)) return 'Snare';
	return CYMBALS.has(pitch) ? 'Cymbal' : 'Tom';
}

/** The row of the lane, from the top. All that is no kick, snare or cymbal lies with the toms. */
export const drumRow = (pitch: Pitch) => DRUM_ROWS.indexOf(drumOf(pitch));

/** A roll that is lower than this has little room for a lane. */
const ROOMY_ROLL = 220;
/** A row with room for its name, and one without. */
const ROOMY_ROW = 11;
const NARROW_ROW = 8;

/** How high a lane is, in a roll as high as this. */
export const laneHeight = (rollHeight: number) =>
	(rollHeight >= ROOMY_ROLL ? ROOMY_ROW : NARROW_ROW) * DRUM_ROWS.length;
