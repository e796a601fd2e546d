import { AnswerLine } from '../../transformer/answerLine';
import type { Reading } from '../../transformer/answerWriter';
import { timePairs, writeTurns } from '../../transformer/rotary';
import type { Rules } from '../../transformer/rules';
import { addTo } from '../../transformer/vectors';
import { PITCHES } from '../../transformer/vocabulary';
import { STEP_FEATURES, stepFloats } from './kernelSource';

const CLASSES = 12;
/** Where the features of a step are, as line.wgsl has them. */
const AT = { known: 36, due: 37, longest: 49, lock: 61, onset: 62, drum: 63, close: 64 } as const;
const ALL_CLASSES = 2 ** CLASSES - 1;
/** Longer than any window, and exact in f32. */
const FOREVER = 1e6;

/** What is known of a prompt, for all candidates: what they are told, then every step of the answer. */
export function askedTable(reading: Reading, locks: Rules | null): Float32Array<ArrayBuffer> {
	const { model, prompt, embedding, heads } = reading;
	const { width } = model.config;
	const { barSteps, answerBar, bars } = prompt;
	const begin = answerBar * barSteps;
	const steps = bars * barSteps - begin;
	const floats = stepFloats(model.config);
	const table = new Float32Array(2 * width + steps * floats);
	table.set(heads.asked(embedding.condition));
	table.set(addTo(embedding.always.slice(), embedding.condition), width);
	const writeStep = stepWriter(reading, locks);
	for (let step = 0; step < steps; step++) {
		const at = 2 * width + step * floats;
		writeStep(begin + step, table.subarray(at, at + floats));
	}
	return table;
}

function stepWriter(
	reading: Reading,
	locks: Rules | null
): (step: number, out: Float32Array) => void {
	const { model, prompt, moments } = reading;
	const heard = prompt.heardBars * prompt.barSteps;
	const closeAt = closeClasses(reading);
	const writeLocks = lockWriter(reading, locks);
	const pairs = model.config.width / model.config.heads / 2;
	const cosines = new Float32Array(pairs);
	const sines = new Float32Array(pairs);
	return (step, out) => {
		moments.write(step, out);
		out[AT.known] = step < heard ? 1 : 0;
		out.set(moments.dueAt(step, heard), AT.due);
		writeLocks(step, out);
		out[AT.onset] = moments.onsets[step]!;
		out[AT.drum] = moments.drums[step]!;
		out[AT.close] = closeAt(step);
		writeTurns({ at: step, order: 0, barSteps: prompt.barSteps }, model.config, cosines, sines);
		for (let pair = 0; pair < timePairs(model.config); pair++) {
			out[STEP_FEATURES + 2 * pair] = cosines[pair]!;
			out[STEP_FEATURES + 2 * pair + 1] = sines[pair]!;
		}
	};
}

/** Which pitch classes a step may have, as bits, and how long each may sound. */
function lockWriter(
	{ prompt, moments, model }: Reading,
	locks: Rules | null
): (step: number, out: Float32Array) => void {
	const line = new AnswerLine(prompt, moments, model.vocabulary);
	return (step, out) => {
		out[AT.lock] = ALL_CLASSES;
		out.fill(FOREVER, AT.longest, AT.longest + CLASSES);
		if (locks === null) return;
		const allowed = locks.symbols(line, { onset: step, part: 0 }, PITCHES);
		out[AT.lock] = bitsOf((pitchClass) => allowed[pitchClass] === 1);
		for (let pitchClass = 0; pitchClass < CLASSES; pitchClass++) {
			out[AT.longest + pitchClass] = Math.min(FOREVER, locks.longest(line, step, pitchClass));
		}
	};
}

/** Which pitch classes the call has at a step's place, as bits. */
function closeClasses({ prompt }: Reading): (step: number) => number {
	const begin = prompt.answerBar * prompt.barSteps;
	const period = prompt.bars * prompt.barSteps - begin;
	const called = new Set(
		prompt.call
			.filter(({ symbol }) => symbol < PITCHES)
			.map(({ onset, symbol }) => (onset % period) * CLASSES + (symbol % CLASSES))
	);
	return (step) =>
		bitsOf((pitchClass) => called.has(((step - begin) % period) * CLASSES + pitchClass));
}

function bitsOf(isIn: (pitchClass: number) => boolean): number {
	let bits = 0;
	for (let pitchClass = 0; pitchClass < CLASSES; pitchClass++) {
		if (isIn(pitchClass)) bits += 1 << pitchClass;
	}
	return bits;
}
