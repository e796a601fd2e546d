import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ASPECTS } from '../../../src/music/solo/aspects';
import type { ChorusFigures, StrongBeat } from '../../../src/music/solo/figures';
import { reportWords } from '../../../src/music/solo/reportWords';
import { pitch } from '../../../src/music/units';

const G7 = { chord: 'G7', pitchClasses: [7, 11, 2, 5] };
const beat = (bar: number, number: number, isChordTone: boolean): StrongBeat => ({
	bar,
	beat: 1,
	pitch: pitch(number),
	isChordTone,
	...G7
});

/** Eight bars that leave nothing to be desired. */
const GOOD: ChorusFigures = {
	notes: 40,
	bars: 8,
	emptyBars: [],
	strongBeats: [beat(1, 67, true), beat(3, 71, true), beat(5, 65, true)],
	range: { lowest: pitch(55), highest: pitch(74) },
	space: { share: 0.31, longestRestBeats: 3 },
	rhythm: { distinct: 6, commonest: [2, 5] },
	licks: [],
	timing: { grid: 'sixteenths', meanMs: 0.2, spreadMs: 4 }
};
const misses = [beat(1, 67, true), beat(3, 72, false), beat(5, 68, false), beat(7, 61, false)];
const lick = {
	pitches: [62, 65, 69, 72].map(pitch),
	bars: [1, 3, 5, 7],
	earlier: [2]
};

const say = (figures: Partial<ChorusFigures>) => reportWords({ ...GOOD, ...figures }).text;
const OPENING = 'You played 40 notes in 8 bars, from G3 to D5. ';

test.each<[string, Partial<ChorusFigures>, string]>([
	[
		'all went well',
		{},
		OPENING +
			'What worked: all 3 notes on strong beats were chord tones. Next: your notes stray only 4 ms; take the same line faster.'
	],
	[
		'chord tones were missed',
		{ strongBeats: misses },
		OPENING +
			'What worked: 31 % of the time was left free, with a longest rest of 3 beats. Next: on beat 1 of bar 3 you played C5 over G7; aim for B, a half step below.'
	],
	[
		'no rest',
		{ space: { share: 0.02, longestRestBeats: 0.5 } },
		OPENING +
			'What worked: all 3 notes on strong beats were chord tones. Next: only 2 % was free; end one phrase two beats early and leave them empty.'
	],
	[
		'mostly rest',
		{ space: { share: 0.9, longestRestBeats: 14 }, emptyBars: [4, 5, 6] },
		OPENING +
			'What worked: all 3 notes on strong beats were chord tones. Next: add a short phrase in bar 4, which stayed empty.'
	],
	[
		'one rhythm',
		{ rhythm: { distinct: 1, commonest: [1, 2, 3, 4, 5, 6, 7, 8] } },
		OPENING +
			'What worked: all 3 notes on strong beats were chord tones. Next: bars 1, 2, 3, 4, 5, 6, 7 and 8 had the same rhythm; begin one of them after the beat.'
	],
	[
		'narrow',
		{ range: { lowest: pitch(60), highest: pitch(63) } },
		'You played 40 notes in 8 bars, from C4 to Eb4. What worked: all 3 notes on strong beats were chord tones. Next: the line stayed within 3 half steps; go above Eb4 once.'
	],
	[
		'early',
		{ timing: { grid: 'swing', meanMs: -38, spreadMs: 9 } },
		OPENING +
			'What worked: all 3 notes on strong beats were chord tones. Next: you were 38 ms early on average; wait for the click before each phrase.'
	],
	[
		'late',
		{ timing: { grid: 'triplets', meanMs: 30.4, spreadMs: 9 } },
		OPENING +
			'What worked: all 3 notes on strong beats were chord tones. Next: you were 30 ms late on average; begin each phrase a little sooner.'
	],
	[
		'a worn lick',
		{ licks: [lick] },
		OPENING +
			'What worked: all 3 notes on strong beats were chord tones. Next: the lick of 4 notes (D F A C) came in bars 1, 3, 5 and 7, after chorus 2; end it on another note once.'
	],
	[
		'a lick, and chords that are not known',
		{
			strongBeats: null,
			licks: [{ ...lick, bars: [2, 6], earlier: [] }],
			space: { share: 0.1, longestRestBeats: 1 },
			range: { lowest: pitch(60), highest: pitch(66) },
			rhythm: { distinct: 2, commonest: [1, 2, 3] },
			timing: { grid: 'sixteenths', meanMs: 4, spreadMs: 24 }
		},
		'You played 40 notes in 8 bars, from C4 to Gb4. What worked: a lick of 4 notes (D F A C) came back in bars 2 and 6. Next: bars 1, 2 and 3 had the same rhythm; begin one of them after the beat. No chords are known here, so chord tones were not counted.'
	],
	[
		'nothing stood out',
		{
			strongBeats: misses,
			emptyBars: [8],
			space: { share: 0.02, longestRestBeats: 4 },
			range: { lowest: pitch(60), highest: pitch(62) },
			rhythm: { distinct: 2, commonest: [1, 2, 3, 4, 5] },
			timing: { grid: 'sixteenths', meanMs: 2, spreadMs: 45 }
		},
		'You played 40 notes in 8 bars, from C4 to D4. What worked: you played in 7 of 8 bars. Next: only 2 % was free; end one phrase two beats early and leave them empty.'
	],
	[
		'nothing was played',
		{ notes: 0, range: null, timing: null, emptyBars: [1, 2, 3, 4, 5, 6, 7, 8] },
		'You left all of it free: 8 bars of rest. Next: begin with one note on beat 1 of bar 1, and listen to it.'
	],
	[
		'one note was played',
		{
			notes: 1,
			range: { lowest: pitch(71), highest: pitch(71) },
			strongBeats: [beat(3, 71, true)]
		},
		'You played one note: B4, a chord tone of G7 on beat 1 of bar 3. Next: play B again and add two notes behind it.'
	],
	[
		'one note was played over no chord',
		{ notes: 1, range: { lowest: pitch(71), highest: pitch(71) }, strongBeats: null },
		'You played one note: B4. Next: play B again and add two notes behind it. No chords are known here, so chord tones were not counted.'
	]
])('%s', (_, figures, text) => {
	expect(say(figures)).toBe(text);
});

