import type { Note } from '../music/note';
import type { Sound } from '../music/score';
import { ticks, type Ticks } from '../music/units';
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

/** What a file of the loop holds: the layers, and the partner's plan beside them. */
export interface SavedLoop {
	readonly tracks: readonly SavedTrack[];
	/** In the order in which they follow each other; one, if only one has notes. */
	readonly sections: readonly SavedSection[];
	readonly length: Ticks;
}

/** One section of what is saved. */
type SavedPart = Pick<SavedLoop, 'tracks' | 'length'>;

/**
 * Each section's loop once round, one after the other, each layer a track. The partner's plan, if it
 * has one, is with the section that sounds: it follows the loop when it is an answer, and lies on the
 * loop when it plays along. Null when there is nothing to save.
 */
export function savedLoop(jam: JamFace): SavedLoop | null {
	const tracks: SavedTrack[] = [];
	const sections: SavedSection[] = [];
	let length = ticks(0);
	for (const section of jam.sections) {
		const part = section.isPresent ? withPlan(section, jam) : partOf(section);
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
	tracks: layers.map(({ id, by, sound, notes }) => ({
		name: by === 'player' ? `Player, layer ${id}` : `Continuo (AI), layer ${id}`,
		sound,
		isByAi: by === 'partner',
		notes
	}))
});

function withPlan(section: SectionView, { plan, settings }: JamFace): SavedPart {
	const part = partOf(section);
	if (plan === null || plan.isKept) return part;
	const from = settings.mode === 'answer' ? part.length : 0;
	const notes = plan.notes.map((note) => ({ ...note, start: ticks(note.start + from) }));
	const { partnerSound: sound } = settings;
	const track = { name: 'Continuo (AI)', sound, isByAi: true, notes };
	const length = ticks(Math.max(part.length, from + plan.length));
	return { tracks: [...part.tracks, track], length };
}
