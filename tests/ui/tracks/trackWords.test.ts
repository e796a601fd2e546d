import { describe, expect, test } from 'vitest';
import type { TrackView } from '../../../src/jam/tracks/tracksFace';
import {
	DEFAULT_TRACK,
	LOOPER_STATES,
	OVERDUB_MODES,
	TRACK_ACTIONS
} from '../../../src/music/looper';
import { bpm } from '../../../src/music/units';
import {
	durationWords,
	soundWords,
	whenWords,
	guessWords,
	panWords,
	pendingWords,
	SHORT_STATE_WORDS,
	TRACK_ACTION_WORDS,
	TRACK_STATE_WORDS,
	trackLength,
	trackLine,
	trackName,
	trackStateWords,
	untilWords
} from '../../../src/ui/tracks/trackWords';

const EMPTY: TrackView = {
	index: 2,
	settings: DEFAULT_TRACK,
	state: 'empty',
	mode: null,
	pending: null,
	seconds: 0,
	bars: null,
	layers: 0,
	isReversed: false,
	speed: 1,
	canUndo: false,
	canRedo: false,
	version: 0
};

test('every state and every action has a word of its own', () => {
	const states = LOOPER_STATES.map((state) => TRACK_STATE_WORDS[state]);
	const short = LOOPER_STATES.map((state) => SHORT_STATE_WORDS[state]);
	const actions = TRACK_ACTIONS.map((action) => TRACK_ACTION_WORDS[action]);
	for (const words of [states, short, actions]) expect(new Set(words).size).toBe(words.length);
	expect([...states, ...actions]).not.toContain('');
});

test('an overdub is called by its mode', () => {
	const words = OVERDUB_MODES.map((mode) => trackStateWords({ state: 'overdubbing', mode }));
	expect(words).toEqual(['Overdubbing', 'Replacing', 'Substituting', 'Multiplying', 'Inserting']);
	expect(trackStateWords({ state: 'overdubbing', mode: null })).toBe('Overdubbing');
	expect(trackStateWords({ state: 'playing', mode: null })).toBe('Playing');
});

test('a track is called by its number until it has a name', () => {
	expect(trackName(EMPTY)).toBe('Track 3');
	expect(trackName({ ...EMPTY, settings: { ...DEFAULT_TRACK, name: 'Guitar' } })).toBe('Guitar');
});

describe('the line for who does not see the track', () => {
	test('says no more of an empty track than that it is empty', () => {
		expect(trackLine(EMPTY)).toBe('Track 3: empty');
	});

	test('says all of a track that is full', () => {
		const track: TrackView = {
			...EMPTY,
			settings: { ...DEFAULT_TRACK, name: 'Guitar' },
			state: 'playing',
			layers: 2,
			seconds: 4,
			bars: 1,
			isReversed: true,
			speed: 0.5
		};
		expect(trackLine(track)).toBe(
			'Track 3, Guitar: playing, 2 layers, 1 bar, reversed, half speed'
		);
	});
});

test.each([
	[0, null, ''],
	[3.25, null, '3.3 s'],
	[4, 2, '2 bars'],
	[4, 1, '1 bar'],
	[4, 0.5, '0.5 bars'],
	[4, 1.9999999, '2 bars']
])('a loop of %d s and %s bars is "%s" long', (seconds, bars, words) => {
	expect(trackLength({ seconds, bars })).toBe(words);
});

test('what waits is counted down in tenths of a second and not below', () => {
	expect(untilWords(1.44)).toBe('in 1.4 s');
	expect(untilWords(-0.2)).toBe('in 0.0 s');
	expect(untilWords(null)).toBe('at the first sound');
	expect(pendingWords({ action: 'close', isAutomatic: true })).toBe('Loop closes');
	expect(pendingWords({ action: 'close', isAutomatic: false })).toBe('Close loop');
});

test('the guess asks', () => {
	const guess = { bars: 2, bpm: bpm(97.2), canDouble: true, canHalve: true };
	expect(guessWords(guess)).toBe('2 bars at 97 BPM?');
});

test.each([
	[0, 'middle'],
	[-0.4, 'L 40'],
	[1, 'R 100'],
	[0.001, 'middle']
])('pan %d is "%s"', (pan, words) => {
	expect(panWords(pan)).toBe(words);
});

test.each([
	[0, '0 s'],
	[59.6, '1 min 0 s'],
	[194, '3 min 14 s']
])('%d seconds are "%s"', (seconds, words) => {
	expect(durationWords(seconds)).toBe(words);
});

test.each([
	[0, 'the keys alone'],
	[0.2, '1 s of sound'],
	[61, '1 min 1 s of sound']
])('a session of %d seconds holds %s', (seconds, words) => {
	expect(soundWords(seconds)).toBe(words);
});

test('a session without a date has an unknown one', () => {
	expect(whenWords(new Date(''))).toBe('date unknown');
	expect(whenWords(new Date(0))).toBe('date unknown');
	expect(whenWords(new Date('2026-05-03T12:00:00'))).toContain('May 3, 2026');
});
