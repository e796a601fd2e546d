import { expect, test } from 'vitest';
import { decodeMelody, loudnessOf, type Voice } from '../../src/composer/decode';
import { MelodyAnswer } from '../../src/composer/melodyAnswer';
import { NO_EVENT, NOTE_OFF } from '../../src/composer/melodyEvents';
import { COMMON_TIME } from '../../src/music/metre';
import { note, requestOf } from './calls';

const RANGE = { lowest: 48, highest: 83 };
const voice: Voice = {
	grid: { stepsPerQuarter: 4, stepTicks: 120, barSteps: 16 },
	octaves: 0,
	metre: COMMON_TIME,
	loudness: 0.5
};
const loudnessAt = (step: number, difference: Partial<Voice> = {}) =>
	decodeMelody([{ start: step, end: step + 1, pitch: 60 }], { ...voice, ...difference })[0]
		?.velocity;

test('an answer lies in the register of the call and on the grid', () => {
	const melody = [{ start: 3, end: 7, pitch: 60 }];
	expect(decodeMelody(melody, { ...voice, octaves: 2 })).toMatchObject([
		{ start: 360, duration: 480, pitch: 36 }
	]);
});

test('an answer is as loud as the call, and louder on the bar line and the beats', () => {
	expect(loudnessOf([note(0, 1, 60, 0.2), note(0, 1, 60, 0.6)])).toBeCloseTo(0.4);
	expect(loudnessAt(16)).toBeCloseTo(0.57);
	expect(loudnessAt(4)).toBeCloseTo(0.53);
	expect(loudnessAt(5)).toBeCloseTo(0.46);
	expect(loudnessAt(0, { loudness: 0.99 })).toBe(1);
});

test('six eighths are accented in two, not in three', () => {
	const metre = { beats: 6, unit: 8 };
	expect(loudnessAt(6, { metre })).toBeCloseTo(0.53);
	expect(loudnessAt(4, { metre })).toBeCloseTo(0.46);
});

test('a note held over the bar line keeps its length, and is not begun again', () => {
	const answer = new MelodyAnswer(requestOf(), RANGE);
	expect(answer.stepsFor(0)).toBe(20);
	const silence = new Array<number>(14).fill(NO_EVENT);
	answer.add([...silence, 14, NO_EVENT, NO_EVENT, NO_EVENT, NOTE_OFF, 16]);
	expect(answer.notesOf(0)).toMatchObject([{ start: 14 * 120, duration: 480, pitch: 60 }]);
	expect(answer.stepsFor(1)).toBe(12);
	answer.add(new Array<number>(12).fill(NO_EVENT));
	expect(answer.notesOf(1)).toMatchObject([{ start: 19 * 120, duration: 13 * 120, pitch: 62 }]);
});

test('the model goes on from a bar line, at most 64 steps and a beat before', () => {
	const answer = new MelodyAnswer(
		requestOf({ answerLength: (requestOf().callLength * 8) as never }),
		RANGE
	);
	expect(answer.context).toHaveLength(16);
	for (let bar = 0; bar < 7; bar++) {
		answer.add(new Array<number>(answer.stepsFor(bar)).fill(bar + 20));
		expect(answer.context.length % 16).toBe(4);
		expect(answer.context.length).toBe(Math.min(64, 16 * (bar + 2)) + 4);
	}
});
