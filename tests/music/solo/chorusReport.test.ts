import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { METRES } from '../../../src/music/metre';
import { chorusReport } from '../../../src/music/solo/chorusReport';
import { strongBeatsOf } from '../../../src/music/solo/strongBeats';
import { bpm, ticks } from '../../../src/music/units';
import { BAR, BEAT, chords, figuresOf, frame, note } from './soloNotes';

describe('chord tones on strong beats', () => {
	test('beats 1 and 3 of common time count, the others do not', () => {
		const notes = [note(0, 62), note(BEAT, 63), note(2 * BEAT, 65), note(3 * BEAT, 66)];
		const { strongBeats } = figuresOf(notes, 1, 'Dm7');
		expect(strongBeats?.map(({ beat, isChordTone }) => [beat, isChordTone])).toEqual([
			[1, true],
			[3, true]
		]);
	});

	test('a note that is a little early belongs to the chord of its beat', () => {
		const { strongBeats } = figuresOf([note(BAR - 40, 71)], 2, 'Dm7 G7');
		expect(strongBeats).toMatchObject([{ bar: 2, beat: 1, chord: 'G7', isChordTone: true }]);
	});

	test('a pickup to the first bar line counts for it', () => {
		const { strongBeats } = figuresOf([note(-30, 62)], 1, 'Dm7');
		expect(strongBeats).toMatchObject([{ bar: 1, beat: 1, isChordTone: true }]);
	});

	test('sixteenths beside the beat do not count for it', () => {
		const { strongBeats } = figuresOf([note(120, 61), note(2 * BEAT - 120, 61)], 1, 'Dm7');
		expect(strongBeats).toEqual([]);
	});

	test('where no chord is known nothing is told, and where one is missing it is left out', () => {
		expect(figuresOf([note(0, 62)], 1).strongBeats).toBeNull();
		const spans = [...chords('Dm7'), { ...chords('C')[0]!, from: ticks(BAR), chord: null }];
		const { figures } = chorusReport([note(0, 62), note(BAR, 60)], spans, frame(2));
		expect(figures.strongBeats).toHaveLength(1);
	});

	test('the first beat of every metre is strong', () => {
		for (const metre of METRES) expect(strongBeatsOf(metre)[0]).toBe(0);
		expect(strongBeatsOf({ beats: 7, unit: 8 })).toEqual([0, 2, 4]);
	});
});

describe('range and space', () => {
	test('the lowest and the highest note', () => {
		expect(figuresOf([note(0, 60), note(480, 55), note(960, 74)], 1).range).toEqual({
			lowest: 55,
			highest: 74
		});
		expect(figuresOf([], 1).range).toBeNull();
	});

	test('silence is what no note sounds in, overlaps once', () => {
		const notes = [note(0, 60, 960), note(480, 64, 480), note(1440, 67, 480)];
		expect(figuresOf(notes, 2).space).toEqual({ share: (480 + 1920) / 3840, longestRestBeats: 4 });
	});

	test('only the player’s stretches count', () => {
		const stretches = [{ from: ticks(BAR), to: ticks(2 * BAR) }];
		const figures = figuresOf([note(BAR, 60, BAR / 2)], 4, '', { stretches });
		expect(figures.space).toEqual({ share: 0.5, longestRestBeats: 2 });
		expect([figures.bars, figures.emptyBars]).toEqual([1, []]);
	});

	test('an empty chorus is free', () => {
		const figures = figuresOf([], 4);
		expect(figures.space).toEqual({ share: 1, longestRestBeats: 16 });
		expect(figures.emptyBars).toEqual([1, 2, 3, 4]);
	});
});

describe('rhythm', () => {
	const bar = (number: number, places: readonly number[]) =>
		places.map((place) => note((number - 1) * BAR + place + ((number * 7) % 11), 60 + place / 120));

	test('bars of one rhythm are found however they were timed', () => {
		const even = [0, 480, 960, 1440];
		const notes = [...bar(1, even), ...bar(2, [0, 240, 960]), ...bar(3, even), ...bar(4, even)];
		expect(figuresOf(notes, 4).rhythm).toEqual({ distinct: 2, commonest: [1, 3, 4] });
	});
});

