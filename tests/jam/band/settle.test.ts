import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accentsOf } from '../../../src/jam/band/rules/accents';
import { isSemitoneApart } from '../../../src/jam/band/rules/nearest';
import { beneath, settled, topOf, type Beside } from '../../../src/jam/band/settle';
import { chordAt } from '../../../src/music/harmony/chord';
import { offsetIn } from '../../../src/music/loopRegion';
import { barLength, beatLength, COMMON_TIME, METRES } from '../../../src/music/metre';
import type { Note } from '../../../src/music/note';
import { ticks } from '../../../src/music/units';
import { note } from '../../music/notes';
import { spansOf } from './rules/scenes';

const BAR = 1920;

/** Beside a melody, over C major unless other chords are given. */
const beside = (melody: readonly Note[], difference: Partial<Beside> = {}): Beside => ({
	melody,
	top: topOf(melody),
	others: [],
	spans: spansOf(['C', 4 * BAR]),
	loop: { start: ticks(0), length: ticks(4 * BAR) },
	metre: COMMON_TIME,
	...difference
});
const pitches = (notes: readonly Note[]) => notes.map(({ pitch }) => pitch as number);

describe('a part is settled beside the others:', () => {
	test('what clashes on a strong beat moves to the nearest tone of the chord that does not', () => {
		expect(pitches(settled([note(0, 480, 52)], beside([note(0, 480, 65)])))).toEqual([55]);
		expect(pitches(settled([note(960, 480, 60)], beside([note(900, 480, 71)])))).toEqual([64]);
	});

	test('what clashes for less than a beat between strong beats stays: it passes', () => {
		const passing = [note(480, 240, 52)];
		expect(settled(passing, beside([note(480, 240, 65)]))).toEqual(passing);
		expect(settled([note(480, 480, 52)], beside([note(480, 480, 65)]))).not.toEqual(passing);
	});

	test('what is held into a clash is let go before it', () => {
		expect(settled([note(0, BAR, 64)], beside([note(960, 480, 65)]))).toEqual([note(0, 960, 64)]);
	});

	test('of a chord the voice that clashes falls silent where no tone is near', () => {
		const chord = [48, 52, 55].map((pitch) => note(0, 960, pitch));
		expect(pitches(settled(chord, beside([note(0, 960, 77)])))).toEqual([48, 55]);
	});

	test('what rubs inside one chord is its own', () => {
		const chord = [48, 52, 55, 59].map((pitch) => note(0, 960, pitch));
		expect(settled(chord, beside([note(0, 960, 67)], { spans: spansOf(['Cmaj7', BAR]) }))).toEqual(
			chord
		);
	});

	test('where nobody knows the chord it joins what sounds', () => {
		const open = beside([note(0, 960, 65)], { spans: spansOf([null, 4 * BAR]) });
		expect(pitches(settled([note(0, 960, 52)], open))).toEqual([53]);
	});

	test('the chord is that of the bar, also in a bar that does not begin the loop', () => {
		const spans = spansOf(['C', BAR], ['F', 3 * BAR]);
		const loop = { start: ticks(-BAR), length: ticks(4 * BAR) };
		expect(
			pitches(settled([note(0, 960, 52)], beside([note(0, 960, 65)], { spans, loop })))
		).toEqual([53]);
	});
});

const anyLine = fc
	.array(
		fc.record({
			start: fc.integer({ min: 0, max: 31 }).map((step) => step * 120),
			duration: fc.integer({ min: 1, max: 16 }).map((steps) => steps * 120),
			pitch: fc.integer({ min: 36, max: 84 })
		}),
		{ maxLength: 24 }
	)
	.map((notes) =>
		notes
			.sort((one, other) => one.start - other.start || one.pitch - other.pitch)
			.filter(
				({ start, pitch }, index) =>
					notes.findIndex((other) => other.start === start && other.pitch === pitch) === index
			)
			.map(({ start, duration, pitch }) => note(start, duration, pitch))
	);
const anyChord = fc.constantFrom(null, 'C', 'F', 'G7', 'Am7', 'Bdim', 'Fmaj7', 'Dsus4');
const anyBeside = fc
	.record({
		others: anyLine,
		spans: fc.tuple(anyChord, anyChord).map(([one, other]) => spansOf([one, BAR], [other, BAR])),
		loop: fc.constant({ start: ticks(0), length: ticks(2 * BAR) }),
		metre: fc.constantFrom(...METRES)
	})
	.chain((around) => anyLine.map((melody) => beside(melody, around)));

