import type { Mode } from '../key';
import { CHORD_STATES, NO_CHORD, rootOf } from './chordStates';
import { DEGREE_WORTH, MOTION_WORTH } from './chordPrior';
import type { Place } from './evidence';

/** What a change costs, by where it happens. */
const CHANGE_COSTS: Readonly<Record<Place, number>> = { bar: 0.6, half: 3.4, beat: 4, off: 5.6 };
/** What it costs beyond that to give up on chords. */
const GIVING_UP = 3;

/** The best way through a loop. */
export interface ChordPath {
	/** One a beat, counted from the tonic. */
	readonly states: readonly number[];
	/** Its log probability, over one round. */
	readonly score: number;
}

/** The best states up to a beat, and how good they are. */
interface Front {
	readonly scores: Float64Array;
	/** For each state the one before it. */
	readonly before: Int16Array;
}

/**
 * The likeliest chord of every beat (Viterbi's algorithm), for a loop that goes round: the second
 * round is taken, which knows what comes before its beginning. `fits` has one row a beat.
 */
export function chordPath(
	fits: readonly Float64Array[],
	places: readonly Place[],
	mode: Mode
): ChordPath {
	const rounds = 2 * fits.length;
	const fronts: Front[] = [];
	let scores = new Float64Array(CHORD_STATES + 1);
	let firstRound = 0;
	for (let step = 0; step < rounds; step++) {
		const at = step % fits.length;
		const front = advance(scores, fits[at]!, CHANGE_COSTS[places[at]!], DEGREE_WORTH[mode]);
		fronts.push(front);
		scores = front.scores as Float64Array<ArrayBuffer>;
		if (step === fits.length - 1) firstRound = scores[bestOf(scores)]!;
	}
	let state = bestOf(scores);
	const score = scores[state]! - firstRound;
	const states = new Array<number>(fits.length);
	for (let step = rounds - 1; step >= fits.length; step--) {
		states[step - fits.length] = state;
		state = fronts[step]!.before[state]!;
	}
	return { states, score };
}

/** One beat on: each state is held, or come to from the best one before. */
function advance(
	scores: Float64Array,
	fits: Float64Array,
	cost: number,
	worth: Float64Array
): Front {
	const next = new Float64Array(CHORD_STATES + 1);
	const before = new Int16Array(CHORD_STATES + 1);
	const arrivals = arrivalsOf(scores);
	for (let state = 0; state < CHORD_STATES; state++) {
		const root = rootOf(state);
		const changed = arrivals.scores[root]! + worth[state]! - cost;
		const isHeld = scores[state]! >= changed;
		before[state] = isHeld ? state : arrivals.before[root]!;
		next[state] = fits[state]! + (isHeld ? scores[state]! : changed);
	}
	const best = bestOf(scores);
	const givenUp = scores[best]! - cost - GIVING_UP;
	const isHeld = scores[NO_CHORD]! >= givenUp;
	before[NO_CHORD] = isHeld ? NO_CHORD : best;
	next[NO_CHORD] = fits[NO_CHORD]! + Math.max(scores[NO_CHORD]!, givenUp);
	return { scores: next, before };
}

/** The best way to come to each root: only the best state of each root before can be on it. */
function arrivalsOf(scores: Float64Array): Front {
	const best = new Int16Array(12);
	for (let state = 0; state < CHORD_STATES; state++) {
		const root = rootOf(state);
		if (rootOf(best[root]!) !== root || scores[state]! > scores[best[root]!]!) best[root] = state;
	}
	const arrivals = new Float64Array(12).fill(scores[NO_CHORD]!);
	const before = new Int16Array(12).fill(NO_CHORD);
	for (let root = 0; root < 12; root++) {
		for (let from = 0; from < 12; from++) {
			const score = scores[best[from]!]! + MOTION_WORTH[(root - from + 12) % 12]!;
			if (score > arrivals[root]!) {
				arrivals[root] = score;
				before[root] = best[from]!;
			}
		}
	}
	return { scores: arrivals, before };
}

function bestOf(scores: Float64Array): number {
	let best = 0;
	for (let state = 1; state < scores.length; state++) {
		if (scores[state]! > scores[best]!) best = state;
	}
	return best;
}
