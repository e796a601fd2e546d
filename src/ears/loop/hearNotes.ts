import { LEAST_LIKELIHOODS } from '../../music/ears/sensitivity';
import { FRAME_SAMPLES, KEYS, LOWEST_KEY, NETWORK_RATE, type Activations } from './activations';
import { candidatesIn, type Candidate } from './candidates';
import { contextsOf, type Weighed } from './contexts';
import { featuresOf } from './features';
import { judged, type JudgeWeights } from './judge';
import { strikesIn } from './strikes';
import weights from './judgeWeights.json';

/** A note that was heard; places in frames of the network. */
export interface FramedNote {
	readonly at: number;
	readonly end: number;
	/** MIDI. */
	readonly pitch: number;
	/** 0–1. */
	readonly likelihood: number;
}

/** From here on a candidate is taken for a note, by the player's wish: 0.5 misses as much as it adds. */
export const USUAL_SENSITIVITY = 1 - LEAST_LIKELIHOODS.usual;
/** Of what is told beyond that, for players who wish for more. */
export const GREATEST_SENSITIVITY = 1 - LEAST_LIKELIHOODS.most;
/** A note ends where its key has sounded less likely than this for so many frames. */
const SOUNDING = 0.3;
const GAP_FRAMES = 8;
const SHORTEST_FRAMES = 4;
/** How much later than a string the network tells its onset: the median over rendered phrases. */
export const LATE_FRAMES = (0.006 * NETWORK_RATE) / FRAME_SAMPLES;
/** A key that is struck again is so much later at least: 70 ms. */
const SAME_FRAMES = 6;
/** What is less likely at the first look is not looked at again. */
const LEAST_LIKELIHOOD = 0.03;

/** The weights of both looks: `npm run measure -- ears --train` makes them. */
export interface Judges {
	readonly first: JudgeWeights;
	readonly second: JudgeWeights;
}
const JUDGES: Judges = weights;

/** The candidates that the first look does not rule out. */
export function weighedIn(activations: Activations, first: JudgeWeights): readonly Weighed[] {
	const strikes = strikesIn(activations);
	return candidatesIn(activations)
		.map((candidate) => ({
			...candidate,
			likelihood: judged(first, featuresOf(activations, candidate, strikes))
		}))
		.filter(({ likelihood }) => likelihood > LEAST_LIKELIHOOD);
}

/**
 * The notes in what the network tells, by time. Every place where one may begin is judged twice: by what
 * the network tells around it, and by what the other places are worth. That is what keeps octaves and
 * twelfths of a stronger note, doubled onsets and the snare drum out. A note that only a greater sensitivity than
 * the usual lets in ends no other.
 */
export function hearNotes(
	activations: Activations,
	sensitivity: number = USUAL_SENSITIVITY,
	{ first, second }: Judges = JUDGES
): readonly FramedNote[] {
	const weighed = weighedIn(activations, first);
	const likelihoods = contextsOf(weighed).map((context) => judged(second, context));
	const chosen = onceEach(
		weighed.map((candidate, index) => ({ ...candidate, likelihood: likelihoods[index]! }))
	).filter(({ likelihood }) => likelihood > 1 - sensitivity);
	return chosen.map(({ likelihood, ...candidate }, index) => ({
		at: candidate.at - LATE_FRAMES,
		end: endOf(activations, candidate, chosen.slice(index + 1).filter(isUsual)) - LATE_FRAMES,
		pitch: candidate.key + LOWEST_KEY,
		likelihood
	}));
}

const isUsual = ({ likelihood }: Weighed) => likelihood > 1 - USUAL_SENSITIVITY;

/**
 * Of candidates of one key that are the same note at most one can be it: the likeliest stays, and is as
 * likely as all of them together.
 */
function onceEach(weighed: readonly Weighed[]): readonly Weighed[] {
	const open = new Set(weighed);
	const chosen: Weighed[] = [];
	for (const one of [...weighed].sort((left, right) => right.likelihood - left.likelihood)) {
		if (!open.has(one)) continue;
		const same = [...open].filter(
			({ key, at }) => key === one.key && Math.abs(at - one.at) <= SAME_FRAMES
		);
		for (const other of same) open.delete(other);
		const sum = same.reduce((total, { likelihood }) => total + likelihood, 0);
		chosen.push({ ...one, likelihood: Math.min(1, sum) });
	}
	return chosen.sort((one, other) => one.at - other.at || one.key - other.key);
}

function endOf(
	{ count, frames }: Activations,
	{ frame, key }: Candidate,
	later: readonly Candidate[]
): number {
	const again = later.find((one) => one.key === key)?.frame ?? count;
	let last = frame + SHORTEST_FRAMES;
	for (let at = last; at < Math.min(again, last + GAP_FRAMES); at++) {
		if (frames[at * KEYS + key]! >= SOUNDING) last = at + 1;
	}
	return Math.min(last, Math.max(again, frame + 1));
}