describe('licks', () => {
	const lick = (at: number, up = 0) =>
		[0, 3, 7, 5, 10].map((step, index) => note(at + index * 240, 60 + up + step));

	test('a lick that comes back higher is the same lick', () => {
		const { licks } = figuresOf([...lick(0), ...lick(2 * BAR, 5)], 4);
		expect(licks).toEqual([{ pitches: [60, 63, 67, 65, 70], bars: [1, 3], earlier: [] }]);
	});

	test('a lick of an earlier chorus is found once it is played again', () => {
		const first = chorusReport(lick(0), [], frame(2));
		const earlier = [{ chorus: 3, line: first.line }];
		expect(figuresOf(lick(BAR), 2, '', { earlier }).licks).toMatchObject([
			{ bars: [2], earlier: [3] }
		]);
		expect(figuresOf([], 2, '', { earlier }).licks).toEqual([]);
	});

	test('what was played twice before and not now is not told', () => {
		const { line } = chorusReport([...lick(0), ...lick(BAR)], [], frame(2));
		expect(figuresOf([note(0, 60)], 2, '', { earlier: [{ chorus: 1, line }] }).licks).toEqual([]);
	});

	test('one note again and again, and a chromatic run, are no licks', () => {
		const same = Array.from({ length: 16 }, (_, index) => note(index * 240, 60));
		const run = Array.from({ length: 16 }, (_, index) => note(index * 240, 60 + index));
		expect(figuresOf(same, 2).licks).toEqual([]);
		expect(figuresOf(run, 2).licks).toEqual([]);
	});

	test('another rhythm is another lick', () => {
		const slow = lick(0).map((each, index) => ({ ...each, start: ticks(BAR + index * 360) }));
		expect(figuresOf([...lick(0), ...slow], 3).licks).toEqual([]);
	});
});

describe('timing', () => {
	const eighths = (late: number, offBeat = 240) =>
		Array.from({ length: 16 }, (_, index) =>
			note(Math.floor(index / 2) * BEAT + (index % 2) * offBeat + late, 60 + index)
		);

	test.each([-40, -10, 0, 25])('%d ticks off are told in milliseconds', (late) => {
		const { timing } = figuresOf(eighths(late), 2);
		expect(timing?.grid).toBe('sixteenths');
		expect(timing?.meanMs).toBeCloseTo((late * 500) / 480, 6);
		expect(timing?.spreadMs).toBeCloseTo(0, 6);
	});

	test('triplets and swung eighths have grids of their own', () => {
		const triplets = Array.from({ length: 24 }, (_, index) => note(index * 160, 60));
		expect(figuresOf(triplets, 2).timing?.grid).toBe('triplets');
		const swung = figuresOf(eighths(0, 290), 2).timing;
		expect(swung).toEqual({ grid: 'swing', meanMs: 0, spreadMs: 0 });
	});

	test('three notes are too few to tell', () => {
		expect(figuresOf([note(0, 60), note(480, 60), note(960, 60)], 1).timing).toBeNull();
	});
});

test('whatever is played, the figures are finite and lie in their bounds', () => {
	const anyNote = fc.record({
		start: fc.integer({ min: -60, max: 8 * BAR }),
		pitch: fc.integer({ min: 0, max: 127 }),
		duration: fc.integer({ min: 1, max: 9000 })
	});
	fc.assert(
		fc.property(
			fc.array(anyNote, { maxLength: 80 }),
			fc.constantFrom(...METRES),
			fc.integer({ min: 40, max: 240 }),
			(played, metre, tempo) => {
				const notes = played.map(({ start, pitch, duration }) => note(start, pitch, duration));
				const figures = figuresOf(notes, 4, 'Dm7 G7 Cmaj7 C', { metre, bpm: bpm(tempo) });
				expect(figures.space.share).toBeGreaterThanOrEqual(0);
				expect(figures.space.share).toBeLessThanOrEqual(1);
				expect(figures.rhythm.distinct).toBeLessThanOrEqual(4 - figures.emptyBars.length);
				for (const { bar, beat } of figures.strongBeats ?? []) {
					expect(bar).toBeGreaterThanOrEqual(1);
					expect(strongBeatsOf(metre)).toContain(beat - 1);
				}
				for (const { bars, earlier } of figures.licks) {
					expect(bars.length + earlier.length).toBeGreaterThanOrEqual(2);
				}
				if (figures.timing !== null) expect(Number.isFinite(figures.timing.meanMs)).toBe(true);
			}
		)
	);
});
