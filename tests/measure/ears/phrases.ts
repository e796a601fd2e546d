import { seededRandom, type Random } from '../../../src/lib/random';
import { chordAt } from '../../../src/music/harmony/chord';
import { cutTo } from '../../../src/music/harmony/chordSpans';
import { barLength, beatLength } from '../../../src/music/metre';
import { PPQ, ticks, type Ticks } from '../../../src/music/units';
import { allLoops, type BandLoop } from '../band/loops';
import { closeVoicing, grip } from './fretboard';
import { ROOMS, type Phrase, type PlayedNote, type Preset, type Texture } from './phrase';

/** Which presets play which textures. */
type Casts = readonly (readonly [Texture, readonly Preset[]])[];
const CASTS: Casts = [
	['single', ['nylon', 'clean', 'distorted', 'bass', 'piano', 'voice']],
	['arpeggio', ['nylon', 'clean', 'distorted', 'piano']],
	['strum', ['nylon', 'clean', 'distorted', 'piano']]
];
/** As many scores as single lines. */
const SCORES: readonly Preset[] = new Array<Preset>(6).fill('piano');
/** The lowest pitch of a preset's lines, whose tune is moved there by octaves. */
const LOWEST: Readonly<Record<Preset, number>> = {
	nylon: 48,
	clean: 50,
	distorted: 48,
	bass: 28,
	piano: 55,
	voice: 53
};
/** Loops are cut to so many bars, each as likely; a loop that has not so many is taken whole. */
const CUTS = [2, 2, 2, 3, 4, 4, 4, 4, 8] as const;
/** With fewer notes a loop is not cut. */
const FEWEST_NOTES = 6;
/** A player's place is off by so much (standard deviation, seconds), and never by more than thrice. */
const LOOSE_SECONDS = 0.007;
/** Tempos: around this, log-normal, within limits. */
const TEMPO = { median: 104, spread: 0.25, from: 60, to: 180 };
/** The pedal comes so much before the first note at most, or after it. */
const PEDAL = { early: 0.06, late: 0.015 };
const CLOSING_ERROR = 0.008;

/** A place to be struck, in ticks, before it is played. */
interface Written {
	readonly at: Ticks;
	readonly to: Ticks;
	readonly pitch: number;
	readonly velocity: number;
	/** Seconds after its place: the hand takes time over the strings. */
	readonly late?: number;
}

interface Score {
	readonly loop: BandLoop;
	readonly length: Ticks;
	readonly random: Random;
}

/**
 * Phrases that are rendered, every preset in every texture it plays, `each` times: the tunes of the band's
 * held-out loops, and strums, broken chords and fingerpicking that seeded rules write over their charts.
 * Even and odd `half` share no piece, so that what was tuned on one is measured on the other.
 */
export function phrasesOf(half: 0 | 1, each: number): readonly Phrase[] {
	const pieces = [...new Set(allLoops().map(pieceOf))];
	const loops = allLoops().filter((loop) => pieces.indexOf(pieceOf(loop)) % 2 === half);
	return phrasesFrom(loops, { each, half, casts: CASTS, cuts: CUTS });
}

/** To learn from other loops: all that is measured, and scores; cut to these lengths. */
export const phrasesToLearnFrom = (
	loops: readonly BandLoop[],
	each: number,
	cuts: readonly number[]
): readonly Phrase[] =>
	phrasesFrom(loops, { each, half: 0, casts: [...CASTS, ['score', SCORES]], cuts });

interface Choice {
	readonly each: number;
	readonly half: 0 | 1;
	readonly casts: Casts;
	readonly cuts: readonly number[];
}

function phrasesFrom(
	loops: readonly BandLoop[],
	{ each, half, casts, cuts }: Choice
): readonly Phrase[] {
	const phrases: Phrase[] = [];
	for (const [texture, presets] of casts) {
		const usable = loops.filter((loop) => isUsable(loop, texture));
		for (const [at, preset] of presets.entries()) {
			for (let index = 0; index < each; index++) {
				const loop = usable[(index * presets.length + at) % usable.length]!;
				const seed = half + 2 * phrases.length;
				const room = ROOMS[index % ROOMS.length]!;
				phrases.push(phraseOf({ loop, texture, preset, room, seed }, cuts));
			}
		}
	}
	return phrases;
}

