import { describe, expect, test } from 'vitest';
import { EFFECT_PRESETS, PRESET_EFFECTS, presetOf } from '../../src/music/effectPresets';
import { DEFAULT_TRACK, TRACK_EFFECTS } from '../../src/music/looper';

describe.each(EFFECT_PRESETS)('%s', (preset) => {
	const effects = PRESET_EFFECTS[preset];

	test('says how much of every effect, and of no other', () => {
		expect(Object.keys(effects).toSorted()).toEqual([...TRACK_EFFECTS].toSorted());
		for (const amount of Object.values(effects)) {
			expect(amount).toBeGreaterThanOrEqual(0);
			expect(amount).toBeLessThanOrEqual(1);
		}
	});

	test('lies on the steps of the sliders, so that it is known again', () => {
		for (const amount of Object.values(effects)) {
			expect(Math.round(amount * 100) / 100).toBe(amount);
		}
		expect(presetOf(JSON.parse(JSON.stringify(effects)) as typeof effects)).toBe(preset);
	});

	test('is no longer that once one effect is moved', () => {
		for (const effect of TRACK_EFFECTS) {
			expect(presetOf({ ...effects, [effect]: effects[effect] === 0.99 ? 0.98 : 0.99 })).toBeNull();
		}
	});
});

test('no two presets are alike, and clean is how a track begins', () => {
	const written = EFFECT_PRESETS.map((preset) => JSON.stringify(PRESET_EFFECTS[preset]));
	expect(new Set(written).size).toBe(EFFECT_PRESETS.length);
	expect(presetOf(DEFAULT_TRACK.effects)).toBe('clean');
});
