import { describe, expect, test } from 'vitest';
import { FADE_FRAMES } from '../../../src/audio/looper/protocol';
import type { OverdubMode, TrackAction } from '../../../src/music/looper';
import { frames } from '../../../src/music/units';
import { LooperRig, noise } from './looperRig';

/** A hundred blocks. */
const BAR = 12_800;
const HALF = BAR / 2;
const OLD = 0.5;
const NEW = 0.25;

/** A loop of one bar from bar 1 on, of `signal`; the input is silent from bar 3 on. */
function loopOf(signal = (_frame: number) => OLD, track = 0, rig = new LooperRig()): LooperRig {
	rig.setGrid({ barFrames: frames(BAR) });
	rig.signal = signal;
	rig.runTo(BAR - 256);
	rig.press('record', BAR, track);
	rig.runTo(2 * BAR - 256);
	rig.press('close', 2 * BAR, track);
	rig.runTo(3 * BAR);
	rig.signal = () => 0;
	return rig;
}

/** The new sound is played over [from, to) in bars; returns what was heard then. */
function overdub(rig: LooperRig, mode: OverdubMode, from: number, to: number): Float32Array {
	rig.runTo(from * BAR);
	rig.signal = () => NEW;
	rig.press(mode);
	const heard = rig.runTo(to * BAR);
	rig.press('finish');
	rig.signal = () => 0;
	return heard;
}

describe('what an overdub of half a loop leaves', () => {
	test.each([
		['overdub', OLD + NEW, OLD],
		['replace', NEW, 0],
		['substitute', NEW, OLD]
	] as const)('%s: %d in its window, %d while it is played', (mode, inside, during) => {
		const rig = loopOf();
		rig.configure({ sync: 'free' });
		const played = overdub(rig, mode, 4, 4.5);
		expect(played[HALF / 2]).toBeCloseTo(during, 6);
		rig.runTo(6 * BAR);
		const heard = rig.runTo(7 * BAR);
		for (let frame = FADE_FRAMES; frame < HALF - FADE_FRAMES; frame++) {
			expect(heard[frame]).toBeCloseTo(inside, 6);
			expect(heard[HALF + frame]).toBeCloseTo(OLD, 6);
		}
	});

	test('the feedback says how much of what is there stays', () => {
		const rig = loopOf();
		rig.configure({ sync: 'free', feedback: 0.5 });
		overdub(rig, 'overdub', 4, 4.5);
		rig.runTo(6 * BAR);
		const heard = rig.runTo(7 * BAR);
		expect(heard[HALF / 2]).toBeCloseTo(OLD / 2 + NEW, 6);
		expect(heard[HALF + HALF / 2]).toBeCloseTo(OLD, 6);
	});
});

test('multiply gives as many rounds as it was played over, each with the old sound', () => {
	const rig = loopOf();
	overdub(rig, 'multiply', 4, 7);
	rig.runTo(7 * BAR);
	expect(rig.core.tracks[0]!.program.content.length).toBe(3 * BAR);
	const heard = rig.runTo(10 * BAR);
	for (let round = 0; round < 3; round++) {
		expect(heard[round * BAR + HALF]).toBeCloseTo(OLD + NEW, 6);
	}
});

test('insert puts the new sound first, and the old loop after it', () => {
	const rig = loopOf();
	overdub(rig, 'insert', 4, 6);
	rig.runTo(7 * BAR);
	expect(rig.core.tracks[0]!.program.content.length).toBe(3 * BAR);
	const heard = rig.runTo(10 * BAR);
	expect([HALF, BAR + HALF, 2 * BAR + HALF].map((frame) => heard[frame])).toEqual([NEW, NEW, OLD]);
});

describe('the way a loop moves', () => {
	const moved = (action: TrackAction) => {
		const rig = loopOf(noise);
		rig.runTo(4 * BAR);
		rig.press(action);
		rig.runTo(4 * BAR + 512);
		return rig.runTo(5 * BAR);
	};
	const played = (position: number) => Math.fround(noise(BAR + position));

	test('reverse goes back from where it stood, sample by sample', () => {
		const heard = moved('reverse');
		for (let frame = 0; frame < 4000; frame++) {
			expect(heard[frame]).toBe(played(BAR - 512 - frame));
		}
	});

	test('half takes each sample at every second frame', () => {
		const heard = moved('half');
		for (let frame = 0; frame < 4000; frame += 2) {
			expect(heard[frame]).toBeCloseTo(played((512 + frame) / 2), 6);
		}
	});

	test('double takes every second sample, and half of its neighbours', () => {
		const heard = moved('double');
		for (let frame = 0; frame < 4000; frame++) {
			const at = 2 * (512 + frame);
			const expected = played(at) / 2 + (played(at - 1) + played(at + 1)) / 4;
			expect(heard[frame]).toBeCloseTo(expected, 6);
		}
	});
});

test('halt and start leave the tracks where they were to each other', () => {
	const rig = loopOf(noise);
	rig.signal = noise;
	rig.press('record', 3 * BAR, 1);
	rig.runTo(5 * BAR - 256);
	rig.press('close', 5 * BAR, 1);
	rig.runTo(6.25 * BAR);
	const phase = () =>
		rig.core.tracks.slice(0, 2).map(({ program: { motion, content } }) => {
			const place = (rig.now - motion.at + motion.position) % content.length;
			return (place + content.length) % content.length;
		});
	const lag = () => (phase()[1]! - phase()[0]! + 2 * BAR) % BAR;
	const before = lag();
	rig.core.halt();
	rig.runTo(8.3 * BAR);
	expect([rig.state(0), rig.state(1)]).toEqual(['stopped', 'stopped']);
	rig.core.start(frames(rig.now + 100));
	rig.runTo(9.7 * BAR);
	expect([rig.state(0), rig.state(1)]).toEqual(['playing', 'playing']);
	expect(lag()).toBe(before);
	expect(rig.core.base?.origin).toBe(rig.core.tracks[0]!.program.motion.at);
});

test('the base is null when all tracks are empty, and reset forgets every tape', () => {
	const rig = loopOf();
	expect(rig.core.base).toEqual({ origin: BAR, length: BAR });
	rig.press('clear');
	rig.block();
	expect(rig.core.base).toBeNull();
	rig.press('undo');
	expect(rig.core.base?.length).toBe(BAR);
	rig.core.reset();
	expect(rig.core.base).toBeNull();
	expect(rig.core.pool.free).toBe(rig.core.pool.total);
	expect(rig.core.tend()).toEqual([]);
	expect(rig.core.reports[0]!.record.past).toEqual([]);
	expect(rig.runTo(8 * BAR).every((sample) => sample === 0)).toBe(true);
});
