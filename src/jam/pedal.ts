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

export const METRE_IS_FIXED = 'The metre belongs to the loop: clear the loop to change it.';

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
