import type { AnswerRequest } from '../protocol';
import type { Reading } from './answerWriter';
import type { CandidateParts } from './candidate';
import { chordLock, keyLock } from './locks';
import type { Network } from './network';
import { repetitionGuard } from './repetitionGuard';
import { bounded, insideWindow, playable, Rules } from './rules';
import type { Window } from './windows';
import type { Job } from './job';

/** What stays in the draw; the rest of the classes is noise that training leaves behind. */
export const TOP_P = 0.95;
export const MIN_P = 0.02;

/** One request on its way. */
export interface Errand extends CandidateParts {
	readonly request: AnswerRequest;
	readonly network: Network;
	/** The first window, read once for all candidates. */
	readonly first: { readonly window: Window; readonly reading: Reading };
	readonly isCancelled: () => boolean;
}

/** Whether the whole answer is written in the first window. */
export const isInOneWindow = ({ job, first }: Errand) => first.window.answerBars === job.answerBars;

/** The step of a window from which a request's chords count. */
export const answerOrigin = ({ answerBar, barSteps }: Job, window: Window) =>
	answerBar * barSteps - window.origin;

/** What holds in a window. */
export const rulesFor = ({ request, job }: Errand, window: Window) =>
	new Rules([
		insideWindow,
		playable,
		...(request.chordLock ? [chordLock(request.chordLock, answerOrigin(job, window))] : []),
		...(request.keyLock?.length ? [keyLock(request.keyLock)] : []),
		bounded,
		repetitionGuard
	]);
