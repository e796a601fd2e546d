import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseClockMessage, songPositionBytes } from '../../src/midi/clockMessage';
import { perfTime, ticks } from '../../src/music/units';

const parse = (...bytes: number[]) =>
	parseClockMessage(Uint8Array.from(bytes), perfTime(12.5), 'Master');

test.each([
	[0xf8, 'clock'],
	[0xfa, 'start'],
	[0xfb, 'continue'],
	[0xfc, 'stop']
])('the byte %i is a %s, with its own moment', (byte, kind) => {
	expect(parse(byte)).toEqual({ kind, port: 'Master', at: 12.5 });
});

test('every song position that can be told comes back, in ticks', () => {
	fc.assert(
		fc.property(fc.integer({ min: 0, max: 0x3fff }), (sixteenths) => {
			const bytes = songPositionBytes(ticks(sixteenths * 120));
			expect(parse(...bytes)).toMatchObject({
				kind: 'song-position',
				position: sixteenths * 120
			});
		})
	);
});

test('a position beyond 1024 bars keeps its place in the bar, and none lies between sixteenths', () => {
	expect(songPositionBytes(ticks(0x4003 * 120))).toEqual(songPositionBytes(ticks(3 * 120)));
	expect(() => songPositionBytes(ticks(60))).toThrow('60');
	expect(() => songPositionBytes(ticks(-120))).toThrow('-120');
});

test('what is damaged or no clock says nothing', () => {
	for (const bytes of [
		[],
		[0xf2],
		[0xf2, 1],
		[0xf2, 200, 1],
		[0xf2, 1, 200],
		[0xfe],
		[0x90, 60, 9]
	]) {
		expect(parse(...bytes)).toBeNull();
	}
});
