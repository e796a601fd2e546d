import { expect, test } from 'vitest';
import { COMMON_TIME } from '../../../src/music/metre';
import { ticks } from '../../../src/music/units';
import { spansOf } from '../../jam/band/rules/scenes';
import { note } from '../../music/notes';
import {
	bassRootShare,
	chordToneShare,
	clashes,
	drumAgreement,
	strongToneShare,
	voiceMotion
} from './metrics';
import { ratioOf } from './share';

const BAR = 1920;
const frame = {
	metre: COMMON_TIME,
	length: ticks(2 * BAR),
	spans: spansOf(['C', BAR], ['G/B', BAR])
};

test('chord tones count by the time that they sound, over each chord by itself', () => {
	// E sounds a bar over C and a half over G.
	expect(chordToneShare([note(0, 2880, 64)], frame)).toEqual({ hits: 1920, of: 2880 });
	expect(ratioOf(chordToneShare([note(0, 960, 61), note(960, 960, 67)], frame))).toBe(0.5);
	const silent = { ...frame, spans: spansOf([null, 2 * BAR]) };
	expect(chordToneShare([note(0, 960, 61)], silent).of).toBe(0);
});

test('on strong beats only the notes that begin there count, a little early or late', () => {
	const notes = [note(-20, 400, 60), note(480, 400, 61), note(970, 300, 62)];
	expect(strongToneShare(notes, frame)).toEqual({ hits: 380, of: 680 });
});

test('the bass has the root where it begins a bar with the lowest tone or the root', () => {
	expect(bassRootShare([note(0, 100, 36), note(BAR, 100, 35)], frame)).toEqual({ hits: 2, of: 2 });
	expect(bassRootShare([note(5, 100, 40), note(BAR, 100, 43)], frame)).toEqual({ hits: 1, of: 2 });
	expect(bassRootShare([note(0, 1900, 36)], frame)).toEqual({ hits: 1, of: 1 });
});

test('voices move from the chord before a change to the one after it', () => {
	const chord = (at: number, ...pitches: number[]) => pitches.map((each) => note(at, 480, each));
	const notes = [...chord(0, 40, 41, 42), ...chord(1440, 60, 64, 67), ...chord(BAR, 59, 62, 67)];
	expect(voiceMotion(notes, frame)).toEqual({ hits: 3, of: 3 });
	const fewer = [...chord(1440, 60, 64, 67), ...chord(BAR, 59, 67)];
	expect(voiceMotion(fewer, frame)).toEqual({ hits: 1, of: 2 });
});

test('drums agree with the melody where kick, snare or tom meet its notes on a beat or its long ones', () => {
	const melody = [note(0, 10), note(480, 10), note(700, 10), note(960, 10), note(1300, 500)];
	const drums = [note(100, 10, 36), note(480, 10, 42), note(700, 10, 36), note(1300, 10, 38)];
	expect(drumAgreement(melody, drums, frame)).toEqual({ hits: 2, of: 4 });
});

test('clashes are semitones between two voices on strong beats, in any octave', () => {
	const melody = [note(0, BAR, 72)];
	expect(clashes({ melody, bass: [note(0, 2 * BAR, 35)] }, frame)).toEqual({ hits: 2, of: 2 });
	expect(clashes({ melody, keys: [note(480, 400, 71)] }, frame).hits).toBe(0);
	expect(clashes({ melody, drums: [note(0, BAR, 35)] }, frame).hits).toBe(0);
	expect(clashes({ keys: [note(0, BAR, 71), note(0, BAR, 72)] }, frame).hits).toBe(0);
});
