import type { CalibrationState } from '../looperPorts';
import type { DialogName } from './dialogShelf.svelte';

export const DIALOG_WORDS: Readonly<Record<DialogName, string>> = {
	practice: 'Practice',
	input: 'Input',
	sessions: 'Sessions',
	files: 'Files',
	controls: 'Controls',
	clock: 'MIDI clock',
	chords: 'Chords'
};

/** The least confidence of what is called by that word. */
const VERY_SURE = 0.9;
const FAIRLY_SURE = 0.7;

/** How sure the calibration is, for people. */
export function confidenceWords(confidence: number): string {
	const percent = `${Math.round(confidence * 100)} %`;
	if (confidence >= VERY_SURE) return `very sure (${percent})`;
	return confidence >= FAIRLY_SURE ? `fairly sure (${percent})` : `not sure (${percent})`;
}

/** What was found, in milliseconds and how sure; empty while there is nothing. */
export function roundTripWords({ kind, ms, confidence }: CalibrationState): string {
	if (ms === undefined) return '';
	const about = kind === 'estimated' ? 'about ' : '';
	const sure = confidence === undefined ? '' : `, ${confidenceWords(confidence)}`;
	return `${about}${ms.toFixed(1)} ms${sure}`;
}
