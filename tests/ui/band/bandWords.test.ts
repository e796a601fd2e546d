import { expect, test } from 'vitest';
import { CHAIR_COMMANDS, type BandLevel } from '../../../src/jam/band/face';
import { COMMON_TIME } from '../../../src/music/metre';
import { ticks } from '../../../src/music/units';
import {
	chairLine,
	commandWords,
	levelWords,
	modeWords,
	partWords
} from '../../../src/ui/band/bandWords';
import { FakeBand } from '../../browser/tracksPage/fakeBand';

test('a trade says its bars, unless they are the loop’s', () => {
	expect(modeWords({ mode: 'trade', tradeBars: 4 })).toBe('Trade 4');
	expect(modeWords({ mode: 'trade', tradeBars: 'cycle' })).toBe('Trade');
	expect(modeWords({ mode: 'along', tradeBars: 4 })).toBe('Along');
});

test('the part says where it comes from, which candidate it is and when it changes', () => {
	const band = new FakeBand();
	const words = () => partWords(band.chairs[3]!, null, COMMON_TIME);
	expect(words()).toBe('sits out');
	band.change('bass', { mode: 'along' });
	expect(words()).toBe('none yet');
	band.set('bass', { isThinking: true });
	expect(words()).toBe('none yet, it thinks');
	const part = { notes: [], source: 'last bars', candidate: 2, candidates: 5 } as const;
	band.set('bass', { part, changesAt: ticks(4 * 1920) });
	expect(words()).toBe('last bars (2 of 5), from bar 5');
});

test('out throws the lead’s plan away', () => {
	expect(commandWords('out', 'lead').face).toBe('Throw away');
	expect(commandWords('out', 'bass').face).toBe('Out');
	expect(CHAIR_COMMANDS.map((command) => commandWords(command, 'lead').key).toSorted()).toEqual([
		'1',
		'2',
		'3',
		'4',
		'5',
		'6'
	]);
});

test.each<[BandLevel, string]>([
	[{ share: 1, gain: 1, isFill: false }, 'Full'],
	[{ share: 0.6, gain: 1, isFill: false }, 'Half'],
	[{ share: 0.2, gain: 1, isFill: false }, 'Sparse'],
	[{ share: 0, gain: 1, isFill: false }, 'Silent'],
	[{ share: 1, gain: 1, isFill: true }, 'Fill']
])('at %o the band is called %s', (level, words) => {
	expect(levelWords(level)).toBe(words);
});

test('who does not see the row hears the mode, the mute and who is under command', () => {
	const band = new FakeBand();
	expect(chairLine(band.chairs[0]!, band)).toBe('Lead: trade, under command');
	band.change('drums', { mode: 'along', isMuted: true });
	expect(chairLine(band.chairs[4]!, band)).toBe('Drums: along, muted');
});
