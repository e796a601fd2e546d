import { expect, test } from 'vitest';
import { pitch, ticks, velocity } from '../../../src/music/units';
import { outsideChords } from './checkLocks';
import { goalsOf } from './goals';
import { joinedReport, missingQuestions, parseReport, type Interval, type Report } from './report';
import { bitsTable, intervalCell } from './tables';

const at = (value: number): Interval => [value, value - 1, value + 1];
const small = {
	split_hash: 'a',
	bits: { continue: { fivegram: at(8), small: at(4) } },
	obedience: { density: at(0.95) }
};
const base = { split_hash: 'a', bits: { continue: { fivegram: at(8), base: at(3) } } };

test('a value that is not there is a dash', () => {
	expect(intervalCell(undefined)).toBe('–');
	const { obedience } = parseReport('{"obedience": {"density": [NaN, NaN, NaN]}}');
	expect(intervalCell(obedience?.['density'])).toBe('–');
});

test('all models stand beside each other in the row of a task', () => {
	const reports = new Map<string, Report>([
		['small', small],
		['base', base]
	]);
	expect(bitsTable(joinedReport(reports, 'small')).rows).toEqual([
		['continue', '–', '8.00 (7.00–9.00)', '–', '4.00 (3.00–5.00)', '3.00 (2.00–4.00)']
	]);
});

test('what was not measured is said, and counts as short', () => {
	expect(missingQuestions(small)).toContain('harmony');
	const goals = goalsOf(small, 1e-5, 0, {});
	const isMet = (what: string) => goals.find((goal) => goal.what === what)?.isMet;
	expect(isMet('continue: small under the 5-gram')).toBe(true);
	expect(isMet('obeys density')).toBe(true);
	expect(isMet('harmony')).toBe(false);
});

test('a note that is held into a chord without it is outside of the lock', () => {
	const spans = [0, 7].map((root, bar) => ({
		from: ticks(bar * 1920),
		to: ticks((bar + 1) * 1920),
		pitchClasses: [root, (root + 4) % 12, (root + 7) % 12]
	}));
	const note = (start: number, duration: number, number: number) => ({
		start: ticks(start),
		duration: ticks(duration),
		pitch: pitch(number),
		velocity: velocity(0.7)
	});
	const [held, common, ended] = [note(960, 1920, 60), note(960, 1920, 67), note(960, 960, 60)];
	expect(outsideChords([held, common, ended], spans)).toEqual([held]);
});
