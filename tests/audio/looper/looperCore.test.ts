import { describe, expect, test } from 'vitest';
import { FADE_FRAMES, LOOP_GRAIN } from '../../../src/audio/looper/protocol';
import { LooperRig, noise, RATE, sine } from './looperRig';

/** Records one bar of a second into track 0, and runs on to its end. */
function loopOf(rig: LooperRig): LooperRig {
	rig.setGrid();
	rig.runTo(RATE / 2);
	rig.press('record', RATE - 10);
	rig.runTo(RATE * 1.6);
	rig.press('close', RATE * 2 - 10);
	rig.runTo(RATE * 2 + 128);
	return rig;
}

describe('a first loop', () => {
	test('is as long as from bar line to bar line, and sounds what was played there', () => {
		const rig = loopOf(new LooperRig(noise));
		expect(rig.core.tracks[0]!.program.content.length).toBe(RATE);
		rig.signal = () => 0;
		const heard = rig.runTo(RATE * 3);
		for (let frame = 128; frame < RATE - FADE_FRAMES; frame++) {
			expect(heard[frame - 128]).toBe(Math.fround(noise(RATE + frame)));
		}
	});

	test('without a grid is a multiple of the grain, from the very frame of the press', () => {
		const rig = new LooperRig(noise);
		rig.runTo(RATE);
		rig.press('record', 40_000);
		rig.runTo(RATE * 3);
		rig.press('close', 140_001);
		rig.runTo(RATE * 4);
		expect(rig.core.base).toEqual({
			origin: 40_000,
			length: Math.round(100_001 / LOOP_GRAIN) * LOOP_GRAIN
		});
	});

	test('comes round again to the sample, ten thousand times', () => {
		const rig = loopOf(new LooperRig(noise));
		const { length } = rig.core.tracks[0]!.program.content;
		const first = rig.runTo(rig.now + length);
		const again = rig.runTo(rig.now + length);
		expect(again.subarray(64)).toEqual(first.subarray(64));
	});
});

describe('the seam', () => {
	test('is not to be heard in a sine that goes on', () => {
		const rig = loopOf(new LooperRig(sine(100)));
		rig.signal = () => 0;
		rig.runTo(RATE * 3);
		const heard = rig.runTo(RATE * 5);
		const worst = heard.reduce(
			(most, sample, frame) => Math.max(most, Math.abs(sample - sine(100)(frame))),
			0
		);
		expect(20 * Math.log10(worst)).toBeLessThan(-60);
	});

	test.each([
		['noise', noise, 1],
		['clicks', (frame: number) => Number(frame % 4800 === 0) * 0.8, 1],
		['a sine that fits', sine(440), 1],
		['a sine whose phase must go back', sine(440.25), 1],
		['a sine whose phase must go on', sine(440.75), 1.014]
	] as const)('of %s is hardly steeper than what was played', (_, signal, most) => {
		const rig = loopOf(new LooperRig(signal));
		rig.signal = () => 0;
		rig.runTo(RATE * 2.5);
		const from = rig.now;
		const heard = rig.runTo(RATE * 5);
		const steepest = (at: (frame: number) => number, low: number, high: number) => {
			let step = 0;
			for (let frame = low; frame < high; frame++) {
				step = Math.max(step, Math.abs(at(frame + 1) - at(frame)));
			}
			return step;
		};
		const seam = 3 * RATE - from;
		const step = steepest((frame) => heard[frame]!, seam - FADE_FRAMES, seam + FADE_FRAMES);
		expect(step / steepest(signal, RATE, 2 * RATE)).toBeLessThan(most + 1e-6);
	});
});

describe('presses', () => {
	test.each([
		[-300, 1],
		[-100, 1],
		[0, 1],
		[100, 1],
		[124, 1],
		[130, 2],
		[300, 2]
	])('one %i ms after a bar line at 240 BPM begins on bar %i', (late, bar) => {
		const rig = new LooperRig(noise);
		rig.setGrid();
		const at = RATE + (late * RATE) / 1000;
		rig.runTo(at + 600);
		rig.press('record', at);
		rig.runTo(RATE * 2.4);
		expect(rig.core.tracks[0]!.program.take?.from).toBe(bar * RATE);
	});
});

describe('an overdub', () => {
	test('lies where it was played to, whatever the round trip', () => {
		for (const roundTrip of [0, 1, 777, 9600]) {
			const click = (frame: number) => Number((frame - roundTrip) % RATE === 1000);
			const rig = new LooperRig(click);
			rig.setCompensation(roundTrip);
			loopOf(rig);
			rig.runTo(RATE * 2.9);
			rig.press('overdub', RATE * 3 - 5);
			rig.runTo(RATE * 3.5);
			rig.press('finish', RATE * 4 - 5);
			rig.runTo(RATE * 5);
			rig.signal = () => 0;
			const heard = rig.runTo(RATE * 6);
			expect([roundTrip, heard[1000]]).toEqual([roundTrip, 2]);
			expect(heard.reduce((sum, sample) => sum + Math.abs(sample), 0)).toBeCloseTo(2, 6);
		}
	});

	test('that goes on over the seam is heard, and each pass can be undone to the bit', () => {
		const rig = loopOf(new LooperRig(noise));
		rig.signal = () => 0;
		rig.runTo(RATE * 3);
		const before = rig.runTo(RATE * 4);
		rig.runTo(RATE * 4.1);
		rig.press('overdub', RATE * 4);
		rig.signal = noise;
		rig.runTo(RATE * 6.5);
		rig.press('finish', RATE * 7 - 5);
		rig.runTo(RATE * 7.1);
		rig.signal = () => 0;
		const { past } = rig.core.tracks[0]!.program;
		expect(past.length).toBe(4);
		for (let pass = 0; pass < 3; pass++) rig.press('undo');
		rig.runTo(RATE * 8);
		expect(rig.runTo(RATE * 9)).toEqual(before);
	});
});
