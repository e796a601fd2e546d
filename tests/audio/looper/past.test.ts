import { describe, expect, test } from 'vitest';
import { FADE_FRAMES } from '../../../src/audio/looper/protocol';
import { frames } from '../../../src/music/units';
import { LooperRig, noise, RATE } from './looperRig';

/** What a tape holds from its first played frame on is what was played from `from` on. */
function expectPlayed(rig: LooperRig, tape: number, from: number, count: number): void {
	const { left } = rig.core.read(tape, FADE_FRAMES, count);
	expect(left).toEqual(Float32Array.from({ length: count }, (_, frame) => noise(from + frame)));
}

test('what was played is kept from the ring, and plays in its place', () => {
	const rig = new LooperRig(noise);
	rig.runTo(3 * RATE);
	rig.core.capture(0, frames(RATE), frames(2 * RATE));
	rig.signal = () => 0;
	rig.runTo(3 * RATE + 1280);
	const at = rig.now - RATE;
	const heard = rig.runTo(3 * RATE + 9600);
	expect(heard[5]).toBe(Math.fround(noise(at + 5 - RATE)));
	rig.runTo(4 * RATE);
	expectPlayed(rig, 1, RATE, RATE);
	expect(rig.core.base).toEqual({ origin: RATE, length: RATE });
});

describe('a press', () => {
	test('that waits can be cancelled: nothing begins, and its tape is over', () => {
		const rig = new LooperRig(noise);
		rig.setGrid();
		rig.runTo(RATE / 2);
		rig.press('record');
		expect(rig.state()).toBe('armed');
		rig.core.cancel(0);
		expect(rig.core.tend()).toEqual([1]);
		rig.runTo(2 * RATE);
		expect(rig.state()).toBe('empty');
	});

	test('that closed can be taken back: the recording goes on without a gap', () => {
		const rig = new LooperRig(noise);
		rig.configure({ sync: 'free' });
		rig.runTo(RATE);
		rig.press('record');
		const from = rig.now;
		rig.runTo(2 * RATE);
		rig.press('close');
		rig.runTo(2.3 * RATE);
		rig.core.takeBack(0);
		expect(rig.state()).toBe('recording');
		rig.runTo(3 * RATE);
		rig.press('close');
		rig.runTo(3.5 * RATE);
		expectPlayed(rig, 1, from, 2 * RATE - 128);
		expect(rig.core.lost).toBe(0);
	});

	test('that is taken back leaves a loop of fixed length the end that it had', () => {
		const rig = new LooperRig(noise);
		rig.setGrid();
		rig.runTo(RATE / 2);
		rig.press('record', RATE, 0, { length: frames(2 * RATE) });
		rig.runTo(1.5 * RATE);
		rig.press('close');
		rig.core.takeBack(0);
		rig.runTo(4 * RATE);
		const { content } = rig.core.tracks[0]!.program;
		expect([rig.state(), content.length]).toEqual(['playing', 2 * RATE]);
		expect(content.layers[0]!.tape.isDone).toBe(true);
	});
});

test('a tape that ran out of blocks catches up, and nothing is lost', () => {
	const rig = new LooperRig(noise);
	rig.configure({ sync: 'free' });
	rig.runTo(RATE);
	const taken: Float32Array[] = [];
	for (let block = rig.core.pool.take(); block !== null; block = rig.core.pool.take()) {
		taken.push(block);
	}
	rig.press('record');
	const from = rig.now;
	for (let block = 0; block < 9; block++) rig.block();
	expect(rig.core.starved).toBeGreaterThan(0);
	for (const block of taken) rig.core.pool.giveBack(block);
	rig.runTo(2 * RATE);
	expectPlayed(rig, 1, from, RATE / 2);
	expect(rig.core.lost).toBe(0);
});

test('a track from the disk sounds as it did, with the likeness that was found', () => {
	const rig = new LooperRig(noise);
	rig.runTo(3 * RATE);
	rig.core.capture(0, frames(RATE), frames(2 * RATE));
	rig.runTo(4 * RATE);
	const { record } = rig.core.reports[0]!;
	const { base } = rig.core;
	const { left, right } = rig.core.read(1, 0, FADE_FRAMES + RATE);
	const again = new LooperRig();
	again.core.fillTape(1, left, right);
	again.core.restore(0, record, base);
	for (let call = 0; call < 20; call++) again.tend();
	expect(again.core.reports[0]!.record).toEqual(record);
	again.runTo(4 * RATE);
	again.core.start(frames(4 * RATE));
	again.runTo(5 * RATE);
	rig.runTo(5 * RATE);
	expect(again.runTo(6 * RATE)).toEqual(rig.runTo(6 * RATE));
});
