import type { LooperState, PendingAction, TrackAction, TrackReport } from '../../music/looper';

/** Why a track cannot do now what was asked, in one sentence for the player. */
export const TRACK_REFUSALS: Readonly<Record<TrackAction, string>> = {
	record: 'There is a loop on this track already: overdub it, or clear it first.',
	close: 'Nothing is being recorded on this track.',
	overdub: 'Overdubbing needs a track that plays.',
	replace: 'Replacing needs a track that plays.',
	substitute: 'Substituting needs a track that plays.',
	multiply: 'Multiplying needs a track that plays.',
	insert: 'Inserting needs a track that plays forwards at its normal speed.',
	finish: 'No overdub is being recorded on this track.',
	play: 'There is no stopped loop on this track.',
	stop: 'This track does not play.',
	trigger: 'There is no loop on this track: record one first.',
	mute: 'Only a track that plays can be muted.',
	unmute: 'This track is not muted.',
	undo: 'There is nothing to undo on this track.',
	redo: 'There is nothing to redo on this track.',
	clear: 'There is no loop on this track to clear.',
	reverse: 'There is no loop on this track to turn round.',
	half: 'There is no loop on this track to slow down.',
	double: 'There is no loop on this track to speed up.'
};

/** What the one button does, by what the track is doing; armed and closing it takes off what waits. */
export const TRACK_PEDAL_ACTIONS: Readonly<Record<LooperState, TrackAction>> = {
	empty: 'record',
	armed: 'record',
	recording: 'close',
	closing: 'close',
	playing: 'overdub',
	overdubbing: 'finish',
	stopped: 'play',
	muted: 'unmute'
};

const isOpen = ({ recordingFrom }: TrackReport) => recordingFrom !== null;

export const canUndo = (track: TrackReport) => isOpen(track) || track.record.past.length > 0;
export const canRedo = (track: TrackReport) => !isOpen(track) && track.record.future.length > 0;

/** Whether the action means something now. */
export function isAllowed(track: TrackReport, action: TrackAction): boolean {
	const { state, record, motion } = track;
	switch (action) {
		case 'record':
			return state === 'empty' || state === 'armed';
		case 'close':
			return state === 'recording' || state === 'closing';
		case 'overdub':
		case 'replace':
		case 'substitute':
		case 'multiply':
		case 'mute':
			return state === 'playing';
		case 'insert':
			return state === 'playing' && motion.rate === 1;
		case 'finish':
			return state === 'overdubbing';
		case 'play':
			return state === 'stopped' || state === 'muted';
		case 'stop':
			return state !== 'empty' && state !== 'stopped';
		case 'unmute':
			return state === 'muted';
		case 'undo':
			return canUndo(track);
		case 'redo':
			return canRedo(track);
		case 'clear':
			return state !== 'empty';
		case 'trigger':
		case 'reverse':
		case 'half':
		case 'double':
			return record.content.length > 0 && !isOpen(track);
	}
}

/** Whether the player pressed for `action` already, and it waits. */
export const waitsFor = (pending: PendingAction | null, action: TrackAction) =>
	pending?.action === action && !pending.isAutomatic;

/** Whether the loop goes round, heard or not. */
export const isTurning = ({ state }: TrackReport) =>
	state === 'playing' || state === 'overdubbing' || state === 'muted';

/** Whether nothing is on the track, and nothing is to come. */
export const isIdle = ({ state, pending }: TrackReport) => state === 'empty' && pending === null;
