import { describe, expect, test } from 'vitest';
import { DEFAULT_SETUP } from '../../src/jam/practice/setup';
import {
	chordsText,
	chorusWords,
	entryWords,
	minutesWords,
	practiceDays,
	setupWords,
	turnText
} from '../../src/ui/practice/practiceWords';
import { bpm } from '../../src/music/units';
import { formOver } from '../jam/practice/practiceRig';
import { figuresOf, note } from '../music/solo/soloNotes';

const figures = figuresOf([note(0, 62), note(960, 63)], 1, 'Dm7');
const entry = (when: Date, minutes = 12) => ({
	when: when.getTime(),
	minutes,
	choruses: 1,
	tempoFrom: 100,
	tempoTo: 100,
	keys: ['C', 'F'],
	form: 'Blues',
	figures: [figures]
});

test.each([
	[{}, 'Two five one: 12 choruses, 100 to 144 BPM, 1.6 min.'],
	[{ choruses: 1 }, 'Two five one: 1 chorus, 100 BPM, 10 s.'],
	[{ stepBpm: 0, choruses: 100 }, 'Two five one: 100 choruses, 100 BPM, 16 min.'],
	[{ choruses: null }, 'Two five one from 100 BPM, up to 160, until you end it.'],
	[{ choruses: null, ceilingBpm: bpm(90) }, 'Two five one from 100 BPM, until you end it.']
])('the set-up %o is told', (change, words) => {
	expect(setupWords({ ...DEFAULT_SETUP, ...change }, formOver(4))).toBe(words);
});

test('with nothing to play over, it says what to do', () => {
	expect(setupWords(DEFAULT_SETUP, null)).toMatch(/^Record a loop/);
});

test('turns, chords and choruses as text', () => {
	expect([turnText(null), turnText({ by: 'band', bars: 2 })]).toEqual(['', 'band 2']);
	expect(chordsText(null)).toBe('');
	expect(chordsText({ now: 'Dm7', next: 'G7' })).toBe('Dm7 → G7');
	expect(chordsText({ now: 'Dm7', next: '' })).toBe('Dm7');
	expect(chorusWords({ key: 'F', bpm: bpm(126.4) })).toBe('F, 126 BPM');
	expect(chorusWords({ key: '', bpm: bpm(90) })).toBe('90 BPM');
	expect([0.1, 0.999, 4.25, 61].map(minutesWords)).toEqual(['6 s', '60 s', '4.3 min', '61 min']);
});

test('an entry is one line', () => {
	expect(entryWords(entry(new Date()))).toBe(
		'12 min · 1 chorus · 100 BPM · C F · chord tones 50 %'
	);
	expect(entryWords({ ...entry(new Date()), figures: [], keys: [], tempoTo: 120 })).toBe(
		'12 min · 1 chorus · 100–120 BPM'
	);
});

describe('the days of the chart', () => {
	const today = new Date(2024, 2, 2, 15, 30);

	test('end today, begin so many days before, over the end of a month', () => {
		const days = practiceDays([], today, 4);
		expect(days.map(({ date }) => date.getDate())).toEqual([28, 29, 1, 2]);
		expect(days.every(({ minutes, share }) => minutes === 0 && share === null)).toBe(true);
	});

	test('gather what was played on them, from midnight to midnight', () => {
		const entries = [
			entry(new Date(2024, 2, 2, 23, 59), 5),
			entry(new Date(2024, 2, 2, 0, 0), 7),
			entry(new Date(2024, 2, 1, 23, 59, 59), 3),
			entry(new Date(2024, 1, 1), 90)
		];
		expect(practiceDays(entries, today, 3).map(({ minutes, share }) => [minutes, share])).toEqual([
			[0, null],
			[3, 0.5],
			[12, 0.5]
		]);
	});
});
