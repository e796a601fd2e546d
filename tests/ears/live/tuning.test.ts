import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Tuning } from '../../../src/ears/live/tuning';

/** A block of 128 frames at 48 kHz. */
const BLOCK_SECONDS = 128 / 48_000;

function offsetAfter(seconds: number, offset: number, wobble = 0): number {
	const tuning = new Tuning(BLOCK_SECONDS);
	for (let block = 0; block * BLOCK_SECONDS < seconds; block++) {
		tuning.hear(40 + (block % 25) + offset + wobble * Math.sin(block));
	}
	return tuning.offset;
}

test('before anything is heard the instrument is in tune', () => {
	expect(new Tuning(BLOCK_SECONDS).offset).toBe(0);
});

test.each([-0.4, -0.2, 0, 0.25, 0.4])(
	'an offset of %f semitones is found in five seconds',
	(off) => {
		expect(offsetAfter(5, off)).toBeCloseTo(off, 1);
		expect(offsetAfter(5, off, 0.1)).toBeCloseTo(off, 1);
	}
);

test('notes half a semitone sharp and flat do not make one in tune', () => {
	const tuning = new Tuning(BLOCK_SECONDS);
	for (let block = 0; block < 4000; block++) tuning.hear(60 + (block % 2 === 0 ? 0.45 : -0.45));
	expect(Math.abs(tuning.offset)).toBeGreaterThan(0.4);
});

test('another instrument is believed within a minute', () => {
	const tuning = new Tuning(BLOCK_SECONDS);
	for (let at = 0; at < 30; at += BLOCK_SECONDS) tuning.hear(60.3);
	for (let at = 0; at < 30; at += BLOCK_SECONDS) tuning.hear(59.9);
	expect(tuning.offset).toBeCloseTo(-0.1, 1);
});

test('the offset is always at most half a semitone', () => {
	fc.assert(
		fc.property(fc.array(fc.double({ min: 0, max: 127, noNaN: true })), (pitches) => {
			const tuning = new Tuning(BLOCK_SECONDS);
			for (const pitch of pitches) tuning.hear(pitch);
			expect(Math.abs(tuning.offset)).toBeLessThanOrEqual(0.5);
		})
	);
});
