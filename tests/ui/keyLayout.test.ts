import { expect, test } from 'vitest';
import { BLACK_HEIGHT, isBlackKey, keyAt, keysFrom, whitesIn } from '../../src/ui/keys/keyLayout';
import { pitch } from '../../src/music/units';

const MIDDLE_C = pitch(60);

test('white keys are a finger wide wherever the page leaves the room', () => {
	for (const width of [360, 390, 660, 1000, 2000]) {
		expect(width / whitesIn(width)).toBeGreaterThanOrEqual(44);
	}
});

test('the white keys fill the keyboard without gaps, and the black ones lie between them', () => {
	const keys = keysFrom(MIDDLE_C, 15);
	const whites = keys.filter(({ isBlack }) => !isBlack);
	expect(whites).toHaveLength(15);
	whites.forEach(({ left, width }, index) => {
		expect(left).toBeCloseTo(index / 15);
		expect(width).toBeCloseTo(1 / 15);
	});
	expect(keys.filter(({ isBlack }) => isBlack).every(({ pitch: key }) => isBlackKey(key))).toBe(
		true
	);
});

test('the middle of each key is that key, a black one only in its upper part', () => {
	for (const key of keysFrom(MIDDLE_C, 15)) {
		const middle = key.left + key.width / 2;
		if (key.isBlack) {
			expect(keyAt(keysFrom(MIDDLE_C, 15), middle, BLACK_HEIGHT / 2)?.pitch).toBe(key.pitch);
			expect(keyAt(keysFrom(MIDDLE_C, 15), middle + 0.001, 0.9)?.isBlack).toBe(false);
		} else expect(keyAt(keysFrom(MIDDLE_C, 15), middle, 0.9)?.pitch).toBe(key.pitch);
	}
});

test('beside the keyboard there is no key, and no key is above MIDI’s highest', () => {
	expect(keyAt(keysFrom(MIDDLE_C, 8), 1.01, 0.5)).toBeNull();
	expect(keysFrom(pitch(120), 22).at(-1)?.pitch).toBe(127);
});
