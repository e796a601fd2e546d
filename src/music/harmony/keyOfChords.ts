import { keyOn, type Key, type Mode } from '../key';
import type { Chord, ChordSpan } from './chord';
import { QUALITIES } from './chordStates';

/** One row a semitone above the tonic, one column a quality, in the order of QUALITIES; in per cent. */
type DegreeTable = readonly (readonly number[])[];

/**
 * How often songs go to each degree, counted in the McGill Billboard charts (Burgoyne, Wild and
 * Fujinaga, 2011) and in OpenEWLD, rounded.
 */
const DEGREES: Readonly<Record<Mode, DegreeTable>> = {
	major: [
		[26, 0.4, 2.6, 1.8, 0.2, 0.1, 0.05, 0.8, 0.1],
		[0.6, 0.1, 0.1, 0.15, 0.05, 0.3, 0.05, 0.05, 0.05],
		[1.5, 3.2, 3, 0.1, 3.6, 0.1, 0.1, 0.27, 0.05],
		[1.1, 0.1, 0.1, 0.1, 0.14, 0.3, 0.05, 0.05, 0.05],
		[0.7, 1.6, 1, 0.05, 1.4, 0.1, 0.05, 0.05, 0.05],
		[17, 0.5, 1, 1.5, 0.3, 0.05, 0.05, 0.27, 0.05],
		[0.34, 0.05, 0.1, 0.05, 0.1, 0.4, 0.2, 0.05, 0.05],
		[11, 0.7, 7, 0.25, 0.8, 0.05, 0.05, 1.8, 0.3],
		[0.7, 0.05, 0.3, 0.1, 0.05, 0.2, 0.05, 0.05, 0.05],
		[0.7, 4.2, 1.4, 0.05, 2.6, 0.1, 0.1, 0.15, 0.05],
		[3.5, 0.1, 0.3, 0.3, 0.1, 0.05, 0.05, 0.1, 0.05],
		[0.2, 0.15, 0.1, 0.05, 0.2, 0.3, 0.2, 0.05, 0.05]
	],
	minor: [
		[2, 20, 0.4, 0.05, 7, 0.1, 0.05, 0.7, 0.05],
		[1.2, 0.3, 0.1, 0.2, 0.05, 0.2, 0.05, 0.05, 0.05],
		[0.7, 0.6, 0.3, 0.05, 0.6, 0.3, 0.5, 0.05, 0.05],
		[7, 0.2, 0.4, 1.2, 0.1, 0.05, 0.05, 0.2, 0.1],
		[0.3, 0.05, 0.05, 0.05, 0.05, 0.2, 0.05, 0.05, 0.05],
		[4, 5, 2.8, 0.1, 3.3, 0.05, 0.05, 0.4, 0.05],
		[0.5, 0.05, 0.05, 0.26, 0.17, 0.2, 0.05, 0.05, 0.05],
		[4, 2, 5, 0.05, 2.1, 0.1, 0.05, 0.9, 0.2],
		[10, 0.05, 0.5, 2.5, 0.45, 0.05, 0.05, 0.05, 0.05],
		[0.3, 0.05, 0.4, 0.05, 0.1, 0.2, 0.24, 0.05, 0.05],
		[10, 0.9, 1, 0.3, 0.6, 0.05, 0.05, 1.2, 0.05],
		[0.3, 0.05, 0.05, 0.05, 0.05, 0.5, 0.1, 0.05, 0.05]
	]
};

/** What it counts, in nats, that a loop begins or ends with its tonic's chord. */
const BEGINS_AT_HOME = 0.5;
const ENDS_AT_HOME = 0.5;
/** The same for each time that a dominant seventh falls by a fifth to a chord on the tonic. */
const CADENCE = 1;
/** The same where its second degree with a seventh comes before it. */
const PREPARED = 1;
const [SECOND, FIFTH] = [2, 7];

/**
 * The key that chords are likeliest in, from what songs do in each key (`DEGREES`), each chord once
 * for each time it comes; null where no chord is. Where most chords are dominant sevenths, as in a
 * blues, a seventh tells nothing.
 */
export function keyOfChords(spans: readonly ChordSpan[]): Key | null {
	const chords = spans.flatMap(({ chord }) => (chord === null ? [] : [kindOf(chord)]));
	if (chords.length === 0) return null;
	const sevenths = chords.filter(({ quality }) => quality === DOMINANT).length;
	const isBlues = sevenths > chords.length / 2;
	const kinds = isBlues ? chords.map(withoutSeventh) : chords;
	let best: { readonly key: Key | null; readonly score: number } = { key: null, score: -Infinity };
	for (const mode of ['major', 'minor'] as const) {
		for (let tonic = 0; tonic < 12; tonic++) {
			const score = worthIn(kinds, tonic, mode);
			if (score > best.score) best = { key: keyOn(tonic, mode), score };
		}
	}
	return best.key;
}

function worthIn(chords: readonly Kind[], tonic: number, mode: Mode): number {
	const isHome = ({ root }: Kind) => root === tonic;
	const each = chords.map(({ root, quality }, index) => {
		const degree = (root - tonic + 12) % 12;
		const next = chords[(index + 1) % chords.length]!;
		const isDominant = quality === DOMINANT && degree === FIFTH;
		const isToDominant = next.quality === DOMINANT && next.root === (tonic + FIFTH) % 12;
		const isPrepared = isToDominant && degree === SECOND && SECONDS.includes(quality);
		const moves = (isDominant && isHome(next) ? CADENCE : 0) + (isPrepared ? PREPARED : 0);
		return Math.log(DEGREES[mode][degree]![quality]!) + moves;
	});
	const [first, last] = [chords[0]!, chords.at(-1)!];
	const home = (isHome(first) ? BEGINS_AT_HOME : 0) + (isHome(last) ? ENDS_AT_HOME : 0);
	return each.reduce((sum, worth) => sum + worth, home);
}

/** A chord, as far as the charts know it. */
interface Kind {
	readonly root: number;
	/** Place in QUALITIES. */
	readonly quality: number;
}

const placeOf = (wanted: string) => QUALITIES.findIndex(({ suffix }) => suffix === wanted);
const DOMINANT = placeOf('7');
const MAJOR = placeOf('');
const SECONDS = [placeOf('m7'), placeOf('m7b5')];

/** Of the kind that shares most with it, and has least beside it. */
function kindOf({ root, pitchClasses }: Chord): Kind {
	const intervals = pitchClasses.map((pitchClass) => (pitchClass - root + 12) % 12);
	const shared = QUALITIES.map(({ intervals: known }) => {
		const common = known.filter((interval) => intervals.includes(interval)).length;
		return 2 * common - known.length;
	});
	return { root, quality: shared.indexOf(Math.max(...shared)) };
}

const withoutSeventh = (chord: Kind): Kind =>
	chord.quality === DOMINANT ? { ...chord, quality: MAJOR } : chord;
