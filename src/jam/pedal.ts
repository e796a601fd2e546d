import type { LoopAction, LoopState } from './face';

/** Why the loop cannot do now what was asked, in one sentence for the player. */
export const REFUSALS: Readonly<Record<LoopAction, string>> = {
	record: 'There is a loop already: overdub it, or clear it first.',
	close: 'Nothing is being recorded.',
	overdub: 'Overdubbing needs a loop that plays.',
	finish: 'No overdub is being recorded.',
	play: 'There is no stopped loop to play.',
	stop: 'Nothing plays.',
	undo: 'There is nothing to undo.',
	redo: 'There is nothing to redo.',
	clear: 'There is no loop to clear.'
};

export const KEYS_HOLD_LOOP =
	'The keys hold a loop already: clear it, and bring the notes in again.';

export const OTHER_METRE =
	'The file has another metre than the other section: clear that one, and bring the notes in again.';

export const METRE_IS_FIXED = 'The metre belongs to the loop: clear the loop to change it.';
export const TEMPO_IS_FIXED =
	'The tempo belongs to the recorded loop: clear the audio tracks to change it, or double or halve its bars.';
export const TEMPO_IS_OPEN = 'The first loop sets the tempo: close it, then record the keys.';
export const NOTHING_HEARD = 'Nothing was played on the keys in those bars.';
export const NOTHING_TO_SWAP = 'There is no plan to swap.';
export const NOTHING_TO_REJECT = 'There is no plan to throw away.';
export const DOES_NOT_FIT =
	'So many bars do not fit the loop: keep no more than it has, once it is recorded.';

/** What the one button does, by what the loop is doing. */
export const PEDAL_ACTIONS: Readonly<Record<LoopState, LoopAction>> = {
	empty: 'record',
	armed: 'record',
	recording: 'close',
	closing: 'close',
	playing: 'overdub',
	overdubbing: 'finish',
	stopped: 'play'
};
