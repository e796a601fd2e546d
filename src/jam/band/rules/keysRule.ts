import type { Chord } from '../../../music/harmony/chord';
import { metreName, type Metre } from '../../../music/metre';
import type { Note } from '../../../music/note';
import { pitch, ticks, velocity, type Pitch, type Ticks } from '../../../music/units';
import { accentsOf, placesIn } from './accents';
import { inOrder, melodyIn, soundingIn } from './line';
import { classOf, isSemitoneApart, pitchesOf, type Compass } from './nearest';
import { chordOver, heldChords, type HeldChord, type Scene } from './scene';

/** About the middle C: under a melody, above a bass. */
const COMPASS: Compass = { low: 52, high: 72 };
/** From the lowest to the highest voice: what one hand holds. */
const MAX_SPAN = 14;
const STRENGTH = { strong: 0.55, weak: 0.45 };

/** Where chords are struck in a bar, in ticks. */
const RHYTHMS: Readonly<Record<string, readonly number[]>> = {
	'2/4': [0, 720],
	'3/4': [0, 960],
	'4/4': [0, 720, 1440],
	'5/4': [0, 720, 1440],
	'6/8': [0, 720],
	'7/8': [0, 480, 960]
};

type Voicing = readonly Pitch[];

/** Where the hand lies before the first chord. */
const HOME = [57, 61, 65].map(pitch);

/** Chords of three notes, each voice moved as little as may be, in a rhythm of the metre. */
export function keysRule(scene: Scene): Note[] {
	const held = heldChords(scene);
	const { strong, bar } = accentsOf(scene.metre);
	const places = placesOf(scene, held);
	const melody = melodyIn(scene.melody, scene.length);
	let voicing: Voicing | null = null;
	let voiced: HeldChord | null = null;
	const notes: Note[] = [];
	places.forEach((start, index) => {
		const over = chordOver(held, start);
		if (over === null) return;
		if (voicing === null || over !== voiced) voicing = nextVoicing(over, voicing);
		voiced = over;
		const end = places[index + 1] ?? scene.length;
		const isStrong = strong.includes(ticks(start % bar));
		for (const voice of besideMelody(voicing, melody, start)) {
			const loudness = isStrong ? STRENGTH.strong : STRENGTH.weak;
			notes.push({
				start,
				duration: ticks(end - start),
				pitch: voice,
				velocity: velocity(loudness)
			});
		}
	});
	return notes;
}

function placesOf({ length, metre }: Scene, held: readonly HeldChord[]): Ticks[] {
	const { bar } = accentsOf(metre);
	const rhythm = placesIn(length, bar, rhythmOf(metre));
	return inOrder([...rhythm, ...held.map(({ from }) => from)]);
}

const rhythmOf = (metre: Metre): readonly Ticks[] =>
	RHYTHMS[metreName(metre)]?.map(ticks) ?? accentsOf(metre).strong;

/** Of all voicings the one that is nearest to the last, or to the middle of the compass. */
function nextVoicing({ chord, isGuessed }: HeldChord, last: Voicing | null): Voicing {
	const all = voicingsOf(isGuessed ? shellOf(chord) : voicedClasses(chord));
	const from = last ?? HOME;
	return all.reduce((best, voicing) => (cost(voicing, from) < cost(best, from) ? voicing : best));
}

/** Three pitch classes at most: the root is left to the bass where there are more. */
function voicedClasses({ pitchClasses }: Chord): readonly number[] {
	if (pitchClasses.length <= 3) return pitchClasses;
	if (pitchClasses.length === 4) return pitchClasses.slice(1);
	return [pitchClasses[1]!, pitchClasses[3]!, pitchClasses[4]!];
}

/** Root and fifth, which leave open what the chord is. */
function shellOf({ root, pitchClasses }: Chord): readonly number[] {
	const fifth = [7, 6, 8].map((interval) => classOf(root + interval));
	const found = fifth.find((pitchClass) => pitchClasses.includes(pitchClass));
	return found === undefined ? [root] : [root, found];
}

/** Every way to play three notes that have all of the pitch classes. */
function voicingsOf(classes: readonly number[]): Voicing[] {
	const pitches = pitchesOf(classes, COMPASS);
	const found: Voicing[] = [];
	pitches.forEach((low, index) => {
		const above = pitches.slice(index + 1).filter((number) => number <= low + MAX_SPAN);
		above.forEach((middle, at) => {
			for (const high of above.slice(at + 1)) {
				const heard = new Set([low, middle, high].map(classOf));
				if (heard.size === Math.min(3, classes.length)) found.push([low, middle, high]);
			}
		});
	});
	// Octaves of one pitch class lie too far apart for a hand.
	return found.length > 0 ? found : pitches.map((number) => [number]);
}

/** How far the voices move, and how tightly two of them rub. */
function cost(voicing: Voicing, from: Voicing): number {
	const moves = voicing.map((number, voice) =>
		Math.abs(number - from[Math.min(voice, from.length - 1)]!)
	);
	const rubs = voicing.filter((number, voice) => number - (voicing[voice - 1] ?? -12) === 1);
	return moves.reduce((sum, move) => sum + move, 0) + rubs.length * 2;
}

/** The voices that are no semitone from what the melody holds; all of them if none is left. */
function besideMelody(voicing: Voicing, melody: readonly Note[], at: Ticks): Voicing {
	const sounding = soundingIn(melody, at, ticks(at + 1));
	const clear = voicing.filter((voice) =>
		sounding.every((sung) => !isSemitoneApart(voice, sung.pitch))
	);
	return clear.length > 0 ? clear : voicing;
}
