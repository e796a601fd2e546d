import type { PedalTarget, TracksFace, TrackView } from '../../jam/tracks/tracksFace';
import { TRACK_COUNT, type TrackAction } from '../../music/looper';
import type { PerfTime } from '../../music/units';

/** With loops as long as the player plays, this many bars are kept by key. */
const USUAL_KEPT_BARS = 2;

/** What the key for keeping keeps: as many bars as a new loop gets. */
export const keptBars = ({ settings: { bars } }: Pick<TracksFace, 'settings'>) =>
	bars === 'free' ? USUAL_KEPT_BARS : bars;

/** The next target round the circle of the keys and all tracks; `steps` may be negative. */
export function targetBeside(target: PedalTarget, steps: number): PedalTarget {
	const places = TRACK_COUNT + 1;
	const place = target === 'keys' ? 0 : target + 1;
	const next = (((place + steps) % places) + places) % places;
	return next === 0 ? 'keys' : next - 1;
}

/** Where a file can go: the track under the pedal, or else the first, if it is empty; null if none is. */
export function emptyTrack(
	tracks: readonly Pick<TrackView, 'index' | 'state'>[],
	target: PedalTarget
): number | null {
	const empty = tracks.filter(({ state }) => state === 'empty').map(({ index }) => index);
	const isTargetEmpty = target !== 'keys' && empty.includes(target);
	return isTargetEmpty ? target : (empty[0] ?? null);
}

const OPEN = new Set(['recording', 'closing', 'overdubbing']);

/** What can be asked of a track as it is. */
export function isPossible(action: TrackAction, track: TrackView): boolean {
	const { state, canUndo, canRedo } = track;
	switch (action) {
		case 'record':
			return state === 'empty';
		case 'undo':
			return canUndo || OPEN.has(state);
		case 'redo':
			return canRedo;
		case 'finish':
			return state === 'overdubbing';
		case 'close':
			return state === 'recording';
		case 'unmute':
			return state === 'muted';
		case 'stop':
			return state !== 'empty' && state !== 'stopped';
		case 'clear':
			return state !== 'empty';
		case 'play':
		case 'trigger':
		case 'mute':
		case 'reverse':
		case 'half':
		case 'double':
			return state !== 'empty' && state !== 'armed' && state !== 'recording';
		default:
			return state === 'playing' || state === 'overdubbing' || state === 'stopped';
	}
}

/** Asks it of the audio track that the pedal works; nothing where that is the keys. */
export function pressTarget(tracks: TracksFace, action: TrackAction, at: PerfTime): void {
	if (tracks.target !== 'keys') tracks.press(tracks.target, action, at);
}

/** Mutes, or takes the mute off. */
export function toggleMute(tracks: TracksFace, track: number, at: PerfTime): void {
	tracks.press(track, tracks.tracks[track]!.state === 'muted' ? 'unmute' : 'mute', at);
}
