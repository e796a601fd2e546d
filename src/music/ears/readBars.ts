import { outputOf } from '../../lib/tanhNetwork';
import { barLength, beatLength, type Metre } from '../metre';
import { bpm, MAX_BPM, MIN_BPM, PPQ, seconds, type Bpm, type Seconds } from '../units';
import { EVIDENCE, evidenceOf, type Evidence, type Struck } from './barEvidence';
import weights from './barWeights.json';

/** A loop that was played without a click. It is a whole number of bars long. */
export interface FreeLoop {
	readonly seconds: number;
	readonly metre: Metre;
}

/** A way to count a loop. */
export interface BarsReading {
	readonly bars: number;
	readonly bpm: Bpm;
	/** Where the first bar line is, from the loop's start; the pedal may come a little late. */
	readonly downbeat: Seconds;
	/** How likely this reading is beside the others, 0–1. */
	readonly likelihood: number;
	/** The strokes lie on its grid: false for all readings of what has no pulse. */
	readonly isSteady: boolean;
}

/** Of played phrases 99 % fit better than this, and of strokes that are anywhere 1 %. */
const STEADY_FIT = 0.5;
/** Onsets so near are one stroke. */
const STROKE_SECONDS = 0.045;
/** A player's strokes lie so far from their place (standard deviation), or anywhere, this often. */
const LOOSE_SECONDS = 0.022;
const ANYWHERE = 0.05;
/** How often a stroke is on each place within a beat, as shares of it; the downbeat is likeliest of beats. */
const PLACES: readonly (readonly [place: number, weight: number])[] = [
	[0, 0.5],
	[1 / 2, 0.27],
	[1 / 4, 0.06],
	[3 / 4, 0.07],
	[1 / 3, 0.03],
	[2 / 3, 0.07]
];
/** The pedal comes up to so much after the first bar line, or before it; mostly a little before. */
const PHASES = { from: -0.06, to: 0.14, step: 0.005, usual: 0.02, spread: 0.045 };

/** Onsets that are struck at once. */
interface Stroke {
	readonly at: number;
	readonly strength: number;
}

/** A way to count a loop, not judged yet. */
export interface Countable extends Pick<BarsReading, 'bars' | 'bpm' | 'downbeat'> {
	readonly evidence: Evidence;
}

/**
 * Every way to count the loop at a tempo that can be played, the likeliest first; none for a loop without
 * onsets. Its onsets should lie on the places of a grid, its harmony should change on bar lines, what is
 * played should come again after a bar, and its tempo should be where music is felt. A small network says
 * how much each counts beside the others: `npm run measure -- ears --train-bars=LOOPS` makes its weights.
 */
export function readBars(struck: readonly Struck[], loop: FreeLoop): readonly BarsReading[] {
	const found = countable(struck, loop).map(({ evidence, ...reading }) => ({
		...reading,
		isSteady: evidence.grid >= STEADY_FIT,
		score: outputOf(weights, inputsOf(evidence))
	}));
	const best = Math.max(...found.map(({ score }) => score));
	const mass = found.reduce((sum, { score }) => sum + Math.exp(score - best), 0);
	return found
		.map(({ score, ...reading }) => ({ ...reading, likelihood: Math.exp(score - best) / mass }))
		.sort((one, other) => other.likelihood - one.likelihood);
}

/** What the network reads. */
export const inputsOf = (evidence: Evidence): readonly number[] =>
	EVIDENCE.map((name) => evidence[name]);

/** The readings with what speaks for them. */
export function countable(
	struck: readonly Struck[],
	{ seconds: length, metre }: FreeLoop
): readonly Countable[] {
	const strokes = strokesOf(struck);
	if (strokes.length === 0 || length <= 0) return [];
	const slowest = (length * MIN_BPM * PPQ) / (60 * barLength(metre));
	const fastest = (length * MAX_BPM * PPQ) / (60 * barLength(metre));
	const readings: Countable[] = [];
	for (let bars = Math.max(1, Math.ceil(slowest)); bars <= fastest; bars++) {
		const tempo = bpm((bars * barLength(metre) * 60) / (PPQ * length));
		const beat = (length * beatLength(metre)) / (bars * barLength(metre));
		const { phase, fit } = bestPhase(strokes, { beat, metre });
		const downbeat = seconds(refined(strokes, phase, beat));
		const told = { fit, strokes: strokes.length, bpm: tempo };
		const evidence = evidenceOf(struck, { length, metre, bars, downbeat }, told);
		readings.push({ bars, bpm: tempo, downbeat, evidence });
	}
	return readings;
}

function strokesOf(struck: readonly Struck[]): readonly Stroke[] {
	const strokes: { at: number; strength: number }[] = [];
	for (const { onset, strength } of [...struck].sort((one, other) => one.onset - other.onset)) {
		const last = strokes.at(-1);
		if (last !== undefined && onset - last.at < STROKE_SECONDS) last.strength += strength;
		else strokes.push({ at: onset, strength });
	}
	return strokes;
}

interface Grid {
	readonly beat: number;
	readonly metre: Metre;
}

/** The place of the first bar line under which the strokes are likeliest, and how likely: log odds. */
function bestPhase(strokes: readonly Stroke[], grid: Grid): { phase: number; fit: number } {
	let best = { phase: 0, fit: -Infinity };
	for (let phase = PHASES.from; phase <= PHASES.to; phase += PHASES.step) {
		const usual = -0.5 * ((phase - PHASES.usual) / PHASES.spread) ** 2;
		const fit = strokes.reduce((sum, { at }) => sum + logOdds(at - phase, grid), usual);
		if (fit > best.fit) best = { phase, fit };
	}
	return best;
}

/** How much likelier a stroke is at this distance from the first bar line than if it could be anywhere. */
function logOdds(at: number, { beat, metre }: Grid): number {
	const place = at / beat - Math.floor(at / beat);
	const inBar = ((Math.round(at / beat) % metre.beats) + metre.beats) % metre.beats;
	const lift = inBar === 0 ? 1.25 : 0.92;
	const density = PLACES.reduce((sum, [where, weight]) => {
		const off = Math.abs(place - where);
		const away = (Math.min(off, 1 - off) * beat) / LOOSE_SECONDS;
		const height = beat / (LOOSE_SECONDS * Math.sqrt(2 * Math.PI));
		return sum + weight * (where === 0 ? lift : 1) * height * Math.exp(-0.5 * away * away);
	}, 0);
	return Math.log(ANYWHERE + (1 - ANYWHERE) * density);
}

/** The mean of where the strokes on beats and half beats put the bar line. */
function refined(strokes: readonly Stroke[], phase: number, beat: number): number {
	let [sum, mass] = [0, 0];
	for (const { at, strength } of strokes) {
		const half = beat / 2;
		const off = at - phase - Math.round((at - phase) / half) * half;
		if (Math.abs(off) > 2 * LOOSE_SECONDS) continue;
		sum += strength * off;
		mass += strength;
	}
	return mass === 0 ? phase : phase + sum / mass;
}
