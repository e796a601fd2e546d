import type { AnswerLine } from './answerLine';
import { byOnset, NEUTRAL, type Steer } from './steer';
import type { Interval } from './tilt';
import { ANSWER_ENDS, BAR_PASSES, ONSET_STEPS, ONSETS, STEPS_PER_QUARTER } from './vocabulary';
import { ahead } from './wanted';

/** What an empty bar counts as, in bars: more of it is likely to follow. */
const EMPTY_BAR = 1.5;
/** Of the onsets that syncopated music has, so many are off the beat. */
const OFF_BEAT_SHARE = 0.5;
/** Onsets in which the rest of an answer makes good what came before. */
const ONSETS_AHEAD = 5;
/** What is as near to a beat as this is played on it, if not quite: a 32nd. */
const NEAR_STEPS = 3;
/** Chords in which the rest of an answer makes good what came before. */
const CHORDS_AHEAD = 2;

/** The steps, in order, at which a line has begun notes. */
export const onsetsOf = ({ notes }: AnswerLine): number[] => [
	...new Set(notes.map(({ onset }) => onset))
];

const answerBegin = ({ prompt }: AnswerLine) => prompt.answerBar * prompt.barSteps;

/** Onsets a quarter note: the gaps become such that as many come as are still missing. */
export const density = ({ low, high }: Interval): Steer => ({
	onsets(line) {
		const begun = onsetsOf(line);
		const { at, length } = line;
		const gaps = byOnset((step) => step);
		if (begun.at(-1) === at) gaps[0] = NEUTRAL;
		gaps[BAR_PASSES] = EMPTY_BAR * line.prompt.barSteps;
		gaps[ANSWER_ENDS] = length - at;
		const quarters = (length - answerBegin(line)) / STEPS_PER_QUARTER;
		const gap = (rate: number) => (length - at) / (Math.max(rate * quarters - begun.length, 0) + 1);
		return { values: gaps, interval: { low: gap(high), high: gap(low) } };
	}
});

/** Notes at an onset. */
export const polyphony = (wanted: Interval): Steer => ({
	onsets(line) {
		const begun = onsetsOf(line);
		if (begun.at(-1) !== line.at) return null;
		const here = line.notes.filter(({ onset }) => onset === line.at).length;
		const size = ahead(wanted, begun.length - 1, line.notes.length - here, CHORDS_AHEAD);
		const isHere = new Float64Array(ONSETS);
		isHere[0] = 1;
		const missing = (count: number) => Math.min(Math.max(count - here, 0), 1);
		return { values: isHere, interval: { low: missing(size.low), high: missing(size.high) } };
	}
});

const beatAfter = (step: number, beatSteps: number) => Math.ceil(step / beatSteps) * beatSteps;

/** How many onsets off the beat have no onset on the next one, as far as the line has come. */
function heldOver({ at, length }: AnswerLine, begun: readonly number[], beatSteps: number): number {
	return begun.filter((onset) => {
		const next = beatAfter(onset, beatSteps);
		return next > onset && next <= Math.min(at, length - 1) && !begun.includes(next);
	}).length;
}

/** [ONSETS] 1 for what lands off the beat, 0 for what lands on one. */
function offBeat(at: number, isFirst: boolean, beatSteps: number): Float64Array {
	const values = new Float64Array(ONSETS).fill(NEUTRAL);
	for (let step = isFirst ? 0 : 1; step < ONSET_STEPS; step++) {
		const place = (at + step) % beatSteps;
		const isNear = Math.min(place, beatSteps - place) < NEAR_STEPS;
		values[step] = place === 0 || step === 0 ? 0 : isNear ? NEUTRAL : 1;
	}
	values[ANSWER_ENDS] = 0;
	return values;
}

/** [ONSETS] 1 for what passes over the next beat, 0 for what lands on it. */
function passesOver(at: number, beatSteps: number): Float64Array {
	const toBeat = beatAfter(at, beatSteps) - at;
	return byOnset((step) => (step < toBeat ? NEUTRAL : step > toBeat ? 1 : 0));
}

/** The share of the onsets off the beat after which the next beat has none. */
export const syncopation = (wanted: Interval, beatSteps: number): Steer => ({
	onsets(line) {
		const { at, length } = line;
		const begun = onsetsOf(line);
		const share = ahead(wanted, begun.length, heldOver(line, begun, beatSteps), ONSETS_AHEAD);
		const low = share.low / OFF_BEAT_SHARE;
		const isFirst = begun.length === 0;
		if (isFirst || at % beatSteps === 0) {
			return { values: offBeat(at, isFirst, beatSteps), interval: { low, high: 1 } };
		}
		if (beatAfter(at, beatSteps) >= length) return null;
		const interval = { low, high: share.high / OFF_BEAT_SHARE };
		return { values: passesOver(at, beatSteps), interval };
	}
});
