import { barLength } from '../../music/metre';
import type { Note } from '../../music/note';
import { ComposerError } from '../composerError';
import type { AnswerRequest, PartName, TaskName } from '../protocol';
import { controlClasses } from './controls';
import { byOnsetPartSymbol, type StepNote } from './prompt';
import {
	MAX_BAR_STEPS,
	metreClass,
	PARTS,
	symbolOf,
	TICKS_PER_STEP,
	velocityClass,
	type Vocabulary
} from './vocabulary';

/** What a task writes unless a part is asked for; null for the part that the call goes on with. */
const WRITES: Readonly<Record<TaskName, PartName | null>> = {
	continue: null,
	answer: null,
	harmonise: 'harmony',
	comp: 'comp',
	bass: 'bass',
	lead: 'lead',
	drums: 'drums',
	complete: null
};
/** A note this little before the first bar line was meant for it: a 32nd. */
const EARLY_STEPS = 3;
/** Calls of fewer different velocities have no dynamics, as data.py counts it. */
const FEWEST_DYNAMICS = 5;

/** A request in the network's words. Steps count from the beginning of the call's first bar. */
export interface Job {
	readonly task: TaskName;
	readonly part: number;
	/** In order; those after the call's end accompany the answer. */
	readonly call: readonly StepNote[];
	readonly callBars: number;
	readonly answerBars: number;
	/** The bar of the call in which the answer begins: 0 for an accompaniment. */
	readonly answerBar: number;
	/** How many bars from the call's beginning on are known. */
	readonly heardBars: number;
	readonly metre: number;
	readonly barSteps: number;
	readonly controls: readonly number[];
}

export const isAccompaniment = (task: TaskName) => task !== 'continue' && task !== 'answer';

/** Throws a ComposerError for a metre that the network cannot count. */
function stepsOf({ metre }: AnswerRequest): number {
	const steps = barLength(metre) / TICKS_PER_STEP;
	if (!Number.isInteger(steps) || steps < 1 || steps > MAX_BAR_STEPS) {
		throw new ComposerError('broken', `a bar of ${metre.beats}/${metre.unit} has ${steps} steps`);
	}
	return steps;
}

/** Throws a ComposerError for a number that is none: of one such the network makes nothing else. */
function checkNumbers({ call, callLength, answerLength, temperature }: AnswerRequest): void {
	const lengths = [callLength, answerLength, temperature];
	const notes = call.flatMap(({ start, duration, velocity }) => [start, duration, velocity]);
	const wrong = [...lengths, ...notes].find((number) => !Number.isFinite(number));
	if (wrong !== undefined) throw new ComposerError('broken', `asked with the number ${wrong}`);
}

/** The part that most notes of the call are in. */
function mainPart(call: readonly Note[], callParts: readonly PartName[]): PartName {
	const counts = new Map<PartName, number>();
	for (const index of call.keys()) {
		const part = callParts[index] ?? 'melody';
		counts.set(part, (counts.get(part) ?? 0) + 1);
	}
	return [...counts].sort((one, other) => other[1] - one[1])[0]?.[0] ?? 'melody';
}

/** The call on the network's grid. A line that goes on is not looked at after the call's end. */
function callNotes(
	request: AnswerRequest,
	line: number | null,
	vocabulary: Vocabulary
): StepNote[] {
	const velocities = new Set(request.call.map(({ velocity }) => Math.round(velocity * 127)));
	const hasDynamics = velocities.size >= FEWEST_DYNAMICS;
	const lastStep = Math.max(1, Math.round(request.callLength / TICKS_PER_STEP)) - 1;
	return request.call.flatMap((note, index) => {
		const part = PARTS.indexOf(request.callParts?.[index] ?? 'melody');
		const symbol = symbolOf(note.pitch, part, vocabulary);
		if (symbol === null || (part === line && note.start >= request.callLength)) return [];
		const played = Math.round(note.start / TICKS_PER_STEP);
		const onset = played < 0 && played >= -EARLY_STEPS ? 0 : played;
		const duration = Math.max(1, Math.round(note.duration / TICKS_PER_STEP));
		const velocity = hasDynamics ? velocityClass(note.velocity, vocabulary) : 0;
		return [
			{ onset: part === line ? Math.min(onset, lastStep) : onset, duration, symbol, velocity, part }
		];
	});
}

/**
 * The request as a job. A pickup gets a bar of its own before a line that goes on, and is left out
 * before an accompaniment, which begins with the call's first bar.
 */
export function jobOf(request: AnswerRequest, vocabulary: Vocabulary): Job {
	checkNumbers(request);
	const barSteps = stepsOf(request);
	const bar = barLength(request.metre);
	const answerBars = Math.max(0, Math.round(request.answerLength / bar));
	const isAsLong = request.answerLength === request.callLength;
	const task = request.task ?? (isAsLong ? 'answer' : 'continue');
	const isBeside = isAccompaniment(task);
	const main = mainPart(request.call, request.callParts ?? []);
	const part = PARTS.indexOf(request.part ?? WRITES[task] ?? (isBeside ? 'harmony' : main));
	const notes = callNotes(request, isBeside ? null : part, vocabulary);
	const earliest = notes.reduce((least, { onset }) => Math.min(least, onset), 0);
	const pickupBars = isBeside ? 0 : Math.ceil(-earliest / barSteps);
	const callBars = pickupBars + Math.max(isBeside ? 0 : 1, Math.round(request.callLength / bar));
	const answerBar = isBeside ? 0 : callBars;
	const endOfAnswer = (answerBar + answerBars) * barSteps;
	const moved = notes
		.map((note) => ({ ...note, onset: note.onset + pickupBars * barSteps }))
		.filter(({ onset }) => onset >= 0 && onset < endOfAnswer);
	const reach = moved.reduce((most, { onset }) => Math.max(most, onset + 1), 0);
	const hasFuture = !isBeside && reach > callBars * barSteps;
	const known = isBeside
		? Math.min(callBars, answerBars)
		: hasFuture
			? callBars + answerBars
			: callBars;
	const heard = Math.floor((request.heardLength ?? Infinity) / bar) + pickupBars;
	const heardBars = Math.min(known, isBeside ? heard : Math.max(heard, callBars));
	return {
		task,
		part,
		call: moved.sort(byOnsetPartSymbol),
		callBars,
		answerBars,
		answerBar,
		heardBars,
		metre: metreClass(request.metre.beats, request.metre.unit, vocabulary),
		barSteps,
		controls: controlClasses(request.controls ?? {}, vocabulary)
	};
}
