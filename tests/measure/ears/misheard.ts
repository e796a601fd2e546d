import { seededRandom } from '../../../src/lib/random';
import type { EarNote } from '../../../src/music/ears/heard';

/** Most that is lost, or added, of a loop's notes, as shares. */
const MOST_LOST = 0.2;
const MOST_GHOSTS = 0.15;
/** Semitones from a note to what is heard beside it: octaves, its fifth, its twelfth. */
const GHOSTS = [12, -12, 12, 24, 19, 7];
/** Onsets are off by so many seconds (standard deviation), and ends. */
const LOOSE = { least: 0.004, most: 0.014, ends: 0.1 };
const SHORTEST = 0.03;
const FEWEST = 5;

/** The notes as an ear may hear them: some are lost, some are added, none is quite in its place. */
export function misheard(notes: readonly EarNote[], seed: number, seconds: number): EarNote[] {
	const random = seededRandom(seed);
	const gaussian = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
	const [lost, ghosts] = [MOST_LOST * random(), MOST_GHOSTS * random()];
	const loose = LOOSE.least + (LOOSE.most - LOOSE.least) * random();
	const heard = notes.flatMap((note) => {
		if (random() < lost && notes.length > FEWEST) return [];
		const onset = Math.min(seconds - 0.01, Math.max(0, note.onset + loose * gaussian()));
		const end = Math.max(onset + SHORTEST, note.end + LOOSE.ends * gaussian());
		const strength = Math.min(1, note.strength * (0.6 + 0.8 * random()));
		const found = { ...note, onset, end, strength };
		if (random() >= ghosts) return [found];
		const step = GHOSTS[Math.floor(GHOSTS.length * random())]!;
		return [found, { ...found, pitch: note.pitch + step, strength: strength / 2 }];
	});
	return heard.sort((one, other) => one.onset - other.onset);
}
