import type { LoopAction, LoopView } from '../../jam/face';
import type { TrackView } from '../../jam/tracks/tracksFace';
import type { TrackAction } from '../../music/looper';
import { barLength, type Metre } from '../../music/metre';
import { isPossible } from '../tracks/trackActions';
import { trackLength, trackName, trackStateWords, TRACK_ACTION_WORDS } from '../tracks/trackWords';
import { ACTION_WORDS, plural, STATE_WORDS } from '../words';

/** One of the small buttons under the pedal. */
interface SmallButton<Action> {
	readonly action: Action;
	readonly words: string;
	readonly key: string;
	readonly isPossible: boolean;
}

/** What the keys' loop does, in one line. */
export function loopLine({ region, layers, state }: LoopView, metre: Metre): string {
	if (region === null) return STATE_WORDS[state];
	const bars = plural(region.length / barLength(metre), 'bar');
	return `${STATE_WORDS[state]}: ${plural(layers.length, 'layer')}, ${bars}`;
}

/** What the audio track does, in one line. */
export function trackStateLine(track: TrackView): string {
	const length = trackLength(track);
	const facts = length === '' ? '' : `, ${length}`;
	return `${trackName(track)}: ${trackStateWords(track).toLowerCase()}${facts}`;
}

/** The small buttons for the keys' loop. */
export function loopButtons(loop: LoopView): readonly SmallButton<LoopAction>[] {
	const { state, region, canUndo, canRedo } = loop;
	const small = (action: LoopAction, key: string, isPossibleNow: boolean) => ({
		action,
		words: ACTION_WORDS[action],
		key,
		isPossible: isPossibleNow
	});
	return [
		small('overdub', 'V', state === 'playing' || state === 'stopped'),
		small('play', ',', state === 'stopped'),
		small('stop', '.', region !== null && state !== 'stopped'),
		small('undo', '⌫', canUndo),
		small('redo', '⇧⌫', canRedo),
		small('clear', 'Del', state !== 'empty')
	];
}

/** The small buttons for an audio track. */
export function trackButtons(track: TrackView): readonly SmallButton<TrackAction>[] {
	const small = (action: TrackAction, key: string) => ({
		action,
		words: TRACK_ACTION_WORDS[action],
		key,
		isPossible: isPossible(action, track)
	});
	return [
		small(track.state === 'muted' ? 'unmute' : 'mute', 'Q'),
		small('play', ','),
		small('stop', '.'),
		small('undo', '⌫'),
		small('redo', '⇧⌫'),
		small('clear', 'Del')
	];
}
