import { pitch, type Pitch } from '../units';
import { offerOf, type Harmony } from './harmony';

const SEMITONES = 12;
const HIGHEST_PITCH = 127;

/**
 * What a voice means: the nearest pitch that fits. Of two that are as near, the chord tone; else the
 * one on the side that the voice came from, so that the line keeps its shape.
 */
export function sungPitch(sung: Pitch, before: Pitch | null, harmony: Harmony): Pitch {
	const { has, isChordTone } = offerOf(harmony);
	for (let away = 0; away < SEMITONES; away++) {
		const sides = [sung - away, sung + away].filter(
			(side) => side >= 0 && side <= HIGHEST_PITCH && has[side % SEMITONES]!
		);
		const [best] = sides.sort(
			(a, b) =>
				Number(isChordTone[b % SEMITONES]) - Number(isChordTone[a % SEMITONES]) ||
				Math.abs(a - (before ?? sung)) - Math.abs(b - (before ?? sung))
		);
		if (best !== undefined) return pitch(best);
	}
	return sung;
}
