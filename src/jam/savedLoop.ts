import type { Note } from '../music/note';
import type { Sound } from '../music/score';
import { ticks, type Ticks } from '../music/units';
import type { JamFace } from './face';

/** One part of what is saved. */
export interface SavedTrack {
	readonly name: string;
	readonly sound: Sound;
	readonly isByAi: boolean;
	readonly notes: readonly Note[];
}

/** What a file of the loop holds: the layers, and the partner's plan beside them. */
export interface SavedLoop {
	readonly tracks: readonly SavedTrack[];
	readonly length: Ticks;
}

/**
 * The loop once round, each layer a track. The partner's plan, if it has one, follows the loop when
 * it is an answer, and lies on the loop when it plays along. Null when there is nothing to save.
 */
export function savedLoop({ loop, plan, settings }: JamFace): SavedLoop | null {
	const tracks: SavedTrack[] = loop.layers.map(({ id, by, sound, notes }) => ({
		name: by === 'player' ? `Player, layer ${id}` : `Continuo (AI), layer ${id}`,
		sound,
		isByAi: by === 'partner',
		notes
	}));
	let length = loop.region?.length ?? ticks(0);
	if (plan !== null && !plan.isKept) {
		const from = settings.mode === 'answer' ? length : 0;
		const notes = plan.notes.map((note) => ({ ...note, start: ticks(note.start + from) }));
		const { partnerSound: sound } = settings;
		tracks.push({ name: 'Continuo (AI)', sound, isByAi: true, notes });
		length = ticks(Math.max(length, from + plan.length));
	}
	return tracks.some(({ notes }) => notes.length > 0) ? { tracks, length } : null;
}
