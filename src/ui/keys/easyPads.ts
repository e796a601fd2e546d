import type { EasyKeysPort } from '../ports';

type Pad = EasyKeysPort['pads'][number];

const CHORD_TONE = '!';

/** The pads as text, for a list is never equal to the next one. */
export const padsText = (pads: readonly Pad[]) =>
	pads.map(({ pitch, isChordTone }) => `${pitch}${isChordTone ? CHORD_TONE : ''}`).join(' ');

/** What `padsText` wrote down. */
export const padsOf = (text: string) =>
	text.split(' ').map((pad) => ({ pitch: parseInt(pad), isChordTone: pad.endsWith(CHORD_TONE) }));

/** The pad under a point, in shares of the strip's width; beyond its ends the outermost ones go on. */
export const padAt = (x: number, pads: number) =>
	Math.min(pads - 1, Math.max(0, Math.floor(x * pads)));
