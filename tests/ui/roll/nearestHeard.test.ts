import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LoopNote } from '../../../src/music/ears/loopNotes';
import { pitch, ticks, velocity } from '../../../src/music/units';
import { boxOf } from '../../../src/ui/roll/drawNotes';
import { nearestHeard } from '../../../src/ui/roll/nearestHeard';
import { RollFrame } from '../../../src/ui/roll/rollFrame';
import type { HeardVoice } from '../../../src/ui/roll/rollScene';

const note = (heard: number, start: number, number: number): LoopNote => ({
	heard,
	start: ticks(start),
	duration: ticks(240),
	pitch: pitch(number),
	velocity: velocity(1)
});
const VOICES: readonly HeardVoice[] = [
	{ layer: -1, label: 'Heard, track 1', notes: [note(0, 0, 60), note(1, 960, 64)] },
	{ layer: -2, label: 'Heard, track 2', notes: [note(0, 1440, 48)] }
];
const frame = (height: number) =>
	new RollFrame(
		{ width: 800, height },
		{
			range: { low: 45, high: 70 },
			cycle: { start: ticks(0), length: ticks(1920) },
			hasDrumLane: false
		}
	);

test.each([35, 300])('in a roll %d px high every note is hit in its middle', (height) => {
	for (const { layer, notes } of VOICES) {
		for (const one of notes) {
			const { x, y, width, height: high } = boxOf(frame(height), one, false);
			const middle = { x: x + width / 2, y: y + high / 2 };
			expect(nearestHeard(frame(height), VOICES, middle)).toEqual({ layer, heard: one.heard });
		}
	}
});

test('far from all notes there is none', () => {
	expect(nearestHeard(frame(300), VOICES, { x: 250, y: 290 })).toBeNull();
	expect(nearestHeard(frame(300), [], { x: 50, y: 100 })).toBeNull();
});

test('what is hit lies no farther than a finger is wide, and nothing lies nearer', () => {
	const away = ({ x, y }: { x: number; y: number }, one: LoopNote) => {
		const box = boxOf(frame(300), one, false);
		const dx = Math.max(0, box.x - x, x - box.x - box.width);
		const dy = Math.max(0, box.y - y, y - box.y - box.height);
		return Math.hypot(dx, dy);
	};
	fc.assert(
		fc.property(fc.nat({ max: 800 }), fc.nat({ max: 300 }), (x, y) => {
			const found = nearestHeard(frame(300), VOICES, { x, y });
			const ways = VOICES.flatMap(({ notes }) => notes.map((one) => away({ x, y }, one)));
			const least = Math.min(...ways);
			if (found === null) expect(least).toBeGreaterThanOrEqual(22);
			else {
				const notes = VOICES.find(({ layer }) => layer === found.layer)!.notes;
				const hit = notes.find(({ heard }) => heard === found.heard)!;
				expect(away({ x, y }, hit)).toBe(least);
			}
		})
	);
});
