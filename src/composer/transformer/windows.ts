import { isAccompaniment, type Job } from './job';
import type { NetworkConfig } from './networkShapes';
import { byOnsetPartSymbol, type Prompt, type StepNote } from './prompt';
import { PARTS, TASKS } from './vocabulary';

/** The longest window that the networks are trained on; more bars than these they only count. */
const MOST_BARS = 16;
/** A window keeps so much for the answer, as bars and as events. */
const BARS_FOR_ANSWER = 8;
const EVENTS_FOR_ANSWER = 96;
const BEGINNINGS = 2;

/** A stretch of the job that the network can overlook, and where it lies. */
export interface Window {
	readonly prompt: Prompt;
	/** The step of the job that the prompt counts from. */
	readonly origin: number;
	/** How many bars of the answer it holds. */
	readonly answerBars: number;
}

/** The notes that begin in [from, to), ended at `to`, and counted from `from`. */
const within = (notes: readonly StepNote[], from: number, to: number): StepNote[] =>
	notes
		.filter(({ onset }) => onset >= from && onset < to)
		.map((note) => ({
			...note,
			onset: note.onset - from,
			duration: Math.min(note.duration, to - note.onset)
		}));

const capacity = ({ context }: NetworkConfig) => context - BEGINNINGS - EVENTS_FOR_ANSWER;

/**
 * The window in which bar `done` of the answer is the next to be made; `made` are the notes before
 * it, in the job's steps. What is long is done window by window, each hearing the end of the last.
 */
export function windowOf(
	job: Job,
	done: number,
	made: readonly StepNote[],
	config: NetworkConfig
): Window {
	return isAccompaniment(job.task)
		? windowBeside(job, done, config)
		: windowOnwards(job, done, made, config);
}

function promptOf(
	{ task, metre, barSteps, controls, part }: Job,
	place: Pick<Prompt, 'bars' | 'answerBar' | 'heardBars' | 'call'>
): Prompt {
	const askedParts = PARTS.map((_, index) => index === part);
	return { task: TASKS.indexOf(task), metre, barSteps, controls, askedParts, ...place };
}

/** An accompaniment: as many bars as there is room for their call. */
function windowBeside(job: Job, done: number, config: NetworkConfig): Window {
	const { barSteps, heardBars } = job;
	const origin = done * barSteps;
	let bars = Math.min(job.answerBars - done, config.maxBars, MOST_BARS);
	const callOf = (count: number) =>
		within(job.call, origin, Math.min(origin + count * barSteps, heardBars * barSteps));
	while (bars > 1 && callOf(bars).length > capacity(config)) bars--;
	const call = callOf(bars).slice(0, capacity(config));
	const heard = Math.max(0, Math.min(bars, heardBars - done));
	return {
		prompt: promptOf(job, { bars, answerBar: 0, heardBars: heard, call }),
		origin,
		answerBars: bars
	};
}

/** As many notes as there is room for: the earliest are left out, those of the other parts first. */
function latestOf(notes: readonly StepNote[], room: number, part: number): StepNote[] {
	let over = notes.length - room;
	const kept = notes.filter((note) => note.part === part || over-- <= 0);
	return kept.slice(-room);
}

/**
 * A line that goes on: its last bars, those of the answer included, as many as there is room for. Where
 * what sounds beside the answer needs most of it, the answer is made in shorter windows.
 */
function windowOnwards(
	job: Job,
	done: number,
	made: readonly StepNote[],
	config: NetworkConfig
): Window {
	const { barSteps } = job;
	const most = Math.min(config.maxBars, MOST_BARS);
	const begin = job.answerBar + done;
	const left = job.answerBars - done;
	let kept = Math.min(begin, most - Math.min(left, BARS_FOR_ANSWER));
	let answerBars = Math.min(left, most - kept);
	const notes = [...job.call, ...made].sort(byOnsetPartSymbol);
	const heardBars = () => Math.max(begin, Math.min(job.heardBars, begin + answerBars));
	const before = () => within(notes, (begin - kept) * barSteps, begin * barSteps);
	const beside = () =>
		within(notes, (begin - kept) * barSteps, heardBars() * barSteps).filter(
			({ onset }) => onset >= kept * barSteps
		);
	while (before().length + beside().length > capacity(config)) {
		if (answerBars > 1 && beside().length > before().length) answerBars--;
		else if (kept > 1) kept--;
		else break;
	}
	const prompt = promptOf(job, {
		bars: kept + answerBars,
		answerBar: kept,
		heardBars: kept + heardBars() - begin,
		call: latestOf([...before(), ...beside()], capacity(config), job.part)
	});
	return { prompt, origin: (begin - kept) * barSteps, answerBars };
}
