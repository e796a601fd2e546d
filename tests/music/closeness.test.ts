import { expect, test } from 'vitest';
import { closenessOf } from '../../src/music/closeness';
import { note } from '../composer/calls';

const call = [60, 62, 64, 65].map((pitch, beat) => note(beat * 480, 480, pitch));

test('a phrase is as close to itself as can be, and far from another', () => {
	const far = [note(60, 60, 61), note(300, 1000, 90)];
	expect(closenessOf(call, [...call])).toBeCloseTo(1);
	expect(closenessOf(call, far)).toBeLessThan(0.3);
	expect(closenessOf(call, [])).toBe(0);
});
