import type { Note } from '../music/note';
import type { Sound } from '../music/score';
import { ticks, type Ticks } from '../music/units';
import { CHAIRS, type ChairName, type ChairView } from './band/face';
import type { JamFace, SectionName, SectionView } from './face';

/** One part of what is saved. */
export interface SavedTrack {
	readonly name: string;
	readonly sound: Sound;
	readonly isByAi: boolean;
	readonly notes: readonly Note[];
}

/** Where a section lies in what is saved. */
export interface SavedSection {
	readonly name: SectionName;
	readonly at: Ticks;
}

/** What a file of the loop holds: the layers, and what the band plays beside them. */
export interface SavedLoop {
	readonly tracks: readonly SavedTrack[];
	/** In the order in which they follow each other; one, if only one has notes. */
	readonly sections: readonly SavedSection[];
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

/** What of the jam a file is made of. */
type Savable = Pick<JamFace, 'sections' | 'plan' | 'settings' | 'band' | 'chords'>;

/** One section of what is saved. */
type SavedPart = Pick<SavedLoop, 'tracks' | 'length'>;

/**
 * Each section's loop once round, one after the other, each layer a track; and with the section that
 * sounds the parts that the band plays beside it. The lead's plan, if it has one, follows the loop when
 * it is an answer, and lies on the loop when it plays along. Null when there is nothing to save.
 */
export function savedLoop(jam: Savable): SavedLoop | null {
	const tracks: SavedTrack[] = [];
	const sections: SavedSection[] = [];
	let length = ticks(0);
	for (const section of jam.sections) {
		const part = section.isPresent ? withBand(section, jam) : partOf(section);
		if (part.tracks.every(({ notes }) => notes.length === 0)) continue;
		const at = length;
		const later = (note: Note): Note => ({ ...note, start: ticks(note.start + at) });
		tracks.push(...part.tracks.map((track) => ({ ...track, notes: track.notes.map(later) })));
		sections.push({ name: section.name, at });
		length = ticks(length + part.length);
	}
	return sections.length > 0 ? { tracks, sections, length } : null;
}

const partOf = ({ layers, length }: SectionView): SavedPart => ({
	length,
	tracks: layers.map(({ id, by, chair, sound, notes }) => ({
		name: `${by === 'player' ? 'Player' : trackName(chair, 'AI')}, layer ${id}`,
		sound,
		isByAi: by === 'partner',
		notes
	}))
});

function withBand(section: SectionView, { plan, settings, band, chords }: Savable): SavedPart {
	const { tracks, length: own } = partOf(section);
	const parts = band.chairs.flatMap(partTrack);
	const length = ticks(parts.length > 0 ? Math.max(own, chords.length) : own);
	if (plan === null || plan.isKept) return { tracks: [...tracks, ...parts], length };
	const from = settings.mode === 'answer' ? length : 0;
	const notes = plan.notes.map((note) => ({ ...note, start: ticks(note.start + from) }));
	const { partnerSound: sound } = settings;
	const lead = { name: trackName('lead', 'AI'), sound, isByAi: true, notes };
	return {
		tracks: [...tracks, lead, ...parts],
		length: ticks(Math.max(length, from + plan.length))
	};
}

/** What an accompanist plays; one that only listens has its part kept to itself. */
function partTrack({ name, settings, part }: ChairView): readonly SavedTrack[] {
	const isPlaying = settings.mode === 'along' || settings.mode === 'trade';
	if (name === 'lead' || part === null || !isPlaying || part.notes.length === 0) return [];
	const isByAi = part.source !== 'rules';
	const { sound } = settings;
	return [{ name: trackName(name, isByAi ? 'AI' : 'rules'), sound, isByAi, notes: part.notes }];
}
