import type { Pitch } from '../units';
import type { ChorusFigures, Lick, StrongBeat } from './figures';
import { pitchClassWords, pitchWords } from './pitchWords';

export const ASPECTS = ['chord tones', 'space', 'rhythm', 'range', 'licks', 'timing'] as const;
export type Aspect = (typeof ASPECTS)[number];

/** What one side of a chorus came to, for people. */
export interface AspectWords {
	readonly aspect: Aspect;
	/** 0 could hardly be further off, 1 is as good as it gets. */
	readonly score: number;
	/** What worked, as a sentence. */
	readonly praise: string;
	/** What to try next, as a sentence without its capital. */
	readonly advice: string;
}

/** Between these shares of the chorus without sound a solo breathes. */
const LEAST_SPACE = 0.2;
const MOST_SPACE = 0.5;
/** So many of the bars with a rhythm of their own are plenty. */
const VARIED_SHARE = 0.7;
/** A line that spans so many semitones uses the instrument. */
const WIDE_SEMITONES = 14;
/** So far off on average, or so scattered, is heard as off. */
const OFF_MS = 50;
const SCATTERED_MS = 60;
/** So far off on average is worth a word, and within so much it is not off at all. */
const NOTABLE_MS = 8;
/** Who strays no further is steady. */
const STEADY_MS = 12;
/** A lick that is played more often than this wants a change. */
const OFTEN = 3;
const LICK_SCORES = { fresh: 0.8, worn: 0.3 };

/** What can be said of a chorus in which at least two notes were played. */
export const aspectsOf = (figures: ChorusFigures): readonly AspectWords[] =>
	[chordTones, space, rhythm, range, licks, timing].flatMap((words) => words(figures) ?? []);

function chordTones({ strongBeats }: ChorusFigures): AspectWords | null {
	if (strongBeats === null) return null;
	const aspect = 'chord tones';
	if (strongBeats.length === 0) {
		const advice = 'let one phrase begin on beat 1, with a note of the chord.';
		return { aspect, score: 0.3, praise: '', advice };
	}
	const hits = strongBeats.filter(({ isChordTone }) => isChordTone).length;
	const of = strongBeats.length;
	const praise = hitWords(hits, of);
	const miss = strongBeats.find(({ isChordTone }) => !isChordTone);
	const advice =
		miss === undefined
			? 'reach one of those chord tones from a half step below.'
			: `on beat ${miss.beat} of bar ${miss.bar} you played ${pitchWords(miss.pitch)} over ${miss.chord}; ${aimWords(miss)}.`;
	return { aspect, score: hits / of, praise, advice };
}

function hitWords(hits: number, of: number): string {
	if (of === 1) return `the note on a strong beat was ${hits === 1 ? 'a' : 'no'} chord tone.`;
	if (of === 2 && hits === 2) return 'both notes on strong beats were chord tones.';
	return `${hits === of ? 'all' : `${hits} of`} ${of} notes on strong beats were chord tones.`;
}

/** Where the nearest chord tone lies: above where both are as near. */
function aimWords({ pitch, pitchClasses }: StrongBeat): string {
	for (let distance = 1; distance < 12; distance++) {
		for (const sign of [1, -1]) {
			if (!pitchClasses.includes((((pitch + sign * distance) % 12) + 12) % 12)) continue;
			const step =
				distance === 1 ? 'a half step' : distance === 2 ? 'a whole step' : `${distance} half steps`;
			const side = sign > 0 ? 'above' : 'below';
			return `aim for ${pitchClassWords(pitch + sign * distance)}, ${step} ${side}`;
		}
	}
	return 'aim for its root';
}

function space({ space: { share, longestRestBeats }, emptyBars }: ChorusFigures): AspectWords {
	const rest = countWords(roundedHalf(longestRestBeats), 'beat');
	const praise = `${percent(share)} of the time was left free, with a longest rest of ${rest}.`;
	if (share < LEAST_SPACE) {
		const advice = `only ${percent(share)} was free; end one phrase two beats early and leave them empty.`;
		return { aspect: 'space', score: share / LEAST_SPACE, praise, advice };
	}
	if (share > MOST_SPACE) {
		const score = (1 - share) / (1 - MOST_SPACE);
		const [bar] = emptyBars;
		const where =
			bar === undefined
				? 'a short phrase more'
				: `a short phrase in bar ${bar}, which stayed empty`;
		return { aspect: 'space', score, praise, advice: `add ${where}.` };
	}
	const advice = `make the longest rest, ${rest}, one beat longer.`;
	return { aspect: 'space', score: 1, praise, advice };
}

