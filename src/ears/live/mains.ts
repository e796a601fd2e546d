import { pitchOf } from '../../music/pitchOf';

/** What hums: the mains of the two halves of the world and their rectifiers. In hertz. */
const MAINS_HERTZ = [50, 60, 100, 120] as const;
/** Mains keep their frequency to less than this, in semitones. */
const KEEPS = 0.12;

const PITCHES = MAINS_HERTZ.map(pitchOf);

/** Whether a pitch, in semitones with a fraction, is most likely that of a humming cable. */
export function isMains(pitch: number): boolean {
	for (let hum = 0; hum < PITCHES.length; hum++) {
		if (Math.abs(pitch - PITCHES[hum]!) < KEEPS) return true;
	}
	return false;
}
