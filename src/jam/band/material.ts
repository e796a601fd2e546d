import type { Harmony } from '../../music/harmony/findChords';
import type { LoopRegion } from '../../music/loopRegion';
import type { Metre } from '../../music/metre';
import { textOf, type Note } from '../../music/note';
import type { Sound } from '../../music/score';
import type { Ticks } from '../../music/units';
import type { LayerView } from '../face';
import type { CallPart } from '../ports';
import type { ChairName } from './face';

/** All that the chairs play to. */
export interface Material {
	/** The loop; or the form of a chord progression, where there is no loop. */
	readonly grid: LoopRegion;
	readonly metre: Metre;
	readonly bar: Ticks;
	/** What sounds in the loop; starts lie in [0, length of the grid). */
	readonly notes: readonly Note[];
	readonly parts: readonly CallPart[];
	readonly harmony: Harmony;
	/** A style of the model's vocabulary. */
	readonly style: string | null;
	/** The same for the same grid, metre, notes and style. */
	readonly music: string;
	/** The same for the same chords. */
	readonly chords: string;
}

const PARTS: Partial<Record<Sound, CallPart>> = { bass: 'bass', drums: 'drums' };

/** The notes of all layers and of what is heard of audio, and whose line each is in. */
export function notesOf(
	layers: readonly LayerView[],
	audio: readonly Note[]
): Pick<Material, 'notes' | 'parts'> {
	const all = layers.flatMap(({ notes, sound }) =>
		notes.map((note) => ({ note, part: PARTS[sound] ?? ('melody' as const) }))
	);
	return {
		notes: [...all.map(({ note }) => note), ...audio],
		parts: [...all.map(({ part }) => part), ...audio.map(() => 'melody' as const)]
	};
}

/** What the harmony and the accompanists look at: all but the drums. */
export const pitchedNotes = ({ notes, parts }: Pick<Material, 'notes' | 'parts'>) =>
	notes.filter((_, index) => parts[index] !== 'drums');

/** What of the loop is in lines of this kind. */
export const notesIn = ({ notes, parts }: Pick<Material, 'notes' | 'parts'>, part: CallPart) =>
	notes.filter((_, index) => parts[index] === part);

/** The loop as it is, with what is the same for the same music and for the same chords. */
export function materialOf(music: Omit<Material, 'music' | 'chords'>): Material {
	const { grid, metre, notes, style, harmony } = music;
	const chords = harmony.spans.map(
		({ from, chord, isPinned }) => `${from}${chord?.symbol ?? ''}${isPinned ? '!' : ''}`
	);
	return {
		...music,
		music: `${grid.length} ${metre.beats}/${metre.unit} ${style ?? ''} ${textOf(notes)}`,
		chords: chords.join()
	};
}

/** Whether the chords bind a chair: there are some, and it has pitches. */
export const isBound = (chair: Exclude<ChairName, 'lead'>, { harmony }: Material) =>
	chair !== 'drums' && harmony.spans.some(({ chord }) => chord !== null);
