import { metreName, type Metre } from '../../../music/metre';
import type { Note } from '../../../music/note';
import { PPQ, pitch, ticks, velocity, type Ticks } from '../../../music/units';
import { accentsOf, placesIn } from './accents';
import type { Scene } from './scene';

/** General MIDI's numbers. */
export const DRUMS = {
	kick: 36,
	snare: 38,
	closedHat: 42,
	lowTom: 45,
	openHat: 46,
	middleTom: 47,
	crash: 49,
	highTom: 50,
	ride: 51
} as const;

const SIXTEENTH = PPQ / 4;
/** Drums have no length; this is how long the note is drawn. */
const DRAWN = ticks(60);
/** A fill ends every fourth bar. */
const PHRASE_BARS = 4;
const FILL_STRENGTH = 0.7;

/** How hard each letter of a pattern is struck. */
const ACCENTS: Readonly<Record<string, number>> = { X: 0.85, x: 0.6, o: 0.35 };

type Groove = Readonly<Partial<Record<keyof typeof DRUMS, string>>>;

/** A bar of each metre, a letter for every sixteenth. */
const GROOVES: Readonly<Record<string, Groove>> = {
	'2/4': { kick: 'X.....x.', snare: '....X...', closedHat: 'x.o.x.o.' },
	'3/4': { kick: 'X...........', snare: '....x...x...', closedHat: 'x.o.x.o.x.o.' },
	'4/4': { kick: 'X.....x.X.......', snare: '....X.......X...', closedHat: 'x.o.x.o.x.o.x.o.' },
	'5/4': {
		kick: 'X.....x.....X.......',
		snare: '....X...........X...',
		closedHat: 'x.o.x.o.x.o.x.o.x.o.'
	},
	'6/8': { kick: 'X.........x.', snare: '......X.....', closedHat: 'x.o.o.x.o.o.' },
	'7/8': { kick: 'X.......X.....', snare: '....X.......x.', closedHat: 'x.o.x.o.x.o.o.' }
};

/** A groove of the metre, a fill at the end of every fourth bar and a crash after it. */
export function drumRule({ metre, length }: Scene): Note[] {
	const { bar, beats } = accentsOf(metre);
	const fillLength = ticks(bar - beats.at(-1)!);
	const groove = notesOf(grooveOf(metre), bar);
	const bars = placesIn(length, bar, [ticks(0)]);
	return bars.flatMap((line, index) => {
		const isPhraseEnd = index % PHRASE_BARS === PHRASE_BARS - 1;
		const isAfterFill = index > 0 ? index % PHRASE_BARS === 0 : bars.length % PHRASE_BARS === 0;
		const fillFrom = isPhraseEnd ? bar - fillLength : bar;
		const played = groove.filter(({ start }) => start < fillFrom);
		const fill = isPhraseEnd ? drumFill(metre, fillLength, FILL_STRENGTH) : [];
		return [
			...(isAfterFill ? [struck(ticks(0), DRUMS.crash, FILL_STRENGTH)] : []),
			...played,
			...fill.map((note) => ({ ...note, start: ticks(fillFrom + note.start) }))
		]
			.map((note) => ({ ...note, start: ticks(line + note.start) }))
			.filter(({ start, duration }) => start + duration <= length);
	});
}

/**
 * What leads to a bar line: from `length` before it on, snare and toms downwards, louder towards the
 * end; the starts count from where it begins. The stronger (0–1), the denser: eighths, then
 * sixteenths.
 */
export function drumFill(metre: Metre, length: Ticks, strength: number): readonly Note[] {
	const grid = strength < 0.5 ? 2 * SIXTEENTH : SIXTEENTH;
	const count = Math.ceil(length / grid);
	const kit = [DRUMS.snare, DRUMS.highTom, DRUMS.middleTom, DRUMS.lowTom];
	const { bar } = accentsOf(metre);
	return Array.from({ length: count }, (_, index) => {
		const share = index / count;
		// A bar's fill goes once down the kit; a short one begins on the snare and ends on a tom.
		const drum = kit[Math.floor(share * Math.min(kit.length, 1 + Math.ceil((4 * length) / bar)))]!;
		return struck(ticks(index * grid), drum, (0.4 + 0.3 * share) * (0.6 + 0.6 * strength));
	});
}

function notesOf(groove: Groove, bar: Ticks): Note[] {
	return Object.entries(groove)
		.flatMap(([drum, pattern]) =>
			Array.from(pattern, (letter, index) => ({ at: ticks(index * SIXTEENTH), letter, drum }))
		)
		.filter(({ at, letter }) => letter !== '.' && at < bar)
		.map(({ at, letter, drum }) => struck(at, DRUMS[drum as keyof typeof DRUMS], ACCENTS[letter]!))
		.sort((left, right) => left.start - right.start || left.pitch - right.pitch);
}

/** The metre's groove, or kick and snare on the strong beats of a metre that has none. */
function grooveOf(metre: Metre): Groove {
	const { bar, strong } = accentsOf(metre);
	const steps = Array.from({ length: bar / SIXTEENTH }, (_, index) => ticks(index * SIXTEENTH));
	const line = (letter: (at: Ticks) => string) => steps.map(letter).join('');
	return (
		GROOVES[metreName(metre)] ?? {
			kick: line((at) => (strong.includes(at) ? 'X' : '.')),
			closedHat: line((at) => (at % (2 * SIXTEENTH) === 0 ? 'x' : '.'))
		}
	);
}

const struck = (start: Ticks, drum: number, strength: number): Note => ({
	start,
	duration: DRAWN,
	pitch: pitch(drum),
	velocity: velocity(strength)
});
