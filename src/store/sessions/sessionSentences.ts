import { unreachable } from '../../lib/exhaustive';
import type { SessionFailure } from './sessionError';

/** What the page says of sessions, one plain sentence each. */
export const MEMORY_ONLY =
	'This browser keeps no files here, so sessions are gone when the page closes: export what you want to keep.';
export const FULL =
	'The disk is full, so recording goes on in memory: remove sessions or free space before you close the page.';
export const OVERFULL =
	'The disk and the memory set aside are full, so new takes are lost when the page closes: export the session, then free space.';
export const STOPPED =
	'The disk cannot be written to, so recording goes on in memory: export the session, then reload the page.';

export const low = (minutes: number) =>
	`Space is left for about ${Math.floor(minutes)} ${Math.floor(minutes) === 1 ? 'minute' : 'minutes'} of recording: remove sessions or free space on this disk.`;

/** Why something could not be done with a session, and what helps. */
export function failureSentence(failure: SessionFailure): string {
	switch (failure) {
		case 'missing':
			return 'This session is no longer there: choose another.';
		case 'damaged':
			return 'The files of this session are damaged and cannot be read: choose another, and remove this one.';
		case 'foreign':
			return 'This session was saved by a newer version of Continuo: reload the page to get it.';
		case 'full':
			return 'There is no room for that on the disk: remove sessions or free space, then try again.';
		case 'busy':
			return 'This session is open in another tab: close it there first.';
		case 'stopped':
		case 'broken':
			return 'The disk could not be used just now: try again, or reload the page.';
		default:
			return unreachable(failure);
	}
}

/** What a session that was opened has lost. */
export const REBUILT =
	'The description of this session was lost, so its takes were laid on tracks anew: check their names and lengths.';
export const DAMAGED_TAPES =
	'Some takes of this session are damaged and stay silent: clear them or record them again.';
export const DAMAGED_HEARD =
	'What was heard in this session is damaged, so its loops are heard anew: check their notes, and delete wrong ones again.';
export const cutTapes = (seconds: number) =>
	`The last ${seconds.toFixed(1)} s of what was recorded did not reach the disk and stay silent: listen through it before you go on.`;
