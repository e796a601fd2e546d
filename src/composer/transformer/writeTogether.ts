import type { BatchEngine } from '../engines/batch';
import { seedFor } from '../seedFor';
import type { Written } from './answerWriter';
import { Candidate } from './candidate';
import { answerOrigin, isInOneWindow, MIN_P, TOP_P, type Errand } from './errand';

/** More candidates at once are no batch. */
const MOST_TOGETHER = 32;

/** Whether the candidates of a request, even one, can be written by the batch: in one window. */
export const canWriteTogether = (engine: BatchEngine, errand: Errand) =>
	isInOneWindow(errand) && engine.canWrite(errand.first.window.prompt);

/**
 * Writes candidates at once and tells each as it is made. Yields each when it is whole; one for which
 * the network's memory is too short never is. Ends early when it is cancelled.
 */
export async function* writeTogether(
	engine: BatchEngine,
	errand: Errand
): AsyncGenerator<Candidate> {
	const { request, first, job, isCancelled } = errand;
	const count = Math.min(request.candidates, MOST_TOGETHER);
	const candidates = Array.from({ length: count }, (_, index) => new Candidate(index, errand));
	const pieces = engine.writeBatch(first.reading, {
		seeds: candidates.map((_, index) => seedFor(request.seed, index)),
		temperature: request.temperature,
		topP: TOP_P,
		minP: MIN_P,
		rules: 'all',
		isSteered: true,
		origin: answerOrigin(job, first.window),
		...(request.chordLock && { chordLock: request.chordLock }),
		...(request.keyLock?.length && { keyLock: request.keyLock })
	});
	for await (const events of pieces) {
		if (isCancelled()) return;
		for (const { candidate: index, event } of events) {
			const candidate = candidates[index]!;
			const known = take(candidate, event, errand);
			while (candidate.tellNext(known)) if (isCancelled()) return;
			if (candidate.isWhole) yield candidate;
		}
	}
}

/** Puts an event into its candidate; returns up to which step of the answer all is made now. */
function take(candidate: Candidate, event: Written, { job, first }: Errand): number {
	const { barSteps, answerBar, answerBars } = job;
	if (event.kind === 'ended') return answerBars * barSteps;
	if (event.kind === 'full') return 0;
	const { origin } = first.window;
	if (event.kind === 'silent') return event.until + origin - answerBar * barSteps;
	const onset = event.note.onset + origin;
	candidate.made.push({ ...event.note, onset });
	return onset - answerBar * barSteps;
}
