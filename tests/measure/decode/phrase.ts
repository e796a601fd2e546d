import { barLength, COMMON_TIME } from '../../../src/music/metre';
import type { Note } from '../../../src/music/note';
import { pitch, ticks, velocity } from '../../../src/music/units';
import type { AnswerRequest } from '../../../src/composer/protocol';
import { seededRandom } from '../../../src/lib/random';

const BAR = barLength(COMMON_TIME);
const SIXTEENTH = BAR / 16;
const CALL_BARS = 8;
const ANSWER_BARS = 2;
/** Of a call with its two beginnings: what `prefill` reads. */
export const PREFILL_EVENTS = 256;
/** The most notes that a window of 512 events keeps of a call. */
const FULL_NOTES = 414;
const BEGINNINGS = 2;

/** In the scale, from C2 on. */
const LOWEST = 7;
const RANGE = 14;

/** So many notes spread evenly over bars of sixteenths, as chords where there are more; in C major, from a note that the seed names. */
function phraseOf(count: number, bars: number, seed: number): Note[] {
	const random = seededRandom(seed);
	const scale = [0, 2, 4, 5, 7, 9, 11];
	const slots = bars * 16;
	let degree = LOWEST + seed;
	let last = 0;
	let above = -2;
	return Array.from({ length: count }, (_, index) => {
		const slot = Math.floor((index * slots) / count);
		above = slot === last ? above + 2 : 0;
		if (slot !== last) degree = LOWEST + Math.floor(random() * RANGE);
		last = slot;
		const note = degree + above;
		return {
			start: ticks(slot * SIXTEENTH),
			duration: ticks(SIXTEENTH),
			pitch: pitch(36 + 12 * Math.floor(note / 7) + scale[note % 7]!),
			velocity: velocity(0.7)
		};
	});
}

function requestOf(call: readonly Note[], bars: number, seed: number): AnswerRequest {
	return {
		call,
		callLength: ticks(bars * BAR),
		answerLength: ticks(ANSWER_BARS * BAR),
		metre: COMMON_TIME,
		temperature: 1,
		candidates: 1,
		seed,
		task: 'continue'
	};
}

/** Two bars to go on from a call that is read as PREFILL_EVENTS events. */
export const usualRequest = (seed: number): AnswerRequest =>
	requestOf(phraseOf(PREFILL_EVENTS - BEGINNINGS, CALL_BARS, 1), CALL_BARS, seed);

/** The same from as much as a window holds; another `phrase` differs from the first note on. */
export const fullRequest = (seed: number, phrase = 1): AnswerRequest =>
	requestOf(phraseOf(FULL_NOTES, CALL_BARS, phrase), CALL_BARS, seed);

/** A two-bar call of eighths, as one hand plays it, and the same without its last note. */
export function playedRequests(seed: number): { all: AnswerRequest; butLast: AnswerRequest } {
	const call = phraseOf(16, 2, 2).map((note) => ({ ...note, duration: ticks(2 * SIXTEENTH) }));
	return { all: requestOf(call, 2, seed), butLast: requestOf(call.slice(0, -1), 2, seed) };
}
