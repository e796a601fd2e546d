import type { PedalTarget, TempoGuess, TrackBars, TrackView } from '../../jam/tracks/tracksFace';
import type {
	LooperState,
	OverdubMode,
	TrackAction,
	TrackEffect,
	TrackSync
} from '../../music/looper';
import type { EffectPreset } from '../../music/effectPresets';
import { plural } from '../words';

export const TRACK_ACTION_WORDS: Readonly<Record<TrackAction, string>> = {
	record: 'Record',
	close: 'Close loop',
	overdub: 'Overdub',
	replace: 'Replace',
	substitute: 'Substitute',
	multiply: 'Multiply',
	insert: 'Insert',
	finish: 'Finish',
	play: 'Play',
	stop: 'Stop',
	trigger: 'Trigger',
	mute: 'Mute',
	unmute: 'Unmute',
	undo: 'Undo',
	redo: 'Redo',
	clear: 'Clear',
	reverse: 'Reverse',
	half: 'Half speed',
	double: 'Double speed'
};

export const TRACK_STATE_WORDS: Readonly<Record<LooperState, string>> = {
	empty: 'Empty',
	armed: 'Armed',
	recording: 'Recording',
	closing: 'Closing',
	playing: 'Playing',
	overdubbing: 'Overdubbing',
	stopped: 'Stopped',
	muted: 'Muted'
};

/** For where there is room for four or five letters. */
export const SHORT_STATE_WORDS: Readonly<Record<LooperState, string>> = {
	empty: '',
	armed: 'Armed',
	recording: 'Rec',
	closing: 'Close',
	playing: 'Play',
	overdubbing: 'Dub',
	stopped: 'Stop',
	muted: 'Mute'
};

const MODE_STATE_WORDS: Readonly<Record<OverdubMode, string>> = {
	overdub: 'Overdubbing',
	replace: 'Replacing',
	substitute: 'Substituting',
	multiply: 'Multiplying',
	insert: 'Inserting'
};

export const SYNC_WORDS: Readonly<Record<TrackSync, string>> = {
	bar: 'On the next bar',
	cycle: 'With the first loop',
	loop: 'With its own start',
	free: 'At once'
};

export const EFFECT_WORDS: Readonly<Record<TrackEffect, string>> = {
	filter: 'Filter',
	drive: 'Drive',
	chorus: 'Chorus',
	delay: 'Delay',
	reverb: 'Reverb'
};

export const PRESET_WORDS: Readonly<Record<EffectPreset, string>> = {
	clean: 'Clean',
	crunch: 'Crunch',
	'lo-fi': 'Lo-fi',
	echo: 'Echo',
	dub: 'Dub',
	ambient: 'Ambient'
};

export const percentWords = (share: number) => `${Math.round(share * 100)} %`;

/** `-1` is left, `1` is right. */
export function panWords(pan: number): string {
	const percent = Math.round(Math.abs(pan) * 100);
	return percent === 0 ? 'middle' : `${pan < 0 ? 'L' : 'R'} ${percent}`;
}

type TrackState = Pick<TrackView, 'state' | 'mode'>;

/** What the track does, with the kind of overdub. */
export const trackStateWords = ({ state, mode }: TrackState) =>
	state === 'overdubbing' && mode !== null ? MODE_STATE_WORDS[mode] : TRACK_STATE_WORDS[state];

export const trackBarsWords = (bars: TrackBars) =>
	bars === 'free' ? 'As long as I play' : plural(bars, 'bar');

/** The name that the player gave, or the number. */
export const trackName = ({ index, settings }: Pick<TrackView, 'index' | 'settings'>) =>
	settings.name === '' ? `Track ${index + 1}` : settings.name;

/** At most two places behind the point, and none where they would be zeros. */
const rounded = (count: number) => Math.round(count * 100) / 100;

/** In bars where there is a grid, in seconds otherwise; empty while there is no loop. */
export function trackLength({ seconds, bars }: Pick<TrackView, 'seconds' | 'bars'>): string {
	if (seconds <= 0) return '';
	return bars === null ? `${seconds.toFixed(1)} s` : plural(rounded(bars), 'bar');
}

/** How the track moves where that is not as it was played; empty otherwise. */
export function motionWords({
	isReversed,
	speed
}: Pick<TrackView, 'isReversed' | 'speed'>): string {
	const pace = speed === 0.5 ? 'half speed' : speed === 2 ? 'double speed' : '';
	return [isReversed ? 'reversed' : '', pace].filter((word) => word !== '').join(', ');
}

/** All of a track in one line, for who does not see it. */
export function trackLine(track: TrackView): string {
	const { index, settings, layers } = track;
	const name = settings.name === '' ? '' : `, ${settings.name}`;
	const facts = [
		trackStateWords(track).toLowerCase(),
		layers > 0 ? plural(layers, 'layer') : '',
		trackLength(track),
		motionWords(track)
	];
	return `Track ${index + 1}${name}: ${facts.filter((fact) => fact !== '').join(', ')}`;
}

/** What waits. */
export const pendingWords = ({ action, isAutomatic }: NonNullable<TrackView['pending']>) =>
	isAutomatic && action === 'close' ? 'Loop closes' : TRACK_ACTION_WORDS[action];

/** When it comes: so many seconds from now, or null for a sound. */
export const untilWords = (seconds: number | null) =>
	seconds === null ? 'at the first sound' : `in ${Math.max(0, seconds).toFixed(1)} s`;

export const readingWords = ({ bars, bpm }: Pick<TempoGuess, 'bars' | 'bpm'>) =>
	`${plural(rounded(bars), 'bar')} at ${Math.round(bpm)} BPM`;

export const guessWords = (guess: TempoGuess) => `${readingWords(guess)}?`;

export const targetWords = (target: PedalTarget, tracks: readonly TrackView[]) =>
	target === 'keys' ? 'Keys' : trackName(tracks[target]!);

const SECONDS_A_MINUTE = 60;

/** How much a session holds. */
export const soundWords = (seconds: number) =>
	seconds > 0 ? `${durationWords(Math.max(1, seconds))} of sound` : 'the keys alone';

const WHEN = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

/** When something was changed; a damaged session does not know, and a rebuilt one was made in 1970. */
export const whenWords = (date: Date) => (date.getTime() > 0 ? WHEN.format(date) : 'date unknown');

/** `3 min 20 s`. */
export function durationWords(seconds: number): string {
	const whole = Math.round(seconds);
	const minutes = Math.floor(whole / SECONDS_A_MINUTE);
	const rest = whole % SECONDS_A_MINUTE;
	return minutes === 0 ? `${rest} s` : `${minutes} min ${rest} s`;
}
