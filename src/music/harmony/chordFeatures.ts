import type { Mode } from '../key';
import type { Metre } from '../metre';
import { endsOfBars, placeOf, type Heard } from './heard';

/** Numbers that are told of each beat: shares of the 12 pitch classes in so many ways, and places. */
export const PLANES = 22;
const SCALARS = 24;
export const WIDTH = 12 * PLANES + SCALARS;

/** Shares are taken of what is heard and this much silence. */
const SILENCE = 0.25;
/** More voices, or notes in a bar, tell no more. */
const MOST_VOICES = 4;
const MANY_NOTES = 8;
const PLACES = ['bar', 'half', 'beat', 'off'] as const;

/** Rows of 12 pitch classes. */
export type Rows = readonly Float64Array[];

/** Each row as shares of its sum. */
export function sharesOf(rows: Rows): Rows {
	return rows.map((row) => {
		const sum = row.reduce((total, weight) => total + weight, SILENCE);
		return row.map((weight) => weight / sum);
	});
}

/** A row that has 1 at a pitch class; 0 everywhere for -1. */
export function only(pitchClass: number): Float64Array {
	const row = new Float64Array(12);
	if (pitchClass >= 0) row[pitchClass] = 1;
	return row;
}

export const rowsOf = (weights: Float64Array): Rows =>
	Array.from({ length: weights.length / 12 }, (_, at) => weights.subarray(12 * at, 12 * at + 12));

/** Sums over every `size` rows from the first. */
export function pooled(rows: Rows, size: number): Rows {
	const sums = Array.from({ length: Math.ceil(rows.length / size) }, () => new Float64Array(12));
	for (const [at, row] of rows.entries()) {
		const sum = sums[Math.floor(at / size)]!;
		for (let pitchClass = 0; pitchClass < 12; pitchClass++) sum[pitchClass]! += row[pitchClass]!;
	}
	return sums;
}

/** The pitch class of each beat's bass. */
export const bassRows = ({ lowest }: Heard): Rows =>
	lowest.map((pitch) => only(pitch === null ? -1 : pitch % 12));

/** What is heard of the pitch classes around each beat, counted from C: PLANES rows a beat. */
export function planesOf(heard: Heard): readonly Rows[] {
	const { count, metre } = heard;
	const { beats } = metre;
	const half = beats % 2 === 0 ? beats / 2 : beats;
	const [rawOn, rawLong] = [rowsOf(heard.on), rowsOf(heard.long)];
	const [long, on, off] = [rawLong, rawOn, rowsOf(heard.off)].map(sharesOf) as [Rows, Rows, Rows];
	const [halfLong, halfOn] = [rawLong, rawOn].map((rows) => sharesOf(pooled(rows, half)));
	const bass = bassRows(heard);
	const [barLong, barStrong, barBass] = [rawLong, strongRows(rawOn, metre), bass].map((rows) =>
		sharesOf(pooled(rows, beats))
	);
	const { first, last } = endsOfBars(heard);
	const [firsts, lasts] = [first.map(only), last.map(only)];
	const loop = sharesOf(pooled(rawLong, count))[0]!;
	return Array.from({ length: count }, (_, at) => {
		const beat = (rows: Rows, step = 0) => around(rows, at + step);
		const halves = (rows: Rows, step = 0) => around(rows, Math.floor(at / half) + step);
		const bar = (rows: Rows, step = 0) => around(rows, Math.floor(at / beats) + step);
		return [
			beat(long),
			beat(on),
			beat(off),
			halves(halfLong!),
			halves(halfOn!),
			bar(barLong!),
			bar(barStrong!),
			bar(firsts),
			bar(lasts),
			bar(barLong!, -1),
			bar(barLong!, 1),
			beat(long, -1),
			beat(long, 1),
			halves(halfLong!, -1),
			halves(halfLong!, 1),
			loop,
			beat(bass),
			bar(barBass!),
			bar(firsts, 1),
			bar(lasts, -1),
			bar(barLong!, -2),
			bar(barLong!, 2)
		];
	});
}

/** Of what begins on beats, what begins on the bar's first and on its half. */
export const strongRows = (on: Rows, metre: Metre): Rows =>
	on.map((row, at) => {
		const place = placeOf(at, metre);
		return place === 'bar' || place === 'half' ? row : new Float64Array(12);
	});

/** The loop goes round. */
const around = (rows: Rows, at: number): Float64Array =>
	rows[((at % rows.length) + rows.length) % rows.length]!;

/** Where each beat stands, and how full it is: SCALARS numbers a beat, of which `mode` sets two. */
export function scalarsOf({ voices, on, off, metre, count }: Heard, mode: Mode): Rows {
	const { beats, unit } = metre;
	const bars = Math.ceil(count / beats);
	const sounding = voices.filter((one) => one > 0).length;
	const mean = voices.reduce((sum, one) => sum + one, 0) / Math.max(1, sounding);
	return Array.from(voices, (voice, at) => {
		const bar = Math.floor(at / beats);
		const [from, to] = [bar * beats, Math.min(count, (bar + 1) * beats)];
		let begun = 0;
		for (let place = 12 * from; place < 12 * to; place++)
			begun += on[place]! + off[place]! > 0 ? 1 : 0;
		const isBarHeard = voices.subarray(from, to).some((one) => one > 0);
		return Float64Array.from([
			...PLACES.map((place) => Number(placeOf(at, metre) === place)),
			...[0, 1, 2, 3].map((phase) => Number(bar % 4 === phase)),
			Number(bar === 0),
			Number(bar === bars - 1),
			Number(bar % 8 === 7),
			Number(mode === 'major'),
			Number(mode === 'minor'),
			Math.min(mean, MOST_VOICES) / 2,
			Math.min(voice, MOST_VOICES) / 2,
			Number(voice > 0),
			Number(isBarHeard),
			Number(beats === 2),
			Number(beats === 3),
			Number(beats === 4),
			Number(unit === 8),
			(at % beats) / beats,
			Number(bars === 1),
			Math.min(begun / MANY_NOTES, 2)
		]);
	});
}

/** The rows of a beat one after another, counted from the tonic, and its scalars: WIDTH numbers. */
export function featuresOf(planes: Rows, scalars: Float64Array, tonic: number): Float32Array {
	const features = new Float32Array(WIDTH);
	for (const [plane, row] of planes.entries()) {
		for (let step = 0; step < 12; step++) features[12 * plane + step] = row[(tonic + step) % 12]!;
	}
	features.set(scalars, 12 * PLANES);
	return features;
}
