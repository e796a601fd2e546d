import { PPQ, ticks, ticksToSeconds, type Bpm, type Ticks } from '../units';
import type { SoloGridKind, Timing } from './figures';

/** The lines of each quarter note that the player played to. */
export interface SoloGrid {
	readonly kind: SoloGridKind;
	/** Within a quarter note, from 0 on. */
	readonly lines: readonly number[];
	/** How late the whole of it lies, in ticks: who drags by a 32nd does not play triplets. */
	readonly push: number;
}

const SIXTEENTHS = [0, PPQ / 4, PPQ / 2, (3 * PPQ) / 4];
const TRIPLETS = [0, PPQ / 3, (2 * PPQ) / 3];

/** Off-beats between these are swung eighths: from a little late to a dotted eighth. */
const LEAST_SWING = 0.53 * PPQ;
const MOST_SWING = 0.72 * PPQ;
/** Of all onsets, so many lie near a beat or a swung off-beat where eighths are swung. */
const SWUNG_SHARE = 0.9;
/** As near as that to a beat. */
const NEAR_BEAT = PPQ / 8;
/** Onsets as near as that to a beat tell how late all of them are. */
const PUSHED_BEAT = PPQ / 6;
/** So many off-beats tell how far they are swung. */
const LEAST_OFF_BEATS = 3;
/** With fewer onsets no timing is told. */
const LEAST_ONSETS = 4;
/** Random onsets lie a quarter of a step from a grid's lines on average. */
const RANDOM_SHARE = 0.25;

/** The grid that the onsets fit best; sixteenths where they fit several alike. */
export function soloGridOf(onsets: readonly Ticks[]): SoloGrid {
	const push = pushOf(onsets);
	const pushed = onsets.map((onset) => ticks(onset - push));
	const swing = swungLines(pushed);
	if (swing !== null) return { kind: 'swing', lines: swing, push };
	const sixteenths: SoloGrid = { kind: 'sixteenths', lines: SIXTEENTHS, push };
	const triplets: SoloGrid = { kind: 'triplets', lines: TRIPLETS, push };
	return misfit(onsets, triplets) < misfit(onsets, sixteenths) ? triplets : sixteenths;
}

/** The line of the grid for which an onset at `position` was meant. */
export function nearestLine({ lines, push }: SoloGrid, position: Ticks): Ticks {
	const place = position - push;
	const beat = Math.floor(place / PPQ) * PPQ;
	let nearest = beat + PPQ;
	for (const line of lines) {
		if (Math.abs(beat + line - place) <= Math.abs(nearest - place)) nearest = beat + line;
	}
	return ticks(nearest);
}

/** How late the onsets near beats were: the middle one of them. */
function pushOf(onsets: readonly Ticks[]): number {
	const late = onsets
		.map((onset) => onset - Math.round(onset / PPQ) * PPQ)
		.filter((off) => Math.abs(off) <= PUSHED_BEAT);
	return late.length < LEAST_ONSETS ? 0 : middle(late);
}

/** How early or late the onsets were to the grid; null where there are too few. */
export function timingOf(onsets: readonly Ticks[], grid: SoloGrid, bpm: Bpm): Timing | null {
	if (onsets.length < LEAST_ONSETS) return null;
	const late = onsets.map(
		(onset) => ticksToSeconds(ticks(onset - nearestLine(grid, onset)), bpm) * 1000
	);
	const mean = average(late);
	const spread = average(late.map((ms) => Math.abs(ms - mean)));
	return { grid: grid.kind, meanMs: mean, spreadMs: spread };
}

/** The beat and the middle of the swung off-beats; null where eighths are not swung. */
function swungLines(onsets: readonly Ticks[]): readonly number[] | null {
	const places = onsets.map((onset) => ((onset % PPQ) + PPQ) % PPQ);
	const offBeats = places.filter((place) => place >= LEAST_SWING && place <= MOST_SWING);
	const onBeats = places.filter((place) => place <= NEAR_BEAT || place >= PPQ - NEAR_BEAT).length;
	if (offBeats.length < LEAST_OFF_BEATS) return null;
	if (onBeats + offBeats.length < SWUNG_SHARE * places.length) return null;
	return [0, middle(offBeats)];
}

/** How badly the onsets fit: 1 is as badly as chance. */
function misfit(onsets: readonly Ticks[], grid: SoloGrid): number {
	if (onsets.length === 0) return 0;
	const step = PPQ / grid.lines.length;
	const off = average(
		onsets.map((onset) => Math.abs(onset - grid.push - nearestLine(grid, onset)))
	);
	return off / (step * RANDOM_SHARE);
}

function middle(values: readonly number[]): number {
	const sorted = [...values].sort((left, right) => left - right);
	return sorted[Math.floor(sorted.length / 2)]!;
}

const average = (values: readonly number[]) =>
	values.reduce((sum, value) => sum + value, 0) / values.length;
