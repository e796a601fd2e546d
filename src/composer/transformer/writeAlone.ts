import { seededRandom } from '../../lib/random';
import { breathe } from '../breathe';
import { seedFor } from '../seedFor';
import { AnswerWriter } from './answerWriter';
import { Candidate } from './candidate';
import { Sampler, type Chooser } from './choosers';
import { MIN_P, rulesFor, TOP_P, type Errand } from './errand';
import type { Job } from './job';
import type { StepNote } from './prompt';
import { Steering } from './steering';
import { windowOf, type Window } from './windows';

/** Writes one candidate, on any engine, and tells it as it is made; null when it was cancelled. */
export async function writeAlone(errand: Errand, index: number): Promise<Candidate | null> {
	const { request, isCancelled } = errand;
	const chooser = new Sampler(seededRandom(seedFor(request.seed, index)), {
		temperature: request.temperature,
		topP: TOP_P,
		minP: MIN_P
	});
	const candidate = new Candidate(index, errand);
	for await (const known of progress(errand, chooser, candidate.made)) {
		if (isCancelled()) return null;
		while (candidate.tellNext(known)) {
			await breathe();
			if (isCancelled()) return candidate.isWhole ? candidate : null;
		}
	}
	return candidate.isWhole ? candidate : null;
}

/** Yields how many steps of the answer are made, window by window; the notes go into `made`. */
async function* progress(
	errand: Errand,
	chooser: Chooser,
	made: StepNote[]
): AsyncGenerator<number> {
	const { job, network, first, vocabulary, request } = errand;
	let done = 0;
	while (done < job.answerBars) {
		const window = done === 0 ? first.window : windowOf(job, done, made, network.config);
		const reading = done === 0 ? first.reading : await network.read(window.prompt);
		const writer = new AnswerWriter(reading, {
			rules: rulesFor(errand, window),
			chooser,
			steering: new Steering(window.prompt, vocabulary, request.temperature)
		});
		try {
			done = yield* write(writer, { job, window, done, made });
		} finally {
			writer.dispose();
			if (reading !== first.reading) reading.dispose();
		}
	}
}

/** Returns how many bars of the answer are whole. */
async function* write(
	writer: AnswerWriter,
	{ job, window, done, made }: { job: Job; window: Window; done: number; made: StepNote[] }
): AsyncGenerator<number, number> {
	const { barSteps, answerBar } = job;
	let known = done * barSteps;
	while (true) {
		const event = await writer.next();
		if (event.kind === 'ended') break;
		if (event.kind === 'full') {
			const whole = Math.floor(known / barSteps);
			return yield* cutShort(whole, done, { job, made });
		}
		const step = (event.kind === 'note' ? event.note.onset : event.until) + window.origin;
		const reached = step - answerBar * barSteps;
		if (reached > known) yield (known = reached);
		if (event.kind === 'note') made.push({ ...event.note, onset: step });
	}
	const end = done + window.answerBars;
	yield end * barSteps;
	return end;
}

/** The last bar is made again in the next window, unless it is all that this one held. */
function* cutShort(
	whole: number,
	done: number,
	{ job, made }: { job: Job; made: StepNote[] }
): Generator<number, number> {
	if (whole === done) {
		yield (whole + 1) * job.barSteps;
		return whole + 1;
	}
	const from = (job.answerBar + whole) * job.barSteps;
	while ((made.at(-1)?.onset ?? -1) >= from) made.pop();
	return whole;
}
