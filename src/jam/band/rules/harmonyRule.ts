import type { Key } from '../../../music/key';
import type { Note } from '../../../music/note';
import { ticks, type Pitch, type Ticks, velocity } from '../../../music/units';
import { accentsOf } from './accents';
import { melodyIn, soundingIn, topLine } from './line';
import { isSemitoneApart, pitchesOf } from './nearest';
import { chordOver, heldChords, sceneKey, type HeldChord, type Scene } from './scene';

/** Beneath this a second voice is a bass. */
const LOWEST = 43;
/** From a minor third to an octave under the melody. */
const NEAREST = 3;
const FARTHEST = 12;
/** Thirds and sixths, and thirds first: what a second singer finds. */
const PARALLELS = [3, 4, 8, 9];
/** How loud a second voice is beside the first. */
const LOUDNESS = 0.75;

/**
 * A voice under the melody: chord tones with its strong and long notes, thirds and sixths of the key
 * with the others. It neither crosses the melody nor comes a semitone near to it; where nothing is
 * left it rests.
 */
export function harmonyRule(scene: Scene): Note[] {
	const held = heldChords(scene);
	const key = sceneKey(scene);
	const melody = melodyIn(scene.melody, scene.length);
	const line = topLine(melody);
	const accents = accentsOf(scene.metre);
	return line.flatMap((sung, index) => {
		const nextStart = line[index + 1]?.start ?? scene.length;
		const end = ticks(Math.min(sung.start + sung.duration, nextStart));
		const beat = accents.beats[1] ?? accents.bar;
		const isStrong = accents.strong.includes(ticks(sung.start % accents.bar));
		const over = isStrong || sung.duration >= beat ? chordOver(held, sung.start) : null;
		const beside = soundingIn(melody, sung.start, end);
		const voice = voiceUnder(sung, beside, over, key);
		return voice === null ? [] : [under(sung, voice, end)];
	});
}

const under = (sung: Note, pitch: Pitch, end: Ticks): Note => ({
	start: sung.start,
	duration: ticks(end - sung.start),
	pitch,
	velocity: velocity(sung.velocity * LOUDNESS)
});

/** The nearest tone that fits: of the chord where one is given, else in parallel. */
function voiceUnder(
	sung: Note,
	beside: readonly Note[],
	over: HeldChord | null,
	key: Key | null
): Pitch | null {
	const lowestBeside = Math.min(...beside.map(({ pitch }) => pitch));
	const allowed = everyPitch(sung).filter(
		(number) =>
			number < lowestBeside && beside.every(({ pitch }) => !isSemitoneApart(number, pitch))
	);
	const inChord = allowed.filter(
		(number) => over?.chord.pitchClasses.includes(number % 12) === true
	);
	const inParallel = allowed
		.filter((number) => PARALLELS.includes(sung.pitch - number))
		.filter((number) => key?.has[number % 12] !== false);
	// From the highest: the nearest to the melody.
	return inChord.at(-1) ?? inParallel.at(-1) ?? null;
}

const everyPitch = ({ pitch }: Note): Pitch[] =>
	pitchesOf([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], {
		low: Math.max(LOWEST, pitch - FARTHEST),
		high: Math.max(0, pitch - NEAREST)
	});
