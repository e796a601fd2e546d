import { describe, expect, test } from 'vitest';
import {
	bounded,
	insideWindow,
	playable,
	Rules,
	type Rule
} from '../../../src/composer/transformer/rules';
import {
	ANSWER_ENDS,
	BAR_PASSES,
	DRUMS,
	PARTS,
	PITCHES,
	symbolsOf
} from '../../../src/composer/transformer/vocabulary';
import { BAR_STEPS, lineOf, stepNote } from './prompts';
import { smallModel } from './smallModel';

const { vocabulary } = await smallModel();
const SYMBOLS = symbolsOf(vocabulary);
const allowedIn = (mask: Uint8Array) => [...mask.keys()].filter((index) => mask[index] === 1);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('inside the window', () => {
	const rules = new Rules([insideWindow]);
	const onsetsAfter = (at: number) =>
		allowedIn(rules.onsets(lineOf(vocabulary, at === 0 ? [] : [stepNote(at, 60)])));

	test('a note begins anywhere before the end, or a bar passes, or the answer ends', () => {
		expect(onsetsAfter(0)).toEqual([...upTo(192), BAR_PASSES, ANSWER_ENDS]);
		expect(onsetsAfter(2 * BAR_STEPS + 1)).toEqual([...upTo(191), BAR_PASSES, ANSWER_ENDS]);
	});

	test('no bar passes where the last one has begun', () => {
		expect(onsetsAfter(3 * BAR_STEPS)).toEqual([...upTo(BAR_STEPS), ANSWER_ENDS]);
		expect(onsetsAfter(4 * BAR_STEPS - 1)).toEqual([0, ANSWER_ENDS]);
	});

	test('only the parts that are asked for play', () => {
		const askedParts = PARTS.map((part) => part === 'comp' || part === 'bass');
		const line = lineOf(vocabulary, [], { askedParts });
		expect(allowedIn(rules.parts(line)).map((part) => PARTS[part])).toEqual(['comp', 'bass']);
	});
});

describe('what is playable', () => {
	const rules = new Rules([playable]);
	const line = lineOf(vocabulary);

	test('is drums for drums and pitches for all others', () => {
		for (const part of PARTS.keys()) {
			const symbols = allowedIn(rules.symbols(line, { onset: 0, part }, SYMBOLS));
			const isFitting = (symbol: number) => symbol >= PITCHES === (part === DRUMS);
			expect(symbols).toEqual(upTo(SYMBOLS).filter(isFitting));
		}
	});

	test('ends with the window', () => {
		expect(rules.longest(line, 3 * BAR_STEPS, 60)).toBe(BAR_STEPS);
		expect(rules.longest(line, 4 * BAR_STEPS - 1, 60)).toBe(1);
	});
});

describe('what is bounded', () => {
	const rules = new Rules([insideWindow, bounded]);
	const chord = (count: number, onset = 0) =>
		upTo(count).map((index) => stepNote(onset, 40 + index));
	/** A bar of chords of four, each a sixteenth long. */
	const cloud = (count: number) =>
		upTo(count).map((index) => stepNote(6 * Math.floor(index / 4), 60 + (index % 4)));

	test('is how many notes begin at once', () => {
		expect(rules.onsets(lineOf(vocabulary, chord(7)))[0]).toBe(1);
		expect(rules.onsets(lineOf(vocabulary, chord(8)))[0]).toBe(0);
	});

	test('is how many notes begin in a bar, and the next bar is free', () => {
		expect(rules.onsets(lineOf(vocabulary, cloud(63)))[0]).toBe(1);
		const full = allowedIn(rules.onsets(lineOf(vocabulary, cloud(64))));
		expect(full[0]).toBe(BAR_STEPS - 90);
		const next = lineOf(vocabulary, [...cloud(64), stepNote(BAR_STEPS, 60)]);
		expect(rules.onsets(next)[0]).toBe(1);
	});

	test('lets a full bar at the end only end', () => {
		const line = lineOf(vocabulary, cloud(64), { bars: 1 });
		expect(allowedIn(rules.onsets(line))).toEqual([ANSWER_ENDS]);
	});

	test('is how often a part strikes a pitch at once: once', () => {
		const line = lineOf(vocabulary, chord(3));
		const freeAt = (onset: number, part: number) =>
			rules.symbols(line, { onset, part }, SYMBOLS).slice(40, 43).join('');
		expect(freeAt(0, 0)).toBe('000');
		expect(freeAt(0, 1)).toBe('111');
		expect(freeAt(6, 0)).toBe('111');
	});
});

describe('rules', () => {
	const only = (...symbols: readonly number[]): Rule => ({
		symbols: (_line, _place, allowed) => {
			for (const symbol of allowed.keys()) if (!symbols.includes(symbol)) allowed[symbol] = 0;
		}
	});
	const kept = (...rules: readonly Rule[]) =>
		allowedIn(new Rules(rules).symbols(lineOf(vocabulary), { onset: 0, part: 0 }, 10));

	test('hold together', () => {
		expect(kept(only(1, 2, 3), only(2, 3, 4))).toEqual([2, 3]);
	});

	test('yield, the later ones first, where they would leave nothing', () => {
		expect(kept(only(1, 2), only(8, 9), only(2, 9))).toEqual([2]);
		expect(kept(only(), only(7))).toEqual([7]);
	});

	test('let a note sound no longer than the strictest of them', () => {
		const atMost = (steps: number): Rule => ({ longest: () => steps });
		const line = lineOf(vocabulary);
		expect(new Rules([atMost(9), atMost(4), {}]).longest(line, 0, 60)).toBe(4);
		expect(new Rules([{}]).longest(line, 0, 60)).toBe(Infinity);
	});
});
