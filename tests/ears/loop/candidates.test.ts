import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KEYS, type Activations } from '../../../src/ears/loop/activations';
import { candidatesIn } from '../../../src/ears/loop/candidates';
import { contextsOf } from '../../../src/ears/loop/contexts';
import { featuresOf } from '../../../src/ears/loop/features';
import { strikesIn } from '../../../src/ears/loop/strikes';

/** What the network says where nothing is. */
const NOTHING = 0.1;

/** Notes as the network tells them: an onset of three frames, and a key that sounds. */
function told(
	count: number,
	notes: readonly { key: number; at: number; to: number }[]
): Activations {
	const onsets = new Float32Array(count * KEYS).fill(NOTHING);
	const frames = new Float32Array(count * KEYS).fill(NOTHING);
	for (const { key, at, to } of notes) {
		for (const [step, height] of [0.4, 0.8, 0.5].entries()) {
			const frame = at + step - 1;
			if (frame >= 0 && frame < count) onsets[frame * KEYS + key] = height;
		}
		for (let frame = at; frame < Math.min(count, to); frame++) frames[frame * KEYS + key] = 0.7;
	}
	return { count, onsets, frames, powers: new Float32Array(count).fill(0.01) };
}

test('every onset that a sound follows is a candidate, once', () => {
	const notes = [
		{ key: 30, at: 10, to: 40 },
		{ key: 34, at: 10, to: 40 },
		{ key: 30, at: 50, to: 80 }
	];
	const found = candidatesIn(told(100, notes));
	expect(found.map(({ key, frame }) => ({ key, at: frame }))).toEqual(
		notes.map(({ key, at }) => ({ key, at }))
	);
	for (const { at, frame } of found) expect(Math.abs(at - frame)).toBeLessThan(0.5);
});

test('a key that begins to sound without an onset is a candidate, too', () => {
	const { onsets, ...rest } = told(60, [{ key: 30, at: 20, to: 50 }]);
	const found = candidatesIn({ ...rest, onsets: onsets.fill(NOTHING) });
	expect(found.map(({ key }) => key)).toEqual([30]);
	expect(Math.abs(found[0]!.at - 20)).toBeLessThanOrEqual(2);
});

test('an onset that swells is one candidate, struck before it is surest', () => {
	const { onsets, ...rest } = told(60, [{ key: 30, at: 18, to: 50 }]);
	onsets.fill(NOTHING);
	const swell = [0.14, 0.31, 0.52, 0.62, 0.61, 0.62, 0.76, 0.76, 0.56, 0.28];
	for (const [step, height] of swell.entries()) onsets[(14 + step) * KEYS + 30] = height;
	const found = candidatesIn({ ...rest, onsets });
	expect(found.map(({ key, frame }) => ({ key, frame }))).toEqual([{ key: 30, frame: 20 }]);
	expect(found[0]!.at).toBeGreaterThan(15);
	expect(found[0]!.at).toBeLessThan(20);
});

test('a key that sounds on among others that are struck may be struck, too', () => {
	const chord = [30, 34, 37].map((key) => ({ key, at: 30, to: 60 }));
	const activations = told(80, [...chord, { key: 42, at: 5, to: 70 }]);
	// Its onset is on its way from something else, and has no peak there.
	for (let frame = 22; frame < 40; frame++) {
		activations.onsets[frame * KEYS + 42] = 0.45 - 0.01 * (frame - 22);
	}
	const found = candidatesIn(activations).filter(({ at }) => Math.abs(at - 30) < 2);
	expect(new Set(found.map(({ key }) => key))).toEqual(new Set([30, 34, 37, 42]));
});

test('an onset that no sound follows, and a key that no guitar has, are none', () => {
	const click = told(60, [{ key: 30, at: 20, to: 20 }]);
	expect(candidatesIn(click)).toEqual([]);
	expect(candidatesIn(told(60, [{ key: 2, at: 20, to: 50 }]))).toEqual([]);
});

test('features and contexts are finite, and as many for every candidate', () => {
	const notes = fc.array(
		fc.record({
			key: fc.integer({ min: 0, max: KEYS - 1 }),
			at: fc.integer({ min: 0, max: 90 }),
			to: fc.integer({ min: 1, max: 120 })
		}),
		{ maxLength: 12 }
	);
	fc.assert(
		fc.property(notes, (all) => {
			const activations = told(100, all);
			const candidates = candidatesIn(activations);
			const features = candidates.map((one) =>
				featuresOf(activations, one, strikesIn(activations))
			);
			const contexts = contextsOf(candidates.map((one) => ({ ...one, likelihood: one.onset })));
			for (const rows of [features, contexts]) {
				expect(rows).toHaveLength(candidates.length);
				expect(new Set(rows.map(({ length }) => length)).size).toBeLessThanOrEqual(1);
				expect(rows.flat().every(Number.isFinite)).toBe(true);
			}
		})
	);
});
