import { describe, expect, test } from 'vitest';
import type { StepNote } from '../../../src/composer/transformer/prompt';
import { repetitionGuard } from '../../../src/composer/transformer/repetitionGuard';
import { Rules } from '../../../src/composer/transformer/rules';
import { DRUMS, symbolsOf } from '../../../src/composer/transformer/vocabulary';
import { BAR_STEPS, lineOf, stepNote } from './prompts';
import { smallModel } from './smallModel';

const { vocabulary } = await smallModel();
const rules = new Rules([repetitionGuard]);
const LAST = { onset: 48, part: 0 };
const TUNE = [stepNote(0, 60), stepNote(24, 64), stepNote(48, 67)];

const inBar = (bar: number, notes: readonly StepNote[]) =>
	notes.map((note) => ({ ...note, onset: note.onset + bar * BAR_STEPS }));

/** The symbols that may not end the third bar after these three. */
function forbidden(older: readonly StepNote[], old: readonly StepNote[], now: readonly StepNote[]) {
	const line = lineOf(vocabulary, [...inBar(0, older), ...inBar(1, old), ...inBar(2, now)]);
	const place = { ...LAST, onset: LAST.onset + 2 * BAR_STEPS };
	const allowed = rules.symbols(line, place, symbolsOf(vocabulary));
	return [...allowed.keys()].filter((symbol) => allowed[symbol] === 0);
}

describe('the guard', () => {
	test('forbids the note that would bring a bar for the third time in a row', () => {
		expect(forbidden(TUNE, TUNE, TUNE.slice(0, 2))).toEqual([67]);
	});

	test.each([
		['came but once', [TUNE[0]!, TUNE[1]!], TUNE, TUNE.slice(0, 2)],
		['has already begun otherwise', TUNE, TUNE, [stepNote(0, 62), TUNE[1]!]],
		['is not at its last note', TUNE, TUNE, [TUNE[0]!]],
		['holds two notes', TUNE.slice(1), TUNE.slice(1), TUNE.slice(1, 2)]
	])('forbids nothing where a bar %s', (_, older, old, now) => {
		expect(forbidden(older, old, now)).toEqual([]);
	});

	test('leaves drums to repeat themselves', () => {
		const beat = TUNE.map((note, index) => ({ ...note, symbol: 128 + index, part: DRUMS }));
		expect(forbidden(beat, beat, beat.slice(0, 2))).toEqual([]);
	});

	test('hears through drums', () => {
		const stroke = { ...TUNE[0]!, symbol: 130, part: DRUMS };
		expect(forbidden([stroke, ...TUNE], TUNE, TUNE.slice(0, 2))).toEqual([67]);
	});

	test('hears through lengths and loudness', () => {
		const long = TUNE.map((note) => ({ ...note, duration: 20, velocity: 2 }));
		expect(forbidden(TUNE, long, TUNE.slice(0, 2))).toEqual([67]);
	});
});