function rhythm({
	bars,
	emptyBars,
	rhythm: { distinct, commonest }
}: ChorusFigures): AspectWords | null {
	const played = bars - emptyBars.length;
	if (played < 2) return null;
	const score = Math.min(1, distinct / played / VARIED_SHARE);
	const praise =
		distinct === played
			? `each of the ${played} bars that you played had a rhythm of its own.`
			: `${played} bars had ${countWords(distinct, 'different rhythm')}.`;
	const advice =
		commonest.length < 2
			? `bring the rhythm of bar ${commonest[0]!} back once, so that the ear finds it again.`
			: `bars ${listWords(commonest)} had the same rhythm; begin one of them after the beat.`;
	return { aspect: 'rhythm', score, praise, advice };
}

function range({ range: span }: ChorusFigures): AspectWords | null {
	if (span === null) return null;
	const { lowest, highest } = span;
	const semitones = highest - lowest;
	const praise = `the line spanned ${countWords(semitones, 'half step')}.`;
	const advice =
		semitones < WIDE_SEMITONES
			? `the line stayed within ${countWords(semitones, 'half step')}; go above ${pitchWords(highest)} once.`
			: `save ${pitchWords(highest)} for the last phrase.`;
	return { aspect: 'range', score: Math.min(1, semitones / WIDE_SEMITONES), praise, advice };
}

function licks({ licks: found }: ChorusFigures): AspectWords | null {
	const lick = mostPlayed(found);
	if (lick === null) return null;
	const name = `${lick.pitches.length} notes (${lick.pitches.map((pitch) => pitchClassWords(pitch)).join(' ')})`;
	const places = `in ${lick.bars.length === 1 ? 'bar' : 'bars'} ${listWords(lick.bars)}`;
	const before =
		lick.earlier.length === 0
			? ''
			: `, after ${lick.earlier.length === 1 ? 'chorus' : 'choruses'} ${listWords(lick.earlier)}`;
	const isWorn = timesPlayed(lick) > OFTEN;
	return {
		aspect: 'licks',
		score: isWorn ? LICK_SCORES.worn : LICK_SCORES.fresh,
		praise: `a lick of ${name} came back ${places}${before}.`,
		advice: `the lick of ${name} came ${places}${before}; end it on another note once.`
	};
}

const timesPlayed = ({ bars, earlier }: Lick) => bars.length + earlier.length;

function mostPlayed(licks: readonly Lick[]): Lick | null {
	let most: Lick | null = null;
	for (const lick of licks) if (most === null || timesPlayed(lick) > timesPlayed(most)) most = lick;
	return most;
}

const GRID_WORDS = { sixteenths: 'grid', triplets: 'triplet grid', swing: 'swung grid' };

function timing({ timing: found }: ChorusFigures): AspectWords | null {
	if (found === null) return null;
	const { meanMs, spreadMs } = found;
	const score = Math.max(0, 1 - Math.max(Math.abs(meanMs) / OFF_MS, spreadMs / SCATTERED_MS));
	const [mean, spread] = [Math.round(Math.abs(meanMs)), Math.round(spreadMs)];
	const side = meanMs < 0 ? 'early' : 'late';
	const where = mean === 0 ? 'exactly on it' : `${mean} ms ${side}`;
	const praise = `against the ${GRID_WORDS[found.grid]} your notes lay ${where} on average, give or take ${spread} ms.`;
	if (spreadMs <= STEADY_MS && mean <= NOTABLE_MS) {
		const advice = `your notes stray only ${spread} ms; take the same line faster.`;
		return { aspect: 'timing', score, praise, advice };
	}
	if (Math.abs(meanMs) <= NOTABLE_MS || Math.abs(meanMs) < spreadMs / 2) {
		const advice = `your notes strayed ${spread} ms from their own mean; play one phrase in even eighths with the click.`;
		return { aspect: 'timing', score, praise, advice };
	}
	const remedy =
		meanMs < 0 ? 'wait for the click before each phrase' : 'begin each phrase a little sooner';
	return {
		aspect: 'timing',
		score,
		praise,
		advice: `you were ${mean} ms ${side} on average; ${remedy}.`
	};
}

export const countWords = (count: number, noun: string) =>
	`${count} ${noun}${count === 1 ? '' : 's'}`;

/** `1, 2 and 5`. */
export function listWords(numbers: readonly number[]): string {
	const all = [...new Set(numbers)];
	const last = all.pop();
	return all.length === 0 ? String(last) : `${all.join(', ')} and ${String(last)}`;
}

const percent = (share: number) => `${Math.round(share * 100)} %`;
const roundedHalf = (beats: number) => Math.round(beats * 2) / 2;

/** Where a line lay, for people: `from G3 to D5`. */
export const rangeWords = (lowest: Pitch, highest: Pitch) =>
	lowest === highest
		? `all on ${pitchWords(lowest)}`
		: `from ${pitchWords(lowest)} to ${pitchWords(highest)}`;
