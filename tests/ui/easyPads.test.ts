import { expect, test } from 'vitest';
import { pitch } from '../../src/music/units';
import { padAt, padsOf, padsText } from '../../src/ui/keys/easyPads';

test('pads come back from their text', () => {
	const pads = [60, 64, 67].map((one, at) => ({ pitch: pitch(one), isChordTone: at !== 1 }));
	expect(padsText(pads)).toBe('60! 64 67!');
	expect(padsOf(padsText(pads))).toEqual(pads);
});

test.each([
	[-0.2, 0],
	[0, 0],
	[0.124, 0],
	[0.125, 1],
	[0.99, 7],
	[1, 7],
	[1.5, 7]
])('a finger at %d of the strip is on pad %d', (x, expected) => {
	expect(padAt(x, 8)).toBe(expected);
});
