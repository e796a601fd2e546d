import { expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../src/jam/settings';
import { ticks } from '../../src/music/units';
import { SHORTCUTS } from '../../src/ui/shortcuts';
import { barNumber, beatNumber, beatsUntil, turnWords, type BandPlays } from '../../src/ui/words';

test.each([
	[{ beats: 4, unit: 4 }, 0, 1, 1],
	[{ beats: 4, unit: 4 }, 1919, 1, 4],
	[{ beats: 4, unit: 4 }, 1920, 2, 1],
	[{ beats: 4, unit: 4 }, -1, 0, 4],
	[{ beats: 7, unit: 8 }, 1680, 2, 1],
	[{ beats: 6, unit: 8 }, 1200, 1, 6]
])('in %o tick %i is bar %i, beat %i', (metre, position, bar, beat) => {
	expect(barNumber(ticks(position), metre)).toBe(bar);
	expect(beatNumber(ticks(position), metre)).toBe(beat);
});

test('beats are counted down to the moment and not below', () => {
	const metre = { beats: 4, unit: 4 };
	expect(beatsUntil(ticks(1920), ticks(0), metre)).toBe(4);
	expect(beatsUntil(ticks(1920), ticks(1900), metre)).toBe(1);
	expect(beatsUntil(ticks(1920), ticks(2000), metre)).toBe(0);
});

test('each turn has a headline of its own or says whose it is', () => {
	const until = ticks(1920);
	expect(turnWords({ kind: 'answering', until }, DEFAULT_SETTINGS).soloist).toBe('partner');
	expect(turnWords({ kind: 'listening', until }, DEFAULT_SETTINGS).soloist).toBe('player');
	expect(turnWords({ kind: 'along', until }, DEFAULT_SETTINGS).soloist).toBe('both');
});

test('who plays without the lead reads what the band does meanwhile', () => {
	const detail = (band: BandPlays) => turnWords({ kind: 'alone' }, DEFAULT_SETTINGS, band).detail;
	expect(detail('out')).toBe('The partner waits for a loop.');
	expect(detail('waits')).toBe('The band waits for a loop or chords.');
	expect(detail('form')).toBe('The band plays the chords.');
	expect(detail('loop')).toBe('The band plays with your loop.');
});

test('no shortcut is a playing key, and no two are the same', () => {
	const playing = 'AWSEDFTGYHUJKOLPZX'.split('').map((letter) => `Key${letter}`);
	expect(SHORTCUTS.filter(({ code }) => playing.includes(code))).toEqual([]);
	const combinations = SHORTCUTS.map(({ code, withShift = false }) => `${code} ${withShift}`);
	expect(new Set(combinations).size).toBe(combinations.length);
});
