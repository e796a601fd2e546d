import { describe, expect, test } from 'vitest';
import { frames } from '../../../src/music/units';
import { LooperRig, noise, RATE, type Signal } from './looperRig';

const QUIET = { threshold: 0.1 };
const fromOf = (rig: LooperRig, track = 0) => rig.core.tracks[track]!.program.take?.from;

/** Silence, then a sound that begins at `onset` and is loud after `rise` frames. */
const sound =
	(onset: number, rise = 1): Signal =>
	(frame) =>
		frame < onset ? 0 : Math.min(1, (frame - onset + 1) / rise) * (frame % 2 === 0 ? 0.5 : -0.5);

/** A track that waits for a sound from half a second on. */
function armed(signal: Signal, options: object = {}): LooperRig {
	const rig = new LooperRig(signal);
	rig.configure({ sync: 'free' });
	rig.runTo(RATE / 2);
	rig.press('record', rig.now, 0, { ...QUIET, ...options });
	return rig;
}

describe('a recording that a sound starts', () => {
	test.each([0, 777, 9600])(
		'begins where the sound was played, %i frames of round trip ago',
		(trip) => {
			const rig = armed(sound(30_000));
			rig.setCompensation(trip);
			expect(rig.state()).toBe('armed');
			rig.runTo(RATE);
			expect(fromOf(rig)).toBe(30_000 - trip);
		}
	);

	test('has the attack before the threshold was passed, but never more than 50 ms', () => {
		const swell = armed(sound(30_000, 2400));
		swell.runTo(RATE);
		const loudAt = 30_000 + 0.2 * 2400;
		expect(fromOf(swell)).toBeGreaterThan(30_000);
		expect(fromOf(swell)).toBeLessThan(loudAt - 240);
		const hum = armed((frame) => (frame >= 30_000 ? 0.5 : 0.09));
		hum.runTo(RATE);
		expect(fromOf(hum)).toBe(30_000 - 0.05 * RATE);
	});

	test('hears the right side too', () => {
		const rig = new LooperRig();
		const blocks = { left: new Float32Array(128), right: new Float32Array(128).fill(0.5) };
		const outputs = Array.from({ length: 8 }, () => [new Float32Array(128), new Float32Array(128)]);
		rig.press('record', 0, 0, QUIET);
		rig.core.process(0, blocks.left, blocks.right, outputs);
		rig.core.tend();
		expect(rig.core.takeInputPeak()).toBe(0.5);
		expect(rig.core.takeInputPeak()).toBe(0);
		expect(rig.state()).toBe('recording');
	});

	test('waits on each track for its own loudness', () => {
		const rig = new LooperRig((frame) => (frame < 30_000 ? 0 : frame < 60_000 ? 0.2 : 0.8));
		for (const track of [0, 1, 2]) rig.configure({ sync: 'free' }, track);
		rig.press('record', 0, 0, { threshold: 0.5 });
		rig.press('record', 0, 1, { threshold: 0.1 });
		rig.press('record', 0, 2, { threshold: 0.9 });
		rig.runTo(RATE);
		expect([rig.state(0), rig.state(1), rig.state(2)]).toEqual(['armed', 'recording', 'armed']);
		rig.runTo(2 * RATE);
		expect([rig.state(0), rig.state(2)]).toEqual(['recording', 'armed']);
		expect(fromOf(rig, 1)).toBe(30_000);
		expect(fromOf(rig, 0)).toBeGreaterThanOrEqual(60_000 - 0.05 * RATE);
	});

	test('does not begin by what was loud before it was asked for', () => {
		const rig = new LooperRig((frame) => Number(frame < 10_000));
		rig.press('record', RATE, 0, QUIET);
		rig.runTo(RATE);
		expect(rig.state()).toBe('armed');
	});

	test('that was cancelled after the sound came does not begin when it is asked for again', () => {
		const rig = new LooperRig((frame) => Number(frame >= 12_800 && frame < 12_900));
		rig.press('record', 0, 0, QUIET);
		while (rig.now < 12_800) rig.block();
		rig.process();
		rig.signal = () => 0;
		rig.core.cancel(0);
		rig.press('record', rig.now, 0, QUIET);
		rig.runTo(RATE);
		expect(rig.state()).toBe('armed');
	});
});

describe('with bar lines a sound that comes', () => {
	/** Bar lines each second; the sound comes so many milliseconds after that at two seconds. */
	const begun = (ms: number, options = {}, prepare?: (rig: LooperRig) => void) => {
		const onset = 2 * RATE + (ms * RATE) / 1000;
		const rig = new LooperRig(sound(onset));
		rig.setGrid({ barFrames: frames(RATE), beatsPerBar: 2 });
		prepare?.(rig);
		rig.runTo(1.1 * RATE);
		rig.press('record', rig.now, 0, { ...QUIET, ...options });
		rig.runTo(3.4 * RATE);
		return fromOf(rig)! / RATE;
	};

	test.each([
		[0, 2],
		[30, 2],
		[240, 2],
		[260, 2.26],
		[-30, 1.97],
		[-300, 1.7]
	])('%i ms after one begins on it where it is late for it, else at once', (ms, from) => {
		expect(begun(ms)).toBeCloseTo(from, 4);
	});

	test.each([
		[240, 2],
		[260, 3],
		[-30, 2]
	])('%i ms after one, while something else plays, begins on a line', (ms, from) => {
		expect(begun(ms, { needsLine: true })).toBe(from);
	});

	test('while another track has a loop, begins on a line', () => {
		const from = begun(260, {}, (rig) => {
			rig.runTo(RATE);
			rig.press('record', 0, 1, { length: frames(RATE) });
		});
		expect(from).toBe(3);
	});

	test('between lines gives a loop of whole bars from there on', () => {
		const rig = new LooperRig((frame) => (frame < 2.5 * RATE ? 0 : noise(frame)));
		rig.setGrid({ barFrames: frames(RATE), beatsPerBar: 2 });
		rig.runTo(RATE);
		rig.press('record', rig.now, 0, { threshold: 0.01 });
		rig.runTo(4.6 * RATE);
		const from = fromOf(rig)!;
		rig.press('close', from + 2.1 * RATE);
		rig.runTo(5 * RATE);
		expect(rig.core.base).toEqual({ origin: from, length: 2 * RATE });
	});
});
