import { expect, test } from 'vitest';
import { COMMON_TIME } from '../../../src/music/metre';
import { ticks } from '../../../src/music/units';
import { isOnBarHandle } from '../../../src/ui/roll/barHandle';
import { RollFrame } from '../../../src/ui/roll/rollFrame';

const cycle = { start: ticks(0), length: ticks(2 * 1920) };
const SCENE = { cycle, metre: COMMON_TIME };
const frame = new RollFrame(
	{ width: RollFrame.margin + 400, height: 200 },
	{ range: { low: 40, high: 70 }, cycle, hasDrumLane: false }
);
const at = (x: number, y = 8) => isOnBarHandle(frame, SCENE, { x: RollFrame.margin + x, y });

test('every bar line is held by its upper end, and nothing between', () => {
	expect([0, 200, 400].map((x) => at(x))).toEqual([true, true, true]);
	expect([-9, 9, 191, 209].map((x) => at(x))).toEqual([true, true, true, true]);
	expect([-11, 11, 50, 100, 150, 189, 211, 600].some((x) => at(x))).toBe(false);
	expect([0, 200].some((x) => at(x, 19))).toBe(false);
});

test('pixels are ticks of the cycle, both ways', () => {
	expect(frame.ticksIn(200)).toBe(1920);
	expect(frame.ticksIn(-50)).toBe(-480);
});
