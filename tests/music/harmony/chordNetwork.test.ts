import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { keyWorthsOf, worthsOf } from '../../../src/music/harmony/chordNetwork';
import { hear } from '../../../src/music/harmony/heard';
import { beatLength, metreName, type Metre } from '../../../src/music/metre';
import type { Mode } from '../../../src/music/key';
import { ticks } from '../../../src/music/units';
import { note } from '../notes';

/** What the training recipe's code says of some loops, with the same rounded numbers. */
interface Golden {
	readonly metre: readonly [number, number];
	readonly beats: number;
	/** Start, duration, pitch, velocity. */
	readonly notes: readonly (readonly [number, number, number, number])[];
	readonly tonic: number;
	readonly mode: Mode;
	readonly keys: readonly number[];
	readonly worths: readonly {
		readonly beat: number;
		readonly change: number;
		readonly states: readonly number[];
	}[];
}

const FILE = fileURLToPath(new URL('../../fixtures/harmony/finder.json', import.meta.url));
const golden = (JSON.parse(readFileSync(FILE, 'utf8')) as Golden[]).map((one) => {
	const metre: Metre = { beats: one.metre[0], unit: one.metre[1] };
	return [metreName(metre), metre, one] as const;
});
const TOLERANCE = 2e-3;

const furthest = (found: Iterable<number>, expected: readonly number[]) =>
	Math.max(...[...found].map((value, index) => Math.abs(value - expected[index]!)));

test('all metres are among the golden loops', () => {
	expect(golden).toHaveLength(6);
});

describe.each(golden)('in %s', (_, metre, { beats, notes, tonic, mode, keys, worths }) => {
	const heard = hear(
		notes.map(([start, duration, number, velocity]) => ({
			...note(start, duration, number),
			velocity: velocity as ReturnType<typeof note>['velocity']
		})),
		ticks(beats * beatLength(metre)),
		metre
	);

	test('the keys are worth what they are in the training recipe', () => {
		const found = keyWorthsOf(heard);
		expect(found).toHaveLength(keys.length);
		expect(furthest(found, keys)).toBeLessThan(TOLERANCE);
	});

	test('and so are chords and changes', () => {
		const found = worthsOf(heard, tonic, mode);
		expect(found.states).toHaveLength(beats);
		for (const { beat, change, states } of worths) {
			expect(found.states[beat]).toHaveLength(states.length);
			expect(furthest(found.states[beat]!, states)).toBeLessThan(TOLERANCE);
			expect(Math.abs(found.changes[beat]! - change)).toBeLessThan(TOLERANCE);
		}
	});
});
