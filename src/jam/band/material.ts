import type { ChordSpan } from '../../music/harmony/chord';
import type { LoopRegion } from '../../music/loopRegion';
import type { Metre } from '../../music/metre';
import type { Note } from '../../music/note';
import type { Sound } from '../../music/score';
import type { Ticks } from '../../music/units';
import type { LayerView } from '../face';
import type { CallPart } from '../ports';
import type { ChairName } from './face';
import { pitchLocks, type Harmony } from './pitchLocks';

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
}

const PARTS: Partial<Record<Sound, CallPart>> = { bass: 'bass', drums: 'drums' };

/** The notes of all layers, and whose line each is in. */
export function notesOf(layers: readonly LayerView[]): Pick<Material, 'notes' | 'parts'> {
	const all = layers.flatMap(({ notes, sound }) =>
		notes.map((note) => ({ note, part: PARTS[sound] ?? ('melody' as const) }))
	);
	return { notes: all.map(({ note }) => note), parts: all.map(({ part }) => part) };
}

/** What the harmony and the accompanists look at: all but the drums. */
export const pitchedNotes = ({ notes, parts }: Pick<Material, 'notes' | 'parts'>) =>
	notes.filter((_, index) => parts[index] !== 'drums');

/** What is the same for the same music. */
export function signatureOf({ grid, metre, notes, style }: Material): string {
	const played = notes.map(({ start, duration, pitch }) => `${start},${duration},${pitch}`);
	return `${grid.length} ${metre.beats}/${metre.unit} ${style ?? ''} ${played.join(' ')}`;
}

/** What is the same for the same chords. */
export const chordsSignature = (spans: readonly ChordSpan[]) =>
	spans
		.map(({ from, chord, isPinned }) => `${from}${chord?.symbol ?? ''}${isPinned ? '!' : ''}`)
		.join();

/** What is the same for the same pitches that a chair may play; empty where the chords do not bind it. */
export function lockSignature(chair: ChairName, { harmony, metre }: Material): string {
	return pitchLocks(chair, harmony, metre).length === 0 ? '' : chordsSignature(harmony.spans);
}
