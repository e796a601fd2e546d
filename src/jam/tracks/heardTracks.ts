import type { EarNote } from '../../music/ears/heard';
import { loopNotes, type LoopNote } from '../../music/ears/loopNotes';
import { offsetIn } from '../../music/loopRegion';
import type { BaseLoop, LayerWindow, TrackReport } from '../../music/looper';
import { barLength, type Metre } from '../../music/metre';
import { seconds, ticks, type Frames, type Ticks } from '../../music/units';
import type { HeardLayer, HeardMusic } from '../heardMusic';
import { loopedOver } from '../loopedOver';
import type { EarBook } from './earBook';
import { isTurning } from './trackRules';

/** What was heard of one layer of a track, in seconds from its window's beginning. */
export interface HeardRecording {
	readonly track: number;
	readonly layer: LayerWindow;
	/** Of the window. */
	readonly seconds: number;
	readonly notes: readonly EarNote[];
}

/** What heard seconds and frames are in the music. */
export interface HeardScene {
	readonly tracks: readonly TrackReport[];
	readonly base: BaseLoop | null;
	readonly sampleRate: number;
	readonly metre: Metre;
	/** Of a bar. */
	readonly barFrames: Frames;
	/** Where the music's tick 0 lies. */
	readonly origin: Frames;
}

/** One round of a track. */
interface Round {
	/** The bar line, next to where a round begins, from which its notes are counted. */
	readonly start: Ticks;
	readonly length: Ticks;
	readonly layers: readonly HeardLayer[];
}

/** Longer than this nothing is played to. */
const MOST_BARS = 64;

/** Tells what sounds of what was heard. */
export class HeardTracks {
	readonly #book: Pick<EarBook, 'notesOf' | 'hasHeard' | 'version'>;
	#key = '';
	#music: HeardMusic | null = null;

	constructor(book: Pick<EarBook, 'notesOf' | 'hasHeard' | 'version'>) {
		this.#book = book;
	}

	/**
	 * What sounds; before the start, what will. Null where nothing was heard of it. The same object as
	 * long as it is the same. What turns backwards or at another speed is not told, nor what does not
	 * come round with the longest loop.
	 */
	music(scene: HeardScene): HeardMusic | null {
		const key = this.#keyOf(scene);
		if (key === this.#key) return this.#music;
		this.#key = key;
		this.#music = musicOf(this.#rounds(scene), barLength(scene.metre));
		return this.#music;
	}

	/** Tells apart all that the music is made of. */
	#keyOf(scene: HeardScene): string {
		const { metre, barFrames, tracks } = scene;
		const sounding = soundingTracks(tracks).map(
			(index) => `${index}:${tracks[index]!.version}:${behindLine(tracks[index]!, scene)}`
		);
		return [this.#book.version, metre.beats, metre.unit, barFrames, ...sounding].join(' ');
	}

	#rounds(scene: HeardScene): readonly Round[] {
		const { tracks, barFrames, metre } = scene;
		const bar = barLength(metre);
		return soundingTracks(tracks).flatMap((index): readonly Round[] => {
			const track = tracks[index]!;
			const { length } = track.record.content;
			if (track.motion.rate !== 1) return [];
			const behind = behindLine(track, scene);
			const line = Math.round(behind / barFrames);
			const layers = this.#layersOf(index, scene, line * barFrames - behind);
			if (layers.length === 0) return [];
			const round = ticks(Math.round((length / barFrames) * bar));
			return [{ start: ticks((line * bar) % round), length: round, layers }];
		});
	}

	/** The notes of a track's layers, counted from the bar line that lies `downbeat` frames behind the loop's start. */
	#layersOf(track: number, scene: HeardScene, downbeat: number) {
		const { tracks, metre, sampleRate, barFrames } = scene;
		const { layers, length } = tracks[track]!.record.content;
		const loop = { seconds: length / sampleRate, metre };
		const count = { bars: length / barFrames, downbeat: seconds(downbeat / sampleRate) };
		return layers.flatMap((layer): readonly HeardLayer[] => {
			const notes = this.#book.notesOf(layer.id);
			if (notes === undefined || !this.#book.hasHeard(layer.id) || layer.rate !== 1) return [];
			const away = layer.at / sampleRate;
			const rounds = Math.max(1, Math.ceil(length / layer.cycle));
			const all = Array.from({ length: rounds }, (_, round) =>
				notes.map((note) => moved(note, away + (round * layer.cycle) / sampleRate))
			).flat();
			const played = loopNotes(all, count, loop).map((note) => ({
				...note,
				heard: note.heard % notes.length
			}));
			return [{ id: heardLayerId(layer.id), track, notes: played }];
		});
	}
}

/** Below 0, as the layers of the keys are above. */
const heardLayerId = (layer: number) => -layer;
export const layerOfHeard = (id: number) => -id;

const moved = (note: EarNote, by: number): EarNote => ({
	...note,
	onset: note.onset + by,
	end: note.end + by
});

/** The tracks that sound; where none turns, those that the next start plays. */
function soundingTracks(tracks: readonly TrackReport[]): readonly number[] {
	const isAnyTurning = tracks.some(isTurning);
	const isHeard = ({ state, record }: TrackReport) =>
		record.content.length > 0 &&
		(isAnyTurning ? state === 'playing' || state === 'overdubbing' : state === 'stopped');
	return tracks.flatMap((track, index) => (isHeard(track) ? [index] : []));
}

/**
 * How many frames behind the music's beginning a loop begins, in [0, length). What stands is played from
 * where it stood when the first loop began.
 */
function behindLine({ motion, record, state }: TrackReport, { origin, base }: HeardScene): number {
	const { length } = record.content;
	const beginning = state === 'stopped' ? (base?.origin ?? motion.at) : origin;
	const away = motion.at - motion.position - beginning;
	return ((away % length) + length) % length;
}

/** All rounds over the longest of them, in whole bars. */
function musicOf(rounds: readonly Round[], bar: Ticks): HeardMusic | null {
	const [longest] = [...rounds].sort((one, other) => other.length - one.length);
	if (longest === undefined || longest.length <= 0) return null;
	let length = longest.length;
	while (length % bar !== 0 && length <= MOST_BARS * bar) length = ticks(length + longest.length);
	if (length % bar !== 0 || length > MOST_BARS * bar) return null;
	const start = offsetIn({ start: ticks(0), length }, longest.start);
	const fitting = rounds.filter((round) => length % round.length === 0);
	const over = (round: Round) => (notes: readonly LoopNote[]) =>
		loopedOver(notes, { start: round.start, length: round.length }, start, length);
	const layers = fitting.flatMap((round) =>
		round.layers.map((layer) => ({ ...layer, notes: over(round)(layer.notes) }))
	);
	return { region: { start, length }, layers };
}
