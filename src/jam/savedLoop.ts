import type { Note } from '../music/note';
import type { Sound } from '../music/score';
import { ticks, type Ticks } from '../music/units';
import { CHAIRS, type ChairName, type ChairView } from './band/face';
import type { JamFace } from './face';

/** One part of what is saved. */
export interface SavedTrack {
	readonly name: string;
	readonly sound: Sound;
	readonly isByAi: boolean;
	readonly notes: readonly Note[];
}

/** What a file of the loop holds: the layers, and what the band plays beside them. */
export interface SavedLoop {
	readonly tracks: readonly SavedTrack[];
	readonly length: Ticks;
}

/** `Continuo (AI)` is the lead; the others are named: `Continuo bass (AI)`. What rules alone played says so. */
function trackName(chair: ChairName | null, maker: 'AI' | 'rules'): string {
	return chair === null || chair === 'lead'
		? `Continuo (${maker})`
		: `Continuo ${chair} (${maker})`;
}

/** Whose track it is by its name; null for one that is not named as ours are. */
export function chairOfTrack(name: string): ChairName | null {
	const named = /^Continuo(?: (\w+))? \(AI\)/.exec(name);
	if (named === null) return null;
	return CHAIRS.find((chair) => chair === (named[1] ?? 'lead')) ?? null;
}

/**
 * The loop once round, each layer a track, and the parts that the band plays beside it. The lead's plan,
 * if it has one, follows the loop when it is an answer, and lies on the loop when it plays along. Null
 * when there is nothing to save.
 */
export function savedLoop({ loop, plan, settings, band, chords }: JamFace): SavedLoop | null {
	const tracks: SavedTrack[] = loop.layers.map(({ id, by, chair, sound, notes }) => ({
		name: `${by === 'player' ? 'Player' : trackName(chair, 'AI')}, layer ${id}`,
		sound,
		isByAi: by === 'partner',
		notes
	}));
	let length = loop.region?.length ?? ticks(0);
	const parts = band.chairs.flatMap(partTrack);
	if (parts.length > 0) length = ticks(Math.max(length, chords.length));
	if (plan !== null && !plan.isKept) {
		const from = settings.mode === 'answer' ? length : 0;
		const notes = plan.notes.map((note) => ({ ...note, start: ticks(note.start + from) }));
		const { partnerSound: sound } = settings;
		tracks.push({ name: trackName('lead', 'AI'), sound, isByAi: true, notes });
		length = ticks(Math.max(length, from + plan.length));
	}
	tracks.push(...parts);
	return tracks.some(({ notes }) => notes.length > 0) ? { tracks, length } : null;
}

/** What an accompanist plays; one that only listens has its part kept to itself. */
function partTrack({ name, settings, part }: ChairView): readonly SavedTrack[] {
	const isPlaying = settings.mode === 'along' || settings.mode === 'trade';
	if (name === 'lead' || part === null || !isPlaying || part.notes.length === 0) return [];
	const isByAi = part.source !== 'rules';
	const { sound } = settings;
	return [{ name: trackName(name, isByAi ? 'AI' : 'rules'), sound, isByAi, notes: part.notes }];
}
