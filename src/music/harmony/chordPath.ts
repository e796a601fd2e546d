import type { Mode } from '../key';
import { stepsIn, type Steps, type Worths } from './chordNetwork';
import { EVERYTHING, FAMILIES, NO_CHORD, qualityOf, rootOf } from './chordStates';
import type { Place } from './heard';

/** How much surer the reading must be, in beats of certainty, before the chord changes there. */
const CHANGE_COSTS: Readonly<Record<Place, number>> = {
	bar: 0.02,
	half: 0.05,
	beat: 0.15,
	off: 0.3
};

/** How much the right kind within a family counts beside the right family. */
const KIND_WORTH = 0.25;

/** So many beats before the loop's first one, and after its last, say where it comes from and goes. */
const WARM_UP = 8;
const NEGLIGIBLE = 1e-5;

/** A root with a family of kinds, and no chord. */
const HARMONIES = 12 * FAMILIES + 1;
const SILENT = HARMONIES - 1;
const HARMONY_OF = Int8Array.from({ length: EVERYTHING }, (_, state) =>
	state === NO_CHORD ? SILENT : FAMILIES * rootOf(state) + qualityOf(state).family
);

/**
 * The chord of each beat of a loop that goes round, one state a beat, counted from the tonic: the
 * chords with which the most beats are right, as far as can be expected, changing on bar lines rather
 * than elsewhere.
 */
export function chordPath(worths: Worths, places: readonly Place[], mode: Mode): readonly number[] {
	const chances = chancesOf(worths, stepsIn(mode));
	return bestPath(chances.map(gainsOf), places);
}

/**
 * How likely each state is on each beat, whatever the others are (forwards and backwards through the
 * chain), for a loop that goes round: each way some beats are gone through beforehand.
 */
function chancesOf({ states, changes }: Worths, steps: Steps): readonly Float64Array[] {
	const count = states.length;
	const suits = states.map(fromLogs);
	const change = changes.map((worth) => Math.exp(worth));
	const forwards = new Array<Float64Array>(count);
	let now = new Float64Array(EVERYTHING).fill(1 / EVERYTHING);
	for (let step = -WARM_UP; step < count; step++) {
		const at = placeIn(step, count);
		now = moved(now, steps.on, change[at]!);
		for (let state = 0; state < EVERYTHING; state++) now[state]! *= suits[at]![state]!;
		now = normalised(now);
		forwards[at] = now;
	}
	const chances = new Array<Float64Array>(count);
	let later = new Float64Array(EVERYTHING).fill(1);
	for (let step = count + WARM_UP - 1; step >= 0; step--) {
		const at = placeIn(step, count);
		if (step < count) chances[at] = normalised(product(forwards[at]!, later));
		later = normalised(moved(normalised(product(later, suits[at]!)), steps.back, change[at]!));
	}
	return chances;
}

const placeIn = (step: number, count: number) => ((step % count) + count) % count;

function fromLogs(worths: Float32Array): Float64Array {
	const best = worths.reduce((most, worth) => Math.max(most, worth), -Infinity);
	return Float64Array.from(worths, (worth) => Math.exp(worth - best));
}

const product = (one: Float64Array, other: Float64Array) =>
	one.map((value, index) => value * other[index]!);

function normalised(values: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
	const sum = values.reduce((total, value) => total + value, 0);
	return values.map((value) => value / sum);
}

/** One beat on, or back: what is held, and what changes; what is next to impossible goes nowhere. */
function moved(chances: Float64Array, steps: Float64Array, change: number) {
	const next = Float64Array.from(chances);
	for (let from = 0; from < EVERYTHING; from++) {
		if (chances[from]! < NEGLIGIBLE) continue;
		const chance = chances[from]! * change;
		const row = from * EVERYTHING;
		for (let to = 0; to < EVERYTHING; to++) next[to]! += chance * steps[row + to]!;
	}
	return next;
}

/** What it is worth to say each state: that the harmony is right, and a little that its seventh is. */
function gainsOf(chances: Float64Array): Float64Array {
	const harmonies = new Float64Array(HARMONIES);
	for (const [state, chance] of chances.entries()) harmonies[HARMONY_OF[state]!]! += chance;
	return chances.map((chance, state) => harmonies[HARMONY_OF[state]!]! + KIND_WORTH * chance);
}

/** The states of the greatest gain in all, less what changes cost (Viterbi's algorithm, second round). */
function bestPath(gains: readonly Float64Array[], places: readonly Place[]): readonly number[] {
	const count = gains.length;
	let sums = new Float64Array(EVERYTHING);
	const befores: Int16Array[] = [];
	for (let step = 0; step < 2 * count; step++) {
		const at = step % count;
		const best = bestOf(sums);
		const changed = sums[best]! - CHANGE_COSTS[places[at]!];
		befores.push(Int16Array.from(sums, (sum, state) => (sum >= changed ? state : best)));
		sums = sums.map((sum, state) => Math.max(sum, changed) + gains[at]![state]!);
	}
	const path = new Array<number>(count);
	let state = bestOf(sums);
	for (let step = 2 * count - 1; step >= count; step--) {
		path[step - count] = state;
		state = befores[step]![state]!;
	}
	return path;
}

function bestOf(values: Float64Array): number {
	let best = 0;
	for (let index = 1; index < values.length; index++) {
		if (values[index]! > values[best]!) best = index;
	}
	return best;
}
