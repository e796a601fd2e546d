import { expect, test } from 'vitest';
import { chordPath } from '../../../src/music/harmony/chordPath';
import { EVERYTHING, NO_CHORD, QUALITIES } from '../../../src/music/harmony/chordStates';
import { placeOf } from '../../../src/music/harmony/heard';
import { COMMON_TIME } from '../../../src/music/metre';

const KINDS = QUALITIES.length;
const [TONIC, FOURTH, FIFTH] = [0, 5 * KINDS, 7 * KINDS];
const SEVENTH = 2;
const CLEAR = 12;

/** The path through beats of which each is sure of these states, all alike. */
function pathOf(...sure: readonly (readonly number[])[]) {
	const states = sure.map((of) =>
		Float32Array.from({ length: EVERYTHING }, (_, state) => (of.includes(state) ? CLEAR : 0))
	);
	const places = sure.map((_, at) => placeOf(at, COMMON_TIME));
	return chordPath({ states, changes: new Float32Array(sure.length).fill(-2) }, places, 'major');
}

const bar = (...states: readonly number[]) => [states, states, states, states];

test('what is clear is told', () => {
	const path = pathOf(...bar(TONIC), ...bar(FOURTH), ...bar(NO_CHORD), ...bar(FIFTH + SEVENTH));
	expect(path).toEqual(
		[TONIC, FOURTH, NO_CHORD, FIFTH + SEVENTH].flatMap((one) => bar(one).map(() => one))
	);
});

test('a beat of which nothing is known keeps the chord before it', () => {
	const [known, unknown] = [[TONIC], []];
	const path = pathOf(known, unknown, known, unknown, ...bar(FIFTH));
	expect(path.slice(0, 4)).toEqual([TONIC, TONIC, TONIC, TONIC]);
});

test('the kinds of one harmony do not outvote each other', () => {
	const family = [FIFTH, FIFTH + SEVENTH];
	const rivals = Array.from({ length: 4 }, () => [...family, TONIC]);
	for (const state of pathOf(...bar(FIFTH), ...rivals).slice(4)) expect(family).toContain(state);
});
