import { expect, test } from 'vitest';
import { pitch, ticks } from '../../../src/music/units';
import { DRUM_ROWS, drumRow } from '../../../src/ui/roll/drumLane';
import { RollFrame } from '../../../src/ui/roll/rollFrame';

const cycle = { start: ticks(0), length: ticks(1920) };
const range = { low: 55, high: 79 };
const frame = (height: number, hasDrumLane: boolean) =>
	new RollFrame({ width: 644, height }, { range, cycle, hasDrumLane });

test.each([
	[35, 'Kick'],
	[36, 'Kick'],
	[38, 'Snare'],
	[40, 'Snare'],
	[42, 'Cymbal'],
	[51, 'Cymbal'],
	[45, 'Tom'],
	[70, 'Tom'],
	[0, 'Tom']
])('drum %i lies in the row %s', (number, row) => {
	expect(DRUM_ROWS[drumRow(pitch(number))]).toBe(row);
});

test.each([160, 262, 600])('in a roll %i high keys and drums share the height', (height) => {
	const shared = frame(height, true);
	const bottom = shared.y(range.low) + shared.rowHeight;
	expect(bottom).toBeCloseTo(shared.laneTop);
	expect(shared.laneTop).toBeGreaterThan(height / 2);
	expect(shared.drumY(pitch(36)) + shared.drumRowHeight).toBeCloseTo(height);
	expect(shared.drumY(pitch(42))).toBe(shared.laneTop);
});

test('without drums the keys have all of the height', () => {
	const alone = frame(262, false);
	expect(alone.laneTop).toBe(262);
	expect(alone.y(range.low) + alone.rowHeight).toBeCloseTo(262);
});
