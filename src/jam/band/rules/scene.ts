import type { Chord, ChordSpan } from '../../../music/harmony/chord';
import { keyOf, pitchClassWeights, type Key } from '../../../music/key';
import type { Metre } from '../../../music/metre';
import type { Note } from '../../../music/note';
import { ticks, type Ticks } from '../../../music/units';
import { classOf } from './nearest';

/** What the rules know of the loop. */
export interface Scene {
	/** In order, none over another. What they leave out has no chord. */
	readonly spans: readonly ChordSpan[];
	readonly length: Ticks;
	readonly metre: Metre;
	readonly melody: readonly Note[];
	/** Null: the melody's, if it tells one. */
	readonly key: Key | null;
}

/** A chord over [from, to) of the loop. */
export interface HeldChord {
	readonly from: Ticks;
	readonly to: Ticks;
	readonly chord: Chord;
	/** Nobody named it: it is held over from before, or only the key is known. */
	readonly isGuessed: boolean;
}

export const sceneKey = ({ key, melody }: Scene): Key | null => key ?? keyOf(melody);

/**
 * A chord for every tick of the loop: where there is none the one before goes on, round the seam too;
 * without any it is the tonic triad of the key, or a fifth on the pitch that the melody dwells on.
 * Empty only if nothing is known.
 */
export function heldChords(scene: Scene): readonly HeldChord[] {
	const spans = gapless(scene);
	const named = spans.filter(({ chord }) => chord !== null);
	let last = named.at(-1)?.chord ?? homeChord(scene);
	if (last === null) return [];
	const held: HeldChord[] = [];
	for (const { from, to, chord } of spans) {
		last = chord ?? last;
		held.push({ from, to, chord: last, isGuessed: chord === null });
	}
	return held;
}

export const chordOver = (held: readonly HeldChord[], position: Ticks): HeldChord | null =>
	held.find(({ from, to }) => position >= from && position < to) ?? null;

type Stretch = Pick<ChordSpan, 'from' | 'to' | 'chord'>;

/** The spans inside the loop, with empty ones where they leave something out. */
function gapless({ spans, length }: Scene): readonly Stretch[] {
	const whole: Stretch[] = [];
	let reached = ticks(0);
	for (const { from, to, chord } of spans) {
		const [start, end] = [ticks(Math.max(from, reached)), ticks(Math.min(to, length))];
		if (end <= start) continue;
		if (start > reached) whole.push({ from: reached, to: start, chord: null });
		whole.push({ from: start, to: end, chord });
		reached = end;
	}
	if (reached < length) whole.push({ from: reached, to: length, chord: null });
	return whole;
}

function homeChord(scene: Scene): Chord | null {
	const key = sceneKey(scene);
	if (key !== null) {
		const third = key.mode === 'major' ? 4 : 3;
		return chordOn(key.tonic, [0, third, 7], key.name);
	}
	const weights = pitchClassWeights(scene.melody);
	const heaviest = weights.indexOf(Math.max(...weights));
	return weights[heaviest] === 0 ? null : chordOn(heaviest, [0, 7], '');
}

function chordOn(root: number, intervals: readonly number[], symbol: string): Chord {
	const pitchClasses = intervals.map((interval) => classOf(root + interval));
	return { symbol, root, bass: root, pitchClasses };
}
