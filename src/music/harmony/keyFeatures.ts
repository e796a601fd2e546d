import { endsOfBars, placeOf, type Heard } from './heard';
import { bassRows, only, pooled, rowsOf, sharesOf, strongRows, type Rows } from './chordFeatures';

/** Numbers that are told of a loop, counted from one of its 12 possible tonics. */
const KEY_PLANES = 11;
export const KEY_WIDTH = 12 * KEY_PLANES + 144;

/** As shares of all steps they would be small beside the planes. */
const STEP_WEIGHT = 4;
/** Phrases begin and end every so many bars. */
const PHRASE = 4;

/** The pitch classes of the whole loop, and the steps of its top line from class to class. */
export interface KeyFeatures {
	readonly planes: Rows;
	readonly steps: Float64Array;
}

/** All counted from C. */
export function keyFeaturesOf(heard: Heard): KeyFeatures {
	const { metre } = heard;
	const { first, last } = endsOfBars(heard);
	const bars = first.length;
	const [on, long] = [rowsOf(heard.on), rowsOf(heard.long)];
	const inBar = (bar: number) => (_: unknown, at: number) => Math.floor(at / metre.beats) === bar;
	const sum = (rows: Rows) => pooled(rows, Math.max(1, rows.length))[0] ?? new Float64Array(12);
	const planes = [
		sum(long),
		sum(on.filter((_, at) => placeOf(at, metre) === 'bar')),
		sum(strongRows(on, metre)),
		sum(rowsOf(heard.off)),
		sum(long.filter(inBar(bars - 1))),
		sum(long.filter(inBar(0))),
		sum(last.filter((_, bar) => bar % PHRASE === PHRASE - 1).map(only)),
		sum(first.filter((_, bar) => bar % PHRASE === 0).map(only)),
		sum(bassRows(heard)),
		only(first.find((pitchClass) => pitchClass >= 0) ?? -1),
		only(last.findLast((pitchClass) => pitchClass >= 0) ?? -1)
	];
	return { planes: sharesOf(planes), steps: stepsOf(heard) };
}

/** How often the top line steps from each pitch class (rows) to each (columns). */
function stepsOf({ events }: Heard): Float64Array {
	const steps = new Float64Array(144);
	const line = events.filter(({ at }, index) => index === 0 || at > events[index - 1]!.at);
	const share = STEP_WEIGHT / Math.max(1, line.length - 1);
	for (const [index, { pitch }] of line.slice(1).entries()) {
		steps[12 * (line[index]!.pitch % 12) + (pitch % 12)]! += share;
	}
	return steps;
}

/** The same counted from a tonic: KEY_WIDTH numbers. */
export function turnedTo(tonic: number, { planes, steps }: KeyFeatures): Float32Array {
	const features = new Float32Array(KEY_WIDTH);
	const place = (step: number) => (tonic + step) % 12;
	for (const [plane, row] of planes.entries()) {
		for (let step = 0; step < 12; step++) features[12 * plane + step] = row[place(step)]!;
	}
	for (let from = 0; from < 12; from++) {
		for (let to = 0; to < 12; to++) {
			const at = 12 * (KEY_PLANES + from) + to;
			features[at] = steps[12 * place(from) + place(to)]!;
		}
	}
	return features;
}
