import { framesToSeam, positionAt } from '../../music/looper';
import type { Change } from './change';
import {
	afterAction,
	isAllowed,
	isRecording,
	recordingFrom,
	type TrackProgram
} from './trackProgram';

/** The stop where the pass ends that `program` is in at the frame `at`; null where none goes round, or one is open. */
export function endOfPass(
	program: TrackProgram,
	at: number,
	nextLayer: () => number
): Change | null {
	const { state, take, motion, content } = program;
	const isTurning = state === 'playing' || state === 'muted';
	if (!isTurning || take !== null || content.length === 0) return null;
	const position = positionAt(motion, content.length, at);
	const due = at + framesToSeam(position, content.length, motion.rate);
	const stopped = afterAction(program, 'stop', due, nextLayer);
	return { action: 'stop', due, isAutomatic: true, program: stopped };
}

/**
 * What is to follow on a one-shot: the changes, and the stop at the end of each pass. `running` is the
 * stop of the pass that is under way. Who records over a pass is not cut off: it ends once that is done.
 */
export function withEndsOfShot(
	running: Change | null,
	changes: readonly Change[],
	nextLayer: () => number
): readonly Change[] {
	const first = changes[0];
	const last = changes.at(-1);
	if (first === undefined || last === undefined) return running === null ? [] : [running];
	const end = endOfPass(last.program, last.due, nextLayer);
	const all = end === null ? changes : [...changes, end];
	if (running === null || first.due < running.due || isRecording(first.action)) return all;
	return first.action === 'trigger' ? [running, ...all] : [running];
}

/** What waits, on another program than it was pressed on; what means nothing there is left out. */
export function rebased(
	program: TrackProgram,
	changes: readonly Change[],
	nextLayer: () => number
): readonly Change[] {
	let before = program;
	return changes.flatMap((change) => {
		if (!isAllowed(before, change.action)) return [];
		before = carriedOver(before, change, nextLayer);
		return [{ ...change, program: before }];
	});
}

function carriedOver(
	before: TrackProgram,
	{ action, due, program: { take } }: Change,
	nextLayer: () => number
): TrackProgram {
	if (!isRecording(action) || take === null) return afterAction(before, action, due, nextLayer);
	return recordingFrom(before, take.mode, due, take.tape, take.feedback);
}
