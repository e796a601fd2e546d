import type { ChairName } from '../../../src/jam/band/face';
import type { AnswerRequest } from '../../../src/jam/ports';
import { COMMON_TIME, type Metre } from '../../../src/music/metre';
import type { Note } from '../../../src/music/note';
import { bpm, ticks } from '../../../src/music/units';
import { BAR, JamRig, note } from '../jamRig';

/** The pitches that the fake composer gives each task, one a candidate. */
export const PITCHES = {
	answer: [90, 91, 92],
	lead: [90, 91, 92],
	harmonise: [70, 71, 72],
	comp: [60, 61, 62],
	bass: [40, 41, 42],
	drums: [36, 38, 42]
} as const;

/** Four quarters a bar over the whole answer. */
export const quarters = (length: number, pitch: number): Note[] =>
	Array.from({ length: length / 480 }, (_, index) => note(index * 480, 240, pitch));

/** Three candidates, each on a pitch of its own. */
export const reply = ({ task, answerLength }: AnswerRequest) =>
	PITCHES[task].map((pitch) => quarters(answerLength, pitch));

export const LOOP = 4 * BAR;

/** A jam whose loop of four bars is there, and stands. */
export function bandRig(notes: readonly Note[] = quarters(LOOP, 67), metre: Metre = COMMON_TIME) {
	const rig = new JamRig();
	rig.composer.reply = reply;
	const frame = { metre, bpm: bpm(120), length: ticks(LOOP) };
	rig.jam.importParts([{ sound: 'piano', by: 'player', notes }], frame);
	return rig;
}

export const ALL = ['harmony', 'keys', 'bass', 'drums'] as const;

/** Seats these chairs and starts. */
export function playing(chairs: readonly ChairName[] = ALL) {
	const rig = bandRig();
	for (const chair of chairs) rig.jam.band.change(chair, { mode: 'along' });
	// The page wakes the jam while it stands, too.
	rig.jam.advance();
	rig.jam.startStop();
	return rig;
}

/** The pitches that a chair plays over [from, to), each once. */
export const pitchesOf = (rig: JamRig, chair: ChairName, from: number, to: number) => [
	...new Set(
		rig
			.events(from, to)
			.filter(({ owner }) => owner === `chair ${chair}`)
			.map(({ pitch }) => pitch)
	)
];
