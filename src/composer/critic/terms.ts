import { keyOf } from '../../music/key';
import { barLength, beatLength } from '../../music/metre';
import type { Note } from '../../music/note';
import { PPQ } from '../../music/units';
import type { Brief, Wanted } from './brief';
import { shareOfFrames, soundingIn } from './frames';

/** How good an answer is in one respect: 0–1. */
export type Term = (answer: readonly Note[], brief: Brief) => number;

const share = <Item>(
	items: readonly Item[],
	weigh: (item: Item) => number,
	holds: (item: Item) => boolean
) => {
	let [all, held] = [0, 0];
	for (const item of items) {
		all += weigh(item);
		if (holds(item)) held += weigh(item);
	}
	return all === 0 ? 1 : held / all;
};

const clamp = (value: number) => Math.min(Math.max(value, 0), 1);
const onsetsOf = (notes: readonly Note[]) => [...new Set(notes.map(({ start }) => start))];

/** The key of the call, its own chromatic notes included, or what was locked; null when nobody can tell. */
function keyBeneath({ call, keyLock }: Brief) {
	if (keyLock !== undefined && keyLock.length > 0)
		return { classes: new Set(keyLock), tonic: null };
	const key = keyOf(call);
	if (key === null) return null;
	const played = call.map(({ pitch }) => pitch % 12);
	const scale = key.has.flatMap((isIn, pitchClass) => (isIn ? [pitchClass] : []));
	return { classes: new Set([...scale, ...played]), tonic: key };
}

/** How much of what sounds is in the key. */
export const inKey: Term = (answer, brief) => {
	const key = keyBeneath(brief);
	if (key === null || brief.role === 'rhythm') return 1;
	return share(
		answer,
		({ duration }) => duration,
		({ pitch }) => key.classes.has(pitch % 12)
	);
};

/** How much of what begins in a chord that is due belongs to it. */
export const inChords: Term = (answer, { chordLock = [], role }) => {
	if (role === 'rhythm') return 1;
	const chordAt = (start: number) => chordLock.find(({ from, to }) => from <= start && start < to);
	const due = answer.filter(({ start }) => chordAt(start) !== undefined);
	return share(
		due,
		({ duration }) => duration,
		({ start, pitch }) => chordAt(start)!.pitchClasses.includes(pitch % 12)
	);
};

/** Semitones that rub: seconds, sevenths and their octaves. */
const RUBS = new Set([1, 2, 10, 11]);

/** Chords hold what the call sings; a line beside it does not rub against it. */
export const fitsCall: Term = (answer, { call, answerLength, role }) => {
	if (role === 'line' || role === 'rhythm') return 1;
	const [sung, played] = [soundingIn(call, answerLength), soundingIn(answer, answerLength)];
	if (role === 'chords') {
		return shareOfFrames(sung, played, (melody, chord) => {
			const top = Math.max(...melody) % 12;
			return chord.some((pitch) => pitch % 12 === top);
		});
	}
	return shareOfFrames(sung, played, (melody, line) => {
		const top = Math.max(...melody);
		return line.every((pitch) => !RUBS.has(Math.abs(pitch - top) % 12));
	});
};

/** How good an end each degree above the tonic is, in semitones: tonic, fifth, thirds. */
const ENDS: ReadonlyMap<number, number> = new Map([
	[0, 1],
	[7, 0.8],
	[4, 0.8],
	[3, 0.8]
]);
const POOR_END = 0.3;

/** A line comes to rest in its last bar, on a note and a beat to rest on. */
export const cadence: Term = (answer, brief) => {
	if (brief.role === 'chords' || brief.role === 'rhythm') return 1;
	const last = answer.at(-1);
	if (last === undefined || last.start < brief.answerLength - barLength(brief.metre)) return 0;
	const isOnBeat = last.start % beatLength(brief.metre) === 0;
	const tonic = keyBeneath(brief)?.tonic?.tonic;
	const rest =
		tonic === undefined ? 1 : (ENDS.get((((last.pitch - tonic) % 12) + 12) % 12) ?? POOR_END);
	return (rest + (isOnBeat ? 1 : 0.5)) / 2;
};

/** How far outside of what is wanted a value is, 1 inside; `scale` off is 0. */
const nearness = (value: number, { low, high }: Wanted, scale: number) =>
	clamp(1 - Math.max(low - value, value - high, 0) / scale);

/** As busy as asked, or about as busy as the call. */
export const density: Term = (answer, { call, answerLength, density: asked }) => {
	const rate = (onsetsOf(answer).length * PPQ) / answerLength;
	if (asked !== undefined) return nearness(rate, asked, 1);
	const span = Math.max(answerLength, ...call.map(({ start }) => start));
	const own = Math.max((onsetsOf(call).length * PPQ) / span, 0.25);
	return clamp(1 - Math.abs(Math.log2(Math.max(rate, 0.05) / own)) / 3);
};

/** As high as asked. */
export const register: Term = (answer, { register: asked }) => {
	if (asked === undefined || answer.length === 0) return 1;
	const mean = answer.reduce((sum, { pitch }) => sum + pitch, 0) / answer.length;
	return nearness(mean, asked, 12);
};

/** No bar is played twice in a row, and no pitch stays for more than half of the notes. */
export const variety: Term = (answer, { metre, answerLength }) => {
	if (answer.length < 4) return 1;
	const bar = barLength(metre);
	const bars = Array.from({ length: Math.max(1, Math.round(answerLength / bar)) }, (_, index) =>
		answer
			.filter(({ start }) => Math.floor(start / bar) === index)
			.map(({ start, pitch }) => `${start % bar}:${pitch}`)
			.join(' ')
	);
	const repeats = bars.filter((one, index) => index > 0 && one !== '' && one === bars[index - 1]);
	const counts = new Map<number, number>();
	for (const { pitch } of answer) counts.set(pitch, (counts.get(pitch) ?? 0) + 1);
	const commonest = Math.max(...counts.values()) / answer.length;
	const asBars = bars.length === 1 ? 1 : 1 - repeats.length / (bars.length - 1);
	return (asBars + clamp(2 * (1 - commonest))) / 2;
};

/** Intervals and gaps between the notes, without the key. */
const steps = (notes: readonly Note[]) =>
	notes.slice(1).map((note, index) => {
		const before = notes[index]!;
		return `${note.pitch - before.pitch}:${note.start - before.start}`;
	});

/** The longest run of steps that both have. */
function longestShared(one: readonly string[], other: readonly string[]): number {
	let longest = 0;
	let row = new Uint16Array(other.length + 1);
	for (const step of one) {
		const next = new Uint16Array(other.length + 1);
		for (const [index, theirs] of other.entries()) {
			if (step !== theirs) continue;
			next[index + 1] = row[index]! + 1;
			longest = Math.max(longest, next[index + 1]!);
		}
		row = next;
	}
	return longest;
}

/** What everybody's phrases share. */
const COMMON_STEPS = 4;

/** The call is not recited: in any key, no long run of it comes back. */
export const freshness: Term = (answer, { call }) => {
	const own = steps(answer);
	if (own.length <= COMMON_STEPS) return 1;
	const run = longestShared(own, steps(call));
	return clamp(1 - Math.max(0, run - COMMON_STEPS) / (own.length - COMMON_STEPS));
};
