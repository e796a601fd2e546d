import type { Note } from '../../../music/note';
import { ticks, velocity, type Pitch, type Ticks } from '../../../music/units';
import { accentsOf, placesIn } from './accents';
import { melodyIn, soundingIn } from './line';
import { isSemitoneApart, pitchesOf, type Compass } from './nearest';
import { chordOver, heldChords, type Scene } from './scene';

/** Where the line moves: an octave and a half about the melody's own middle, inside the second. */
const REACH = 9;
const COMPASS: Compass = { low: 60, high: 86 };
/** The middle of the line where nobody sings. */
const MIDDLE = 72;
const STRENGTH = { beat: 0.65, held: 0.5 };

/**
 * A line of chord tones that runs up and down where the melody pauses; a bar without a pause gets one
 * long chord tone.
 */
export function leadRule(scene: Scene): Note[] {
	const held = heldChords(scene);
	const melody = melodyIn(scene.melody, scene.length);
	const compass = compassAround(melody);
	const notes: Note[] = [];
	let [last, direction] = [(compass.low + compass.high) / 2, 1];
	for (const { at, until, isHeld } of stretchesOf(scene, melody)) {
		const over = chordOver(held, at);
		if (over === null) continue;
		const end = ticks(Math.min(until, over.to));
		const beside = soundingIn(melody, at, end);
		const tones = pitchesOf(over.chord.pitchClasses, compass).filter((tone) =>
			beside.every(({ pitch }) => !isSemitoneApart(tone, pitch))
		);
		const next = stepFrom(tones, last, direction);
		if (next === null) continue;
		direction = next === last ? -direction : Math.sign(next - last);
		last = next;
		const strength = velocity(isHeld ? STRENGTH.held : STRENGTH.beat);
		notes.push({ start: at, duration: ticks(end - at), pitch: next, velocity: strength });
	}
	return notes;
}

interface Stretch {
	readonly at: Ticks;
	readonly until: Ticks;
	/** One note for the whole bar. */
	readonly isHeld: boolean;
}

/** The beats on which nobody sings, and the bars that have no such beat. */
function stretchesOf({ length, metre }: Scene, melody: readonly Note[]): Stretch[] {
	const { bar, beats } = accentsOf(metre);
	return placesIn(length, bar, [ticks(0)]).flatMap((line) => {
		const barEnd = ticks(Math.min(line + bar, length));
		const places = beats.map((beat) => ticks(line + beat)).filter((at) => at < barEnd);
		const free = places
			.map((at, index) => ({ at, until: places[index + 1] ?? barEnd, isHeld: false }))
			.filter(({ at, until }) => soundingIn(melody, at, until).length === 0);
		return free.length > 0 ? free : [{ at: line, until: barEnd, isHeld: true }];
	});
}

function compassAround(melody: readonly Note[]): Compass {
	const sum = melody.reduce((total, { pitch }) => total + pitch, 0);
	const mean = melody.length === 0 ? MIDDLE : Math.round(sum / melody.length);
	const middle = Math.min(COMPASS.high - REACH, Math.max(COMPASS.low + REACH, mean));
	return { low: middle - REACH, high: middle + REACH };
}

/** The next tone in this direction, else in the other; null if there is none at all. */
function stepFrom(tones: readonly Pitch[], last: number, direction: number): Pitch | null {
	const above = tones.find((tone) => tone > last);
	const below = tones.findLast((tone) => tone < last);
	const [ahead, back] = direction > 0 ? [above, below] : [below, above];
	return ahead ?? back ?? tones[0] ?? null;
}