const pieceOf = ({ id }: BandLoop) =>
	id.replace('band_writer/', '').replace(/(\.mxl)?[/#][^/]*$/, '');

function isUsable({ melody, spans, human: { keys = [] } }: BandLoop, texture: Texture): boolean {
	if (texture === 'score') return keys.length >= FEWEST_NOTES;
	return texture === 'single'
		? melody.length >= FEWEST_NOTES
		: spans.some(({ chord }) => chord !== null);
}

interface Cast extends Pick<Phrase, 'texture' | 'preset' | 'room' | 'seed'> {
	readonly loop: BandLoop;
}

function phraseOf({ loop, texture, preset, room, seed }: Cast, cuts: readonly number[]): Phrase {
	const random = seededRandom(seed * 7919 + 17);
	const write = (of: BandLoop, bars: number) =>
		WRITERS[texture]({ loop: of, length: lengthOf(of, bars), random }, preset);
	const cut = Math.min(cuts[Math.floor(random() * cuts.length)]!, loop.bars);
	const written = { bars: cut, notes: write(loop, cut) };
	if (written.notes.length < FEWEST_NOTES) {
		Object.assign(written, { bars: loop.bars, notes: write(loop, loop.bars) });
	}
	const { bars } = written;
	const length = lengthOf(loop, bars);
	const wished = TEMPO.median * Math.exp(TEMPO.spread * gaussian(random));
	const bpm = Math.min(TEMPO.to, Math.max(TEMPO.from, wished));
	const second = (PPQ * bpm) / 60;
	const downbeat = -PEDAL.late + random() * (PEDAL.early + PEDAL.late);
	return {
		id: `${texture} ${preset} ${room} ${loop.id}`,
		texture,
		preset,
		room,
		notes: played(written.notes, second, random),
		metre: loop.metre,
		bars,
		bpm,
		seconds: length / second + CLOSING_ERROR * clipped(gaussian(random)),
		downbeat,
		length,
		spans: cutTo(loop.spans, ticks(0), length),
		key: loop.key,
		cents: 0,
		seed
	};
}

/** Another instrument that plays along: the same loop, bars and tempo. */
export function companionOf(phrase: Phrase, texture: Texture, preset: Preset): Phrase {
	const loop = allLoops().find(({ id }) => phrase.id.endsWith(` ${id}`));
	if (loop === undefined) throw new Error(`no loop of ${phrase.id}`);
	const { length, bpm, seed } = phrase;
	const random = seededRandom(seed * 7919 + 18);
	const written = WRITERS[texture]({ loop, length, random }, preset);
	const notes = played(written, (PPQ * bpm) / 60, random);
	return {
		...phrase,
		id: `${texture} ${preset} to ${phrase.id}`,
		texture,
		preset,
		notes
	};
}

const lengthOf = ({ metre }: BandLoop, bars: number) => ticks(bars * barLength(metre));

function played(written: readonly Written[], second: number, random: Random): PlayedNote[] {
	const notes = written.map(({ at, to, pitch, velocity, late = 0 }) => {
		const onset = at / second + late + LOOSE_SECONDS * clipped(gaussian(random));
		return { onset, end: Math.max(onset + 0.06, to / second), pitch, velocity };
	});
	// A string that is struck again ends its last note.
	return notes
		.sort((one, other) => one.onset - other.onset)
		.map((note, index) => {
			const again = notes.slice(index + 1).find(({ pitch }) => pitch === note.pitch);
			return again === undefined || again.onset > note.end
				? note
				: { ...note, end: Math.max(note.onset + 0.02, again.onset - 0.01) };
		});
}

const WRITERS: Readonly<Record<Texture, (score: Score, preset: Preset) => readonly Written[]>> = {
	single: writeLine,
	arpeggio: writeArpeggio,
	strum: writeStrums,
	score: writeScore
};

/** How often the tune is played, too. */
const TUNE_SHARE = 0.4;

/** A piece's accompaniment, with its tune or without. */
function writeScore({ loop, length, random }: Score): readonly Written[] {
	const tune = random() < TUNE_SHARE ? loop.melody : [];
	return [...tune, ...(loop.human.keys ?? [])]
		.filter(({ start }) => start >= 0 && start < length)
		.map(({ start, duration, pitch }) => ({
			at: start,
			to: ticks(Math.min(start + duration, length)),
			pitch,
			velocity: 60 + Math.floor(60 * random())
		}));
}

/** The loop's tune, in the instrument's range, one note at a time. */
function writeLine({ loop, length, random }: Score, preset: Preset): readonly Written[] {
	const tune = loop.melody
		.filter(({ start }) => start >= 0 && start < length)
		.sort((one, other) => one.start - other.start || other.pitch - one.pitch)
		.filter(({ start }, index, all) => start !== all[index - 1]?.start);
	const lowest = Math.min(...tune.map(({ pitch }) => pitch));
	const shift = 12 * Math.ceil((LOWEST[preset] - lowest) / 12);
	return tune.map(({ start, duration, pitch }, index) => ({
		at: start,
		to: ticks(Math.min(start + duration, tune[index + 1]?.start ?? length, length)),
		pitch: pitch + shift,
		velocity: 70 + Math.floor(45 * random())
	}));
}

/** Steps of a bar in eighths that a strumming hand strikes: d down, u up, `-` nothing. */
const STRUMS = ['d-d-d-d-', 'd-du-udu', 'd--udu-u', 'd-dud-du', 'd---d---', 'd-d-dudu', 'd--d--d-'];

function writeStrums({ loop, length, random }: Score, preset: Preset): readonly Written[] {
	const pattern = STRUMS[Math.floor(random() * STRUMS.length)]!;
	const eighth = PPQ / 2;
	const bar = barLength(loop.metre);
	const strokes: { at: number; hand: string }[] = [];
	for (let at = 0; at < length; at += eighth) {
		const hand = pattern[((at % bar) / eighth) % pattern.length]!;
		if (hand !== '-') strokes.push({ at, hand });
	}
	return strokes.flatMap(({ at, hand }, index) => {
		const chord = chordAt(loop.spans, ticks(at));
		if (chord === null) return [];
		const pitches = preset === 'piano' ? closeVoicing(chord) : grip(chord);
		const to = ticks(Math.min(length, strokes[index + 1]?.at ?? length));
		const struck = hand === 'd' ? pitches : [...pitches].reverse().slice(0, 4);
		const spread = preset === 'piano' ? 0.004 : 0.012 + 0.02 * random();
		const strength = (hand === 'd' ? 88 : 74) + 20 * random();
		return struck.map((pitch, string) => ({
			at: ticks(at),
			to,
			pitch,
			velocity: Math.round(strength - 3 * string + 6 * random()),
			late: (string * spread) / struck.length
		}));
	});
}

/** Which string of the grip is plucked at each step of half a beat, 0 the bass; two are a pinch. */
const PATTERNS: readonly (readonly (readonly number[])[])[] = [
	[[0], [2], [3], [4], [3], [2], [3], [2]],
	[[0], [1], [2], [3], [4], [3], [2], [1]],
	[[0], [2], [4], [3], [0], [2], [4], [3]],
	[[0, 4], [2], [1], [3], [0], [2], [1, 4], [3]],
	[[0, 4], [], [1], [3], [0], [4], [1], [3]],
	[[0], [3], [2], [4], [1], [3], [2], [4]]
];

function writeArpeggio({ loop, length, random }: Score, preset: Preset): readonly Written[] {
	const pattern = PATTERNS[Math.floor(random() * PATTERNS.length)]!;
	const step = beatLength(loop.metre) >= PPQ ? PPQ / 2 : beatLength(loop.metre);
	const bar = barLength(loop.metre);
	const notes: Written[] = [];
	for (let at = 0; at < length; at += step) {
		const chord = chordAt(loop.spans, ticks(at));
		if (chord === null) continue;
		const span = loop.spans.find(({ from, to }) => at >= from && at < to)!;
		const pitches = preset === 'piano' ? closeVoicing(chord) : grip(chord);
		const isFirst = at === 0 || chordAt(loop.spans, ticks(at - step))?.symbol !== chord.symbol;
		const strings = isFirst
			? [0, ...pattern[0]!.slice(1)]
			: pattern[((at % bar) / step) % pattern.length]!;
		for (const string of strings) {
			const pitch = pitches[string % pitches.length]!;
			const ring = at + step * (2 + Math.floor(5 * random()));
			notes.push({
				at: ticks(at),
				to: ticks(Math.min(span.to, length, ring)),
				pitch,
				velocity: 72 + Math.floor(36 * random())
			});
		}
	}
	return notes;
}

/** Box and Muller's. */
function gaussian(random: Random): number {
	return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

const clipped = (value: number) => Math.min(3, Math.max(-3, value));
