import type { ChordSpan } from '../harmony/chord';
import { barLength, beatLength, type Metre } from '../metre';
import { ticks, type Bpm, type Pitch, type Ticks } from '../units';
import type { ChorusFigures, SoloNote, Stretch } from './figures';
import { returningLicks, type EarlierLine } from './licks';
import { melodicLine, type LineNote } from './melodicLine';
import { soloGridOf, timingOf } from './soloGrid';
import { strongBeats } from './strongBeats';

/** Where a chorus was played. */
export interface ChorusFrame {
	readonly metre: Metre;
	readonly bpm: Bpm;
	/** What was the player's, on bar lines and in order. */
	readonly stretches: readonly Stretch[];
	/** What was played before, for licks that come back. */
	readonly earlier: readonly EarlierLine[];
}

/** What can be told of one chorus. */
export interface ChorusReport {
	readonly figures: ChorusFigures;
	/** What a later chorus compares itself with. */
	readonly line: readonly LineNote[];
}

/** Counts what the player did in a chorus; starts and spans count from its first bar line. */
export function chorusReport(
	played: readonly SoloNote[],
	spans: readonly ChordSpan[],
	{ metre, bpm, stretches, earlier }: ChorusFrame
): ChorusReport {
	const notes = [...played].sort((left, right) => left.start - right.start);
	const bar = barLength(metre);
	const onsets = notes.map(({ start }) => start);
	const grid = soloGridOf(onsets);
	const line = melodicLine(notes, grid);
	const bars = stretches.flatMap((stretch) => barsIn(stretch, bar));
	const rhythms = rhythmsOf(line, bars, bar);
	const figures: ChorusFigures = {
		notes: notes.length,
		bars: bars.length,
		emptyBars: bars.filter((number) => !rhythms.has(number)),
		strongBeats: strongBeats(notes, spans, metre, bpm),
		range: rangeOf(notes),
		space: spaceOf(notes, stretches, metre),
		rhythm: varietyOf(rhythms),
		licks: returningLicks(line, earlier, bar),
		timing: timingOf(onsets, grid, bpm)
	};
	return { figures, line };
}

/** The numbers of the bars in a stretch, from 1. */
function barsIn({ from, to }: Stretch, bar: Ticks): number[] {
	const first = Math.round(from / bar);
	return Array.from({ length: Math.round(to / bar) - first }, (_, index) => first + index + 1);
}

function rangeOf(notes: readonly SoloNote[]): { lowest: Pitch; highest: Pitch } | null {
	if (notes.length === 0) return null;
	let [lowest, highest] = [notes[0]!.pitch, notes[0]!.pitch];
	for (const { pitch } of notes) {
		if (pitch < lowest) lowest = pitch;
		if (pitch > highest) highest = pitch;
	}
	return { lowest, highest };
}

/** How much of the stretches was without sound. `notes` in order. */
function spaceOf(
	notes: readonly SoloNote[],
	stretches: readonly Stretch[],
	metre: Metre
): ChorusFigures['space'] {
	let [free, whole, longest] = [0, 0, 0];
	for (const { from, to } of stretches) {
		whole += to - from;
		let soundsTo: number = from;
		for (const { start, duration } of [...notes, { start: to, duration: ticks(0) }]) {
			const rest = Math.min(start, to) - soundsTo;
			if (rest > 0) {
				free += rest;
				longest = Math.max(longest, rest);
			}
			soundsTo = Math.max(soundsTo, start + duration);
		}
	}
	const share = whole === 0 ? 0 : free / whole;
	return { share, longestRestBeats: longest / beatLength(metre) };
}

/** The rhythm of each bar in which something began, as text, by the bar's number. */
function rhythmsOf(
	line: readonly LineNote[],
	bars: readonly number[],
	bar: Ticks
): ReadonlyMap<number, string> {
	const places = new Map<number, number[]>();
	for (const { start } of line) {
		const number = Math.max(0, Math.floor(start / bar)) + 1;
		if (!bars.includes(number)) continue;
		places.set(number, [...(places.get(number) ?? []), start - (number - 1) * bar]);
	}
	return new Map([...places].map(([number, onsets]) => [number, onsets.join(' ')]));
}

function varietyOf(rhythms: ReadonlyMap<number, string>): ChorusFigures['rhythm'] {
	const bars = new Map<string, number[]>();
	for (const [number, rhythm] of rhythms) {
		bars.set(rhythm, [...(bars.get(rhythm) ?? []), number]);
	}
	let commonest: readonly number[] = [];
	for (const numbers of bars.values()) if (numbers.length > commonest.length) commonest = numbers;
	return { distinct: bars.size, commonest };
}
