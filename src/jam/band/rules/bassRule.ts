import type { Chord } from '../../../music/harmony/chord';
import type { Key } from '../../../music/key';
import type { Note } from '../../../music/note';
import { pitch, ticks, type Pitch, type Ticks } from '../../../music/units';
import { accentsOf, placesIn } from './accents';
import { inOrder, lineOf, type Hit } from './line';
import { classOf, nearestOf, type Compass } from './nearest';
import { chordOver, heldChords, sceneKey, type HeldChord, type Scene } from './scene';

/** From the low E of a bass to the middle of its neck. */
const COMPASS: Compass = { low: 28, high: 50 };
/** Where the line starts and is drawn back to: a fourth above the lowest note. */
const HOME = 36;
/** How far a root may lie from home before the octave nearer to home is taken. */
const REACH = 9;
const STRENGTH = { root: 0.75, between: 0.6, approach: 0.55 };

type Place = { readonly at: Ticks; readonly kind: keyof typeof STRENGTH };

/**
 * The chord's bass on every bar line and chord change, its fifth or the octave in the second half of
 * the bar, and a step towards a new chord just before it.
 */
export function bassRule(scene: Scene): Note[] {
	const held = heldChords(scene);
	if (held.length === 0) return [];
	const key = sceneKey(scene);
	const hits: Hit[] = [];
	let last: number = HOME;
	for (const { at, kind } of placesOf(scene, held)) {
		const { chord } = chordOver(held, at)!;
		const root = rootNear(chord, last);
		if (kind === 'root') last = root;
		const number = {
			root: () => root,
			between: () => betweenOf(chord, root),
			approach: () => approachTo(rootNear(nextAfter(held, at).chord, last), root, key)
		}[kind]();
		hits.push({ at, pitch: number, strength: STRENGTH[kind] });
	}
	return lineOf(hits, scene.length);
}

/** In order, one kind a place: a root wins over what lies between, and that over an approach. */
function placesOf({ length, metre }: Scene, held: readonly HeldChord[]): Place[] {
	const { bar, second, pickup } = accentsOf(metre);
	const changes = held
		.filter(({ chord }, index) => chord !== held.at(index - 1)!.chord)
		.map(({ from }) => from);
	const roots = new Set([...placesIn(length, bar, [ticks(0)]), ...changes]);
	const betweens = new Set(placesIn(length, bar, [second]));
	const approaches = placesIn(length, bar, [pickup]).filter((at) => {
		const next = nextAfter(held, at);
		const isNear = (next.from - at + length) % length <= bar - pickup;
		return isNear && next.chord.bass !== chordOver(held, at)!.chord.bass;
	});
	return inOrder([...roots, ...betweens, ...approaches]).map((at) => {
		if (roots.has(at)) return { at, kind: 'root' };
		return { at, kind: betweens.has(at) ? 'between' : 'approach' };
	});
}

/** The chord that follows, round the seam. */
function nextAfter(held: readonly HeldChord[], at: Ticks): HeldChord {
	return held.find(({ from }) => from > at) ?? held[0]!;
}

/** The chord's bass near a line that was at `last`, and not far from home. */
export function rootNear({ bass }: Chord, last: number): Pitch {
	const near = nearestOf([bass], last, COMPASS)!;
	return Math.abs(near - HOME) <= REACH ? near : nearestOf([bass], HOME, COMPASS)!;
}

/** The fifth above or below the root; over another bass or without a fifth, the octave. */
function betweenOf({ root, bass, pitchClasses }: Chord, low: Pitch): Pitch {
	const fifth = [7, 6, 8].map((interval) => classOf(root + interval));
	const found = fifth.find((pitchClass) => pitchClasses.includes(pitchClass));
	const isSlash = bass !== root;
	if (found !== undefined && !isSlash) return nearestOf([found], low, COMPASS)!;
	return low + 12 <= COMPASS.high ? pitch(low + 12) : low;
}

/** A step of the key from the side on which the line is; a semitone below where there is no key. */
export function approachTo(target: Pitch, from: Pitch, key: Key | null): Pitch {
	const steps = from > target ? [1, 2] : [-1, -2];
	const isPlayable = (number: number) => number >= COMPASS.low && number <= COMPASS.high;
	const inKey = steps.find(
		(step) => key?.has[classOf(target + step)] === true && isPlayable(target + step)
	);
	const step = inKey ?? (isPlayable(target - 1) ? -1 : 1);
	return pitch(target + step);
}
