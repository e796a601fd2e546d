import { PPQ, ticks, type Ticks } from './units';

/** `beats` notes of the value 1/`unit` make a bar. */
export interface Metre {
	readonly beats: number;
	readonly unit: number;
}

/** The metres that the transport offers. */
export const METRES: readonly Metre[] = [
	{ beats: 2, unit: 4 },
	{ beats: 3, unit: 4 },
	{ beats: 4, unit: 4 },
	{ beats: 5, unit: 4 },
	{ beats: 6, unit: 8 },
	{ beats: 7, unit: 8 }
];

export const COMMON_TIME: Metre = { beats: 4, unit: 4 };

export const metreName = ({ beats, unit }: Metre) => `${String(beats)}/${String(unit)}`;

export const barLength = ({ beats, unit }: Metre) => ticks((beats * 4 * PPQ) / unit);

/** The length of one written beat, which the metronome clicks: an eighth in 6/8 and 7/8. */
export const beatLength = ({ unit }: Metre) => ticks((4 * PPQ) / unit);

/** The first bar line (never -0) at or after `position`; bar lines lie on whole bars from tick 0, both ways. */
export const barLineFrom = (position: Ticks, bar: Ticks) =>
	ticks(Math.ceil(position / bar) * bar + 0);

export const nearestBarLine = (position: Ticks, bar: Ticks) =>
	ticks(Math.round(position / bar) * bar + 0);

/** How far apart a foot taps: three eighths in 6/8, elsewhere a quarter. */
export const pulseLength = ({ beats, unit }: Metre) =>
	ticks(unit === 8 && beats % 3 === 0 ? (3 * PPQ) / 2 : PPQ);

/** A sixteenth is what lies nearer to its place than this. */
const HALF_SIXTEENTH = PPQ / 8;

/**
 * Whether the sixteenth nearest to `position` is one that a foot taps on. What is left at a bar's end,
 * in 7/8 after three quarters, is no pulse.
 */
export function isOnPulse(position: Ticks, metre: Metre): boolean {
	const [bar, pulse] = [barLength(metre), pulseLength(metre)];
	const offset = (((position + HALF_SIXTEENTH) % bar) + bar) % bar;
	const isWhole = offset - (offset % pulse) + pulse <= bar;
	return isWhole && offset % pulse < 2 * HALF_SIXTEENTH;
}
