import { keyOn, type Key, type Mode } from '../key';
import { featuresOf, PLANES, planesOf, scalarsOf } from './chordFeatures';
import { CHORD_STATES, EVERYTHING, NO_CHORD, QUALITIES } from './chordStates';

import { finderWeights, type FinderWeights } from './finderWeights';
import type { Heard } from './heard';
import { keyFeaturesOf, turnedTo } from './keyFeatures';

const KINDS = QUALITIES.length;

/** What the network says of a loop in a key; states are counted from its tonic. */
export interface Worths {
	/** How well each state suits each beat: EVERYTHING numbers a beat. */
	readonly states: readonly Float32Array[];
	/** How good a beat is for a change. */
	readonly changes: Float32Array;
}

/** input · matrix + bias, with as many columns as there are biases; much of what is heard is 0. */
function through(input: Float32Array, matrix: Float32Array, bias: Float32Array): Float32Array {
	const sums = Float32Array.from(bias);
	const columns = bias.length;
	for (const [row, value] of input.entries()) {
		if (value === 0) continue;
		const from = row * columns;
		for (let column = 0; column < columns; column++)
			sums[column]! += value * matrix[from + column]!;
	}
	return sums;
}

const rectified = (values: Float32Array) => values.map((value) => Math.max(0, value));

/** What each of the 24 keys is worth by the notes alone: major on all tonics from C, then minor. */
export function keyWorthsOf(heard: Heard): Float32Array {
	const { keyHidden, keyHiddenBias, keyOut, keyOutBias, keyDirect } = finderWeights();
	const features = keyFeaturesOf(heard);
	const worths = new Float32Array(24);
	for (let tonic = 0; tonic < 12; tonic++) {
		const turned = turnedTo(tonic, features);
		const hidden = rectified(through(turned, keyHidden, keyHiddenBias));
		const [major, minor] = through(turned, keyDirect, through(hidden, keyOut, keyOutBias));
		worths[tonic] = major!;
		worths[12 + tonic] = minor!;
	}
	return worths;
}

/** The key of the greatest worth. */
export function likelyKey(heard: Heard): Key {
	const worths = keyWorthsOf(heard);
	const best = worths.indexOf(Math.max(...worths));
	return keyOn(best % 12, best < 12 ? 'major' : 'minor');
}

/** What suits the beats of a loop in that key. */
export function worthsOf(heard: Heard, tonic: number, mode: Mode): Worths {
	const weights = finderWeights();
	const { direct, prior } = tablesOf(mode, weights);
	const scalars = scalarsOf(heard, mode);
	const changes = new Float32Array(heard.count);
	const states = planesOf(heard).map((planes, at) => {
		const features = featuresOf(planes, scalars[at]!, tonic);
		const hidden = rectified(through(features, weights.hidden, weights.hiddenBias));
		const found = through(hidden, weights.out, weights.outBias);
		changes[at] = found[EVERYTHING]!;
		const tied = through(features.subarray(0, 12 * PLANES), direct, prior);
		return tied.map((worth, state) => worth + found[state]!);
	});
	return { states, changes };
}

interface Tables {
	/** What each plane and pitch class (rows) says of each state, on every root alike. */
	readonly direct: Float32Array;
	readonly prior: Float32Array;
	readonly steps: Steps;
}

/** exp of what it is worth to go from a state (rows) to another; 0 to itself. And from a state back. */
export interface Steps {
	readonly on: Float64Array;
	readonly back: Float64Array;
}

const tables = new Map<Mode, Tables>();

function tablesOf(mode: Mode, weights: FinderWeights): Tables {
	const known = tables.get(mode);
	if (known !== undefined) return known;
	const from = mode === 'major' ? 0 : CHORD_STATES;
	const prior = new Float32Array(EVERYTHING);
	prior.set(weights.prior.subarray(from, from + CHORD_STATES));
	const on = newSteps(mode, weights);
	const back = on.map((_, at) => on[(at % EVERYTHING) * EVERYTHING + Math.floor(at / EVERYTHING)]!);
	const made = { direct: directOf(weights), prior, steps: { on, back } };
	tables.set(mode, made);
	return made;
}

function directOf({ template }: FinderWeights): Float32Array {
	const direct = new Float32Array(12 * PLANES * EVERYTHING);
	for (let plane = 0; plane < PLANES; plane++) {
		for (let pitchClass = 0; pitchClass < 12; pitchClass++) {
			for (let state = 0; state < CHORD_STATES; state++) {
				const interval = (pitchClass - Math.floor(state / KINDS) + 12) % 12;
				direct[(12 * plane + pitchClass) * EVERYTHING + state] =
					template[12 * (KINDS * plane + (state % KINDS)) + interval]!;
			}
		}
	}
	return direct;
}

export const stepsIn = (mode: Mode): Steps => tablesOf(mode, finderWeights()).steps;

function newSteps(mode: Mode, { motion, degrees, arrival, silence }: FinderWeights): Float64Array {
	const steps = new Float64Array(EVERYTHING * EVERYTHING);
	const which = mode === 'major' ? 0 : 1;
	for (let from = 0; from < CHORD_STATES; from++) {
		for (let to = 0; to < CHORD_STATES; to++) {
			if (from === to) continue;
			const [low, high] = [Math.floor(from / KINDS), Math.floor(to / KINDS)];
			const kinds = KINDS * (from % KINDS) + (to % KINDS);
			steps[EVERYTHING * from + to] = Math.exp(
				motion[12 * kinds + ((high - low + 12) % 12)]! +
					degrees[144 * which + 12 * low + high]! +
					arrival[CHORD_STATES * which + to]!
			);
		}
		steps[EVERYTHING * from + NO_CHORD] = Math.exp(silence[0]!);
		steps[EVERYTHING * NO_CHORD + from] = Math.exp(silence[1]!);
	}
	return steps;
}
