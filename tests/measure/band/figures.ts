import { rulePart } from '../../../src/jam/band/rules/rulePart';
import { CHAIRS } from '../../../src/jam/band/face';
import type { ChordSpan } from '../../../src/music/harmony/chord';
import type { BandLoop } from './loops';
import {
	bassRootShare,
	chordToneShare,
	clashes,
	drumAgreement,
	strongToneShare,
	voiceMotion,
	type Voices
} from './metrics';
import { ratioOf, sumOf, type Share } from './share';

/** What an arrangement is worth; NaN where it says nothing of it. */
export interface Figures {
	readonly chordTones: number;
	readonly strongTones: number;
	readonly leadTones: number;
	readonly bassRoot: number;
	readonly voiceMotion: number;
	readonly drumAgreement: number;
	readonly clashesPerBar: number;
}

/** A loop and what somebody plays to it. */
export interface Arrangement {
	readonly loop: BandLoop;
	readonly voices: Voices;
}

/** Who plays chords and melodies. */
export const PITCHED = ['lead', 'harmony', 'keys', 'bass'] as const;

/** All arrangements together; each is held against the known chords of its loop. */
export function figuresOf(arrangements: readonly Arrangement[]): Figures {
	const ratio = (share: (arrangement: Arrangement) => Share) =>
		ratioOf(sumOf(arrangements.map(share)));
	const pitched = ({ voices }: Arrangement) => PITCHED.flatMap((chair) => voices[chair] ?? []);
	return {
		chordTones: ratio((one) => chordToneShare(pitched(one), one.loop)),
		strongTones: ratio((one) => strongToneShare(pitched(one), one.loop)),
		leadTones: ratio(({ loop, voices }) => chordToneShare(voices.lead ?? [], loop)),
		bassRoot: ratio(({ loop, voices }) => bassRootShare(voices.bass ?? [], loop)),
		voiceMotion: ratio(({ loop, voices }) => voiceMotion(voices.keys ?? [], loop)),
		drumAgreement: ratio(({ loop, voices }) =>
			voices.drums === undefined
				? { hits: 0, of: 0 }
				: drumAgreement(loop.melody, voices.drums, loop)
		),
		clashesPerBar: ratio(({ loop, voices }) => clashes({ ...voices, melody: loop.melody }, loop))
	};
}

/** What people play to the loops that have an arrangement: real ones, or those of the band writer. */
export const humanArrangements = (loops: readonly BandLoop[], synthetic: boolean): Arrangement[] =>
	loops
		.filter((loop) => Object.keys(loop.human).length > 0 && loop.synthetic === synthetic)
		.map((loop) => ({ loop, voices: loop.human }));

/** What the rules play to the loops: to their known chords, or to those that were found. */
export const ruledArrangements = (
	loops: readonly BandLoop[],
	spansOf: (loop: BandLoop) => readonly ChordSpan[] = ({ spans }) => spans
): Arrangement[] =>
	loops.map((loop) => {
		const scene = { ...loop, spans: spansOf(loop), key: null };
		const voices = Object.fromEntries(CHAIRS.map((chair) => [chair, rulePart(chair, scene)]));
		return { loop, voices };
	});