test.each([
	[[true], 'the note on a strong beat was a chord tone.'],
	[[true, true], 'both notes on strong beats were chord tones.'],
	[[true, true, true, false], '3 of 4 notes on strong beats were chord tones.']
])('chord tones %o are counted in words', (hits, words) => {
	const strongBeats = hits.map((isChordTone, index) => beat(index + 1, 67, isChordTone));
	const space = { share: 0.14, longestRestBeats: 2 };
	const rhythm = { distinct: 4, commonest: [1, 2, 3] };
	const range = { lowest: pitch(60), highest: pitch(68) };
	expect(say({ strongBeats, space, rhythm, range, timing: null })).toContain(
		`What worked: ${words} Next: `
	);
});

test('the same advice is not given twice while something else has as much to gain', () => {
	const figures = {
		...GOOD,
		rhythm: { distinct: 3, commonest: [1, 2] },
		space: { share: 0.13, longestRestBeats: 1 }
	};
	const first = reportWords(figures);
	const second = reportWords(figures, first.advised);
	expect(second.advised).not.toBe(first.advised);
	expect(reportWords(figures, first.advised).text).toBe(second.text);
});

const share = fc.double({ min: 0, max: 1, noNaN: true });
const anyFigures: fc.Arbitrary<ChorusFigures> = fc.record({
	notes: fc.integer({ min: 0, max: 400 }),
	bars: fc.integer({ min: 3, max: 64 }),
	emptyBars: fc.constantFrom([], [2], [1, 3]),
	strongBeats: fc.constantFrom(null, [], misses, misses.slice(0, 1)),
	range: fc
		.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 60, max: 127 }))
		.map(([lowest, highest]) => ({ lowest: pitch(lowest), highest: pitch(highest) })),
	space: fc.record({ share, longestRestBeats: fc.double({ min: 0, max: 99, noNaN: true }) }),
	rhythm: fc.constantFrom({ distinct: 1, commonest: [1] }, { distinct: 2, commonest: [1, 3] }),
	licks: fc.constantFrom([], [lick]),
	timing: fc.option(
		fc.record({
			grid: fc.constant('sixteenths' as const),
			meanMs: fc.double({ min: -90, max: 90, noNaN: true }),
			spreadMs: fc.double({ min: 0, max: 60, noNaN: true })
		})
	)
});

test('whatever the figures, there are two to four plain sentences', () => {
	fc.assert(
		fc.property(anyFigures, fc.option(fc.constantFrom(...ASPECTS)), (figures, advised) => {
			const { text } = reportWords(figures, advised);
			const sentences = text.split(/(?<=\.) /);
			expect(sentences.length).toBeGreaterThanOrEqual(2);
			expect(sentences.length).toBeLessThanOrEqual(4);
			expect(text).toMatch(/^[A-Z].*\.$/);
			expect(text).toMatch(/ Next: [a-z]/);
			expect(text).not.toMatch(/!|NaN|undefined|null|Infinity| {2}/);
		})
	);
});
