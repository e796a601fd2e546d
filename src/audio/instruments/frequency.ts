import type { Pitch } from '../../music/units';

/** In hertz, equal temperament, A4 = 440. */
export const pitchFrequency = (pitch: Pitch) => 440 * 2 ** ((pitch - 69) / 12);
