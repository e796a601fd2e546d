import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CHAIRS, type ChairName } from '../../../../src/jam/band/face';
import { accentsOf } from '../../../../src/jam/band/rules/accents';
import { isSemitoneApart } from '../../../../src/jam/band/rules/nearest';
import { rulePart } from '../../../../src/jam/band/rules/rulePart';
import { chordOver, heldChords, type Scene } from '../../../../src/jam/band/rules/scene';
import { barLength, COMMON_TIME, METRES, metreName } from '../../../../src/music/metre';
import type { Note } from '../../../../src/music/note';
import { ticks } from '../../../../src/music/units';
import { note, tune } from '../../../music/notes';
import { anyScene, C_MAJOR, spansOf } from './scenes';

const RANGES: Readonly<Record<ChairName, readonly [number, number]>> = {
	lead: [60, 86],
	harmony: [43, 96],
	keys: [52, 72],
	bass: [28, 50],
	drums: [36, 51]
};
const BAR = 1920;

const scene = (given: Partial<Scene>): Scene => ({
	spans: [],
	length: ticks(2 * BAR),
	metre: COMMON_TIME,
	melody: [],
	key: null,
	...given
});
const chords = (...symbols: readonly (string | null)[]) =>
	spansOf(...symbols.map((symbol) => [symbol, BAR] as const));
const isInChord = (given: Scene, { start, pitch }: Note) =>
	chordOver(heldChords(given), start)!.chord.pitchClasses.includes(pitch % 12);
const isStrong = ({ metre }: Scene, { start }: Note) => {
	const { bar, strong } = accentsOf(metre);
	return strong.includes(ticks(start % bar));
};
const sounding = (notes: readonly Note[], from: number, to: number) =>
	notes.filter(({ start, duration }) => start < to && start + duration > from);

describe.each(CHAIRS)('the %s chair', (chair) => {
	const [low, high] = RANGES[chair];

	test('stays in its range and inside the loop', () => {
		fc.assert(
			fc.property(anyScene, (given) => {
				for (const { start, duration, pitch, velocity } of rulePart(chair, given)) {
					expect(start).toBeGreaterThanOrEqual(0);
					expect(duration).toBeGreaterThan(0);
					expect(start + duration).toBeLessThanOrEqual(given.length);
					expect(pitch).toBeGreaterThanOrEqual(low);
					expect(pitch).toBeLessThanOrEqual(high);
					expect(velocity).toBeGreaterThan(0);
					expect(velocity).toBeLessThanOrEqual(1);
				}
			})
		);
	});

	test('plays the same for the same scene, in order of time', () => {
		fc.assert(
			fc.property(anyScene, (given) => {
				const notes = rulePart(chair, given);
				expect(rulePart(chair, structuredClone(given))).toEqual(notes);
				const starts = notes.map(({ start }) => start);
				expect(starts).toEqual([...starts].sort((left, right) => left - right));
			})
		);
	});

	test.each(METRES.map((metre) => [metreName(metre), metre] as const))(
		'has something to play in every bar of %s',
		(_, metre) => {
			const bar = barLength(metre);
			const melody = Array.from({ length: 4 }, (_, index) => note(index * bar, bar / 2, 76));
			const spans = spansOf(['C', bar], ['Am', bar], ['F', bar], ['G', bar]);
			const given = scene({ metre, length: ticks(4 * bar), spans, melody, key: C_MAJOR });
			const bars = new Set(rulePart(chair, given).map(({ start }) => Math.floor(start / bar)));
			expect([...bars]).toEqual([0, 1, 2, 3]);
		}
	);
});

test('on strong beats keys, bass and lead play tones of the chord', () => {
	fc.assert(
		fc.property(anyScene, (given) => {
			const pitched = (['keys', 'bass', 'lead'] as const).flatMap((chair) =>
				rulePart(chair, given)
			);
			for (const played of pitched.filter((each) => isStrong(given, each))) {
				const over = chordOver(heldChords(given), played.start)!.chord;
				const isBass = played.pitch % 12 === over.bass;
				// A chord's own bass need not be one of its tones.
				expect(isInChord(given, played) || isBass).toBe(true);
			}
		})
	);
});

test('the bass has the lowest tone of the chord on every bar line and chord change', () => {
	fc.assert(
		fc.property(anyScene, (given) => {
			const held = heldChords(given);
			const bass = rulePart('bass', given);
			if (held.length === 0) {
				expect(bass).toEqual([]);
				return;
			}
			const { bar } = accentsOf(given.metre);
			for (let line = 0; line < given.length; line += bar) {
				const played = bass.find(({ start }) => start === line);
				expect(played?.pitch).toBeDefined();
				expect(played!.pitch % 12).toBe(chordOver(held, ticks(line))!.chord.bass);
			}
		})
	);
});

