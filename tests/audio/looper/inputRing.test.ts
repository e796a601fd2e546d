import { expect, test } from 'vitest';
import { InputRing } from '../../../src/audio/looper/inputRing';
import { MonitorGate } from '../../../src/audio/looper/monitorGate';
import { frames } from '../../../src/music/units';

const block = (value: number) => new Float32Array(128).fill(value);

test('what is no number is silence', () => {
	const ring = new InputRing(1000);
	const left = block(0.5);
	left.set([NaN, Infinity, -Infinity], 3);
	ring.write(0, left, undefined, 128);
	expect([...ring.left.subarray(2, 7)]).toEqual([0.5, 0, 0, 0, 0.5]);
	expect(ring.right.subarray(0, 128)).toEqual(ring.left.subarray(0, 128));
});

test('frames that were skipped are silent, and the oldest go', () => {
	const ring = new InputRing(256);
	ring.write(1000, block(0.5), block(0.25), 128);
	ring.write(1256, block(0.5), undefined, 128);
	expect([ring.tail, ring.head]).toEqual([1128, 1384]);
	expect(ring.peakOf(1128, 1256)).toBe(0);
	expect(ring.peakOf(1128, 1257)).toBe(0.5);
});

test('a monitored input that comes back is faded in', () => {
	const gate = new MonitorGate(48_000);
	gate.configure({ compensation: frames(0), isMonitored: true, isGuarded: false });
	const [left, right] = [block(0), block(0)];
	for (let count = 0; count < 8; count++) gate.process(block(1), undefined, left, right);
	expect(left[127]).toBe(1);
	gate.process(undefined, undefined, left, right);
	gate.process(block(1), undefined, left, right);
	expect(left[0]).toBeLessThan(0.01);
	expect(left[127]).toBeGreaterThan(0.2);
});
