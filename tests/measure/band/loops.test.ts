import { describe, expect, test } from 'vitest';
import { METRES } from '../../../src/music/metre';
import { allLoops } from './loops';

const loops = allLoops();

test('there are 60 loops of folk, pop, blues, jazz and others, in four metres', () => {
	expect(loops).toHaveLength(60);
	const styles = new Set(loops.map(({ style }) => style));
	expect([...styles]).toEqual(expect.arrayContaining(['folk', 'pop', 'blues', 'jazz']));
	expect(new Set(loops.map(({ metre }) => `${metre.beats}/${metre.unit}`)).size).toBe(4);
	expect(loops.every(({ bars }) => bars >= 2 && bars <= 8)).toBe(true);
});

describe.each(loops.map((loop) => [loop.id, loop] as const))('%s', (_, loop) => {
	test('lies in its bars, and its chords cover them', () => {
		expect(METRES).toContainEqual(loop.metre);
		const voices = [loop.melody, ...Object.values(loop.human)];
		expect(loop.melody.length).toBeGreaterThanOrEqual(loop.bars);
		for (const { start, duration } of voices.flat()) {
			expect(start).toBeGreaterThanOrEqual(0);
			expect(start + duration).toBeLessThanOrEqual(loop.length);
		}
		expect(loop.spans[0]!.from).toBe(0);
		expect(loop.spans.at(-1)!.to).toBe(loop.length);
	});
});
