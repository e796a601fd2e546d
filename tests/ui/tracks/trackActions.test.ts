import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PedalTarget, TrackView } from '../../../src/jam/tracks/tracksFace';
import { DEFAULT_LOOPER } from '../../../src/jam/tracks/tracksFace';
import { LOOPER_STATES, TRACK_ACTIONS, TRACK_COUNT } from '../../../src/music/looper';
import {
	emptyTrack,
	isPossible,
	keptBars,
	targetBeside
} from '../../../src/ui/tracks/trackActions';
import { FakeTracks } from '../../browser/tracksPage/fakeTracks';

const ALL: readonly PedalTarget[] = ['keys', 0, 1, 2, 3, 4, 5, 6, 7];
const target = fc.constantFrom(...ALL);
const trackIn = (view: Partial<TrackView>): TrackView => ({
	...new FakeTracks().tracks[0]!,
	...view
});

test('the targets lie on a circle: keys, then all tracks', () => {
	let at = 'keys' as PedalTarget;
	const round = [at];
	for (let step = 0; step < TRACK_COUNT; step++) round.push((at = targetBeside(at, 1)));
	expect(round).toEqual(ALL);
	expect(targetBeside(at, 1)).toBe('keys');
});

test('as many steps back as forth lead to where they began', () => {
	fc.assert(
		fc.property(target, fc.integer({ min: -50, max: 50 }), (from, steps) => {
			expect(targetBeside(targetBeside(from, steps), -steps)).toBe(from);
		})
	);
});

test('an empty track can be recorded, brought back by undo, and nothing else', () => {
	const asked = (view: Partial<TrackView>) =>
		TRACK_ACTIONS.filter((action) => isPossible(action, trackIn({ state: 'empty', ...view })));
	expect(asked({})).toEqual(['record']);
	expect(asked({ canUndo: true })).toEqual(['record', 'undo']);
});

test('whatever has begun can be cleared, and whatever is not at rest can be stopped', () => {
	for (const state of LOOPER_STATES) {
		expect(isPossible('clear', trackIn({ state }))).toBe(state !== 'empty');
		expect(isPossible('stop', trackIn({ state }))).toBe(state !== 'empty' && state !== 'stopped');
	}
});

test('what is being recorded can be undone before it is a layer', () => {
	expect(isPossible('undo', trackIn({ state: 'recording' }))).toBe(true);
	expect(isPossible('undo', trackIn({ state: 'playing' }))).toBe(false);
});

test('the key keeps as many bars as a new loop gets, two where that is open', () => {
	expect(keptBars({ settings: { ...DEFAULT_LOOPER, bars: 8 } })).toBe(8);
	expect(keptBars({ settings: { ...DEFAULT_LOOPER, bars: 'free' } })).toBe(2);
});

test('a file goes onto the track under the pedal, or onto the first that is empty', () => {
	const rack = (...states: TrackView['state'][]) =>
		states.map((state, index) => ({ state, index }));
	expect(emptyTrack(rack('playing', 'empty', 'empty'), 2)).toBe(2);
	expect(emptyTrack(rack('playing', 'empty', 'empty'), 0)).toBe(1);
	expect(emptyTrack(rack('playing', 'empty', 'empty'), 'keys')).toBe(1);
	expect(emptyTrack(rack('playing', 'stopped'), 0)).toBeNull();
});
