import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SOUNDS } from '../../src/music/score';
import { soundOf } from '../../src/wiring/midiFiles';
import { fitted, varispeed } from '../../src/wiring/soundImport';

test('a sound is fitted to a multiple or a whole part of the base that holds it', () => {
	const positive = fc.integer({ min: 1, max: 1e6 });
	fc.assert(
		fc.property(positive, positive, (length, base) => {
			const fit = fitted(length, base);
			expect(Number.isInteger(fit)).toBe(true);
			expect(fit).toBeGreaterThanOrEqual(length);
			expect(fit % base === 0 || base % fit === 0).toBe(true);
			expect(fit - length).toBeLessThan(base);
		})
	);
});

test('another speed keeps a slope a slope', () => {
	const slope = Float32Array.from({ length: 101 }, (_, frame) => frame / 100);
	const slow = varispeed(slope, 202);
	expect(slow).toHaveLength(202);
	expect(slow[100]).toBeCloseTo(0.5, 5);
	expect(varispeed(slope, 50)).toHaveLength(50);
});

test('every General MIDI program has an instrument of ours', () => {
	for (let program = 0; program < 128; program++) expect(SOUNDS).toContain(soundOf(program));
	expect(soundOf(0)).toBe('piano');
	expect(soundOf(25)).toBe('guitar');
	expect(soundOf(33)).toBe('bass');
});