/** How many pairs are a semitone apart on a strong beat or for a beat. */
function clashesOf(notes: readonly Note[], { melody, others, metre }: Beside): number {
	const { bar, strong } = accentsOf(metre);
	const places = Array.from({ length: 8 }, (_, index) => index * bar).flatMap((line) =>
		strong.map((place) => line + place + 60)
	);
	return notes.flatMap((one) =>
		[...melody, ...others].filter((other) => {
			if (!isSemitoneApart(one.pitch, other.pitch)) return false;
			const from = Math.max(one.start, other.start);
			const to = Math.min(one.start + one.duration, other.start + other.duration);
			const isOnStrong = places.some((place) => place >= from && place < to);
			return to - from >= beatLength(metre) || (to > from && isOnStrong);
		})
	).length;
}

describe('whatever is played', () => {
	test('clashes never become more', () => {
		fc.assert(
			fc.property(anyLine, anyBeside, (notes, around) => {
				const result = settled(notes, around);
				expect(clashesOf(result, around)).toBeLessThanOrEqual(clashesOf(notes, around));
			})
		);
	});

	test('one melody note over a triad never clashes with a line', () => {
		const anyNote = fc.tuple(fc.integer({ min: 36, max: 84 }), fc.integer({ min: 36, max: 84 }));
		fc.assert(
			fc.property(anyNote, fc.constantFrom('C', 'Dm', 'Gsus4'), ([low, high], symbol) => {
				const around = beside([note(0, 480, high)], { spans: spansOf([symbol, 4 * BAR]) });
				const [only] = settled([note(0, 480, low)], around);
				expect(isSemitoneApart(only!.pitch, high)).toBe(false);
			})
		);
	});

	test('a note keeps its place, and its pitch or gets a tone of the chord; none is added', () => {
		fc.assert(
			fc.property(anyLine, anyBeside, (notes, around) => {
				const left = [...notes];
				for (const played of settled(notes, around)) {
					const chord = chordAt(around.spans, offsetIn(around.loop, ticks(played.start + 60)));
					const at = left.findIndex(
						({ start, duration, pitch }) =>
							start === played.start &&
							duration >= played.duration &&
							(pitch === played.pitch ||
								(duration === played.duration &&
									chord?.pitchClasses.includes(played.pitch % 12) !== false))
					);
					expect(at).toBeGreaterThanOrEqual(0);
					left.splice(at, 1);
				}
			})
		);
	});

	test('alone, and where nobody clashes, a part stays as it is', () => {
		fc.assert(
			fc.property(anyLine, anyBeside, (notes, around) => {
				expect(settled(notes, { ...around, melody: [], others: [] })).toEqual(notes);
				fc.pre(clashesOf(notes, around) === 0);
				expect(settled(notes, around)).toEqual(notes);
			})
		);
	});

	test('a part that keeps under the melody lies above it nowhere where an octave lower is no bass', () => {
		fc.assert(
			fc.property(anyLine, anyBeside, (notes, around) => {
				const { melody, metre } = around;
				const heard = (from: number, to: number) =>
					melody.filter(({ start, duration }) => start < to && start + duration > from);
				const bar = barLength(metre);
				for (const { start, pitch } of beneath(notes, around)) {
					const line = Math.floor((start + 60) / bar) * bar;
					const sung = [heard(start + 60, start + 61), heard(line, line + bar), melody];
					const top = Math.max(
						...(sung.find((one) => one.length > 0) ?? []).map((other) => other.pitch)
					);
					if (top === -Infinity) continue;
					expect(pitch <= top || pitch - 12 * Math.ceil((pitch - top) / 12) < 43).toBe(true);
				}
			})
		);
	});
});

describe('a second voice above the melody', () => {
	const under = (notes: readonly Note[], ...melody: readonly Note[]) =>
		pitches(beneath(notes, beside(melody)));

	test('sounds an octave lower, and once', () => {
		const melody = note(0, 960, 67);
		expect(under([note(0, 480, 72), note(0, 480, 64)], melody)).toEqual([60, 64]);
		expect(under([note(0, 480, 60), note(0, 480, 72)], melody)).toEqual([60]);
		expect(under([note(480, 480, 84)], melody)).toEqual([60]);
	});

	test('keeps, while that rests, under the highest note of the bar', () => {
		const melody = [note(0, 480, 67), note(480, 480, 64), note(BAR, 480, 84)];
		expect(under([note(1000, 480, 84)], ...melody)).toEqual([60]);
		expect(under([note(480, 480, 67)], ...melody)).toEqual([55]);
		expect(under([note(1000, 480, 67)], ...melody)).toEqual([67]);
	});

	test('keeps in a bar without one under the highest note of the loop', () => {
		const melody = [note(0, 480, 67), note(480, 480, 64)];
		expect(under([note(BAR, 480, 72), note(BAR, 480, 67)], ...melody)).toEqual([60, 67]);
	});

	test('stays where nobody sings, and where it would be a bass', () => {
		expect(under([note(0, 480, 84)])).toEqual([84]);
		expect(under([note(0, 480, 50)], note(0, 480, 45))).toEqual([50]);
	});
});