test('the bass leads into a new chord by a step', () => {
	const given = scene({ spans: chords('C', 'F'), key: C_MAJOR });
	const bass = rulePart('bass', given);
	const approach = bass.find(({ start }) => start === 1440)!;
	const target = bass.find(({ start }) => start === BAR)!;
	expect(Math.abs(target.pitch - approach.pitch)).toBeLessThanOrEqual(2);
	expect(C_MAJOR.has[approach.pitch % 12]).toBe(true);
});

test('no voice of the keys leaps an octave from chord to chord', () => {
	fc.assert(
		fc.property(anyScene, (given) => {
			const chordsPlayed = new Map<number, number[]>();
			for (const { start, pitch } of rulePart('keys', { ...given, melody: [] })) {
				chordsPlayed.set(start, [...(chordsPlayed.get(start) ?? []), pitch]);
			}
			const voicings = [...chordsPlayed.values()];
			voicings.slice(1).forEach((voicing, index) => {
				const before = voicings[index]!;
				if (before.length !== voicing.length) return;
				const moves = voicing.map((pitch, voice) => Math.abs(pitch - before[voice]!));
				expect(Math.max(...moves)).toBeLessThan(12);
			});
		})
	);
});

test('keys play a chord of three notes with all that tells what it is', () => {
	const given = scene({ spans: chords('Dm7', 'G9') });
	const notes = rulePart('keys', given);
	const classesAt = (at: number) =>
		notes.filter(({ start }) => start === at).map(({ pitch }) => pitch % 12);
	expect(new Set(classesAt(0))).toEqual(new Set([5, 9, 0]));
	expect(new Set(classesAt(BAR))).toEqual(new Set([11, 5, 9]));
});

test('the second voice neither crosses the melody nor comes a semitone near to it', () => {
	fc.assert(
		fc.property(anyScene, (given) => {
			for (const { start, duration, pitch } of rulePart('harmony', given)) {
				for (const sung of sounding(given.melody, start, start + duration)) {
					expect(pitch).toBeLessThan(sung.pitch);
					expect(isSemitoneApart(pitch, sung.pitch)).toBe(false);
				}
			}
		})
	);
});

test('under a melody in C the second voice goes in thirds and sixths, at home on chord tones', () => {
	const melody = tune(76, 74, 72, 71, 72);
	const given = scene({ melody, spans: chords('C', 'C'), key: C_MAJOR });
	const voice = rulePart('harmony', given);
	expect(voice).toHaveLength(melody.length);
	const strong = voice.filter((each) => isStrong(given, each));
	expect(strong.every((each) => isInChord(given, each))).toBe(true);
});

test('the lead plays where the melody pauses, and is no semitone from it elsewhere', () => {
	fc.assert(
		fc.property(anyScene, (given) => {
			for (const { start, duration, pitch } of rulePart('lead', given)) {
				for (const sung of sounding(given.melody, start, start + duration)) {
					expect(isSemitoneApart(pitch, sung.pitch)).toBe(false);
				}
			}
		})
	);
	const melody = [note(0, 960, 72)];
	const lead = rulePart('lead', scene({ melody, length: ticks(BAR), spans: chords('C') }));
	expect(lead.map(({ start }) => start)).toEqual([960, 1440]);
});

test('where there is no chord the bass holds the last one, and the keys leave open what it is', () => {
	const given = scene({ spans: chords('Am', null), key: C_MAJOR });
	const secondBar = (chair: ChairName) =>
		rulePart(chair, given).filter(({ start }) => start >= BAR);
	expect(secondBar('bass')[0]!.pitch % 12).toBe(9);
	expect(new Set(secondBar('keys').map(({ pitch }) => pitch % 12))).toEqual(new Set([9, 4]));
});

test('without any chord the key is enough, or the melody, or one pitch of it', () => {
	const rootOf = (given: Partial<Scene>) => rulePart('bass', scene(given))[0]!.pitch % 12;
	expect(rootOf({ key: C_MAJOR })).toBe(0);
	expect(rootOf({ melody: tune(62, 66, 69, 74, 73, 62) })).toBe(2);
	expect(rootOf({ melody: [note(0, 480, 67)] })).toBe(7);
	for (const chair of ['keys', 'lead'] as const) {
		expect(rulePart(chair, scene({ melody: [note(0, 480, 67)] }))).not.toEqual([]);
	}
});

test('with nothing known but the metre only the drums play', () => {
	for (const chair of ['lead', 'harmony', 'keys', 'bass'] as const) {
		expect(rulePart(chair, scene({}))).toEqual([]);
	}
	expect(rulePart('drums', scene({}))).not.toEqual([]);
});
