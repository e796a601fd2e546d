import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accentsOf } from '../../../../src/jam/band/rules/accents';
import { drumFill, drumRule, DRUMS } from '../../../../src/jam/band/rules/drumRule';
import { barLength, METRES } from '../../../../src/music/metre';
import { ticks } from '../../../../src/music/units';

const sounds: readonly number[] = Object.values(DRUMS);
const anyMetre = fc.constantFrom(...METRES, { beats: 11, unit: 8 });

const groove = (metre: (typeof METRES)[number], bars: number) =>
	drumRule({ metre, length: ticks(bars * barLength(metre)), spans: [], melody: [], key: null });

test('every bar begins with the kick, and hats keep time in it', () => {
	fc.assert(
		fc.property(anyMetre, fc.integer({ min: 1, max: 9 }), (metre, bars) => {
			const notes = groove(metre, bars);
			const bar = barLength(metre);
			for (let line = 0; line < bars * bar; line += bar) {
				const inBar = notes.filter(({ start }) => start >= line && start < line + bar);
				expect(inBar.some(({ start, pitch }) => start === line && pitch === DRUMS.kick)).toBe(true);
				expect(inBar.filter(({ pitch }) => pitch === DRUMS.closedHat).length).toBeGreaterThan(1);
			}
			expect(notes.every(({ pitch }) => sounds.includes(pitch))).toBe(true);
		})
	);
});

test('the last beat of bars 4 and 8 is a fill, and a crash follows it', () => {
	for (const metre of METRES) {
		const { bar, beats } = accentsOf(metre);
		const notes = groove(metre, 8);
		const at = (from: number, to: number) =>
			notes.filter(({ start }) => start >= from && start < to).map(({ pitch }) => pitch);
		for (const end of [4 * bar, 8 * bar]) {
			const fill = at(end - bar + beats.at(-1)!, end);
			expect(fill).not.toContain(DRUMS.closedHat);
			expect(fill).toContain(DRUMS.snare);
			expect(at(end % (8 * bar), (end % (8 * bar)) + 1)).toContain(DRUMS.crash);
		}
		expect(at(bar, bar + 1)).not.toContain(DRUMS.crash);
		expect(at(3 * bar - 480, 3 * bar)).toContain(DRUMS.closedHat);
	}
});

test('a fill stays in its length, grows towards the bar line, and is denser the stronger it is', () => {
	const anyLength = fc.integer({ min: 1, max: 16 }).map((eighths) => ticks(eighths * 240));
	const anyStrength = fc.integer({ min: 0, max: 10 }).map((tenths) => tenths / 10);
	fc.assert(
		fc.property(anyMetre, anyLength, anyStrength, (metre, length, strength) => {
			const fill = drumFill(metre, length, strength);
			expect(fill.length).toBeGreaterThan(0);
			expect(fill.every(({ start }) => start >= 0 && start < length)).toBe(true);
			const loudness = fill.map(({ velocity }) => velocity);
			expect(loudness).toEqual([...loudness].sort((left, right) => left - right));
			expect(fill.length).toBeLessThanOrEqual(drumFill(metre, length, 1).length);
			expect(fill.every(({ pitch }) => sounds.includes(pitch))).toBe(true);
		})
	);
});
