import { describe, expect, test } from 'vitest';
import { AnswerLine } from '../../../src/composer/transformer/answerLine';
import { CallMoments } from '../../../src/composer/transformer/callMoments';
import { Sampler } from '../../../src/composer/transformer/choosers';
import type { Prompt } from '../../../src/composer/transformer/prompt';
import { bounded, insideWindow, playable, Rules } from '../../../src/composer/transformer/rules';
import { Steering } from '../../../src/composer/transformer/steering';
import {
	ONSET_STEPS,
	ONSETS,
	PARTS,
	symbolsOf
} from '../../../src/composer/transformer/vocabulary';
import { seededRandom } from '../../../src/lib/random';
import { smallModel } from './smallModel';

const { vocabulary } = await smallModel();
const BARS = 8;
const FOUR_FOUR = vocabulary.metres.findIndex(([beats, unit]) => beats === 4 && unit === 4);

function promptFor(control: string, asked: number): Prompt {
	return {
		call: [],
		task: 0,
		metre: FOUR_FOUR,
		barSteps: 96,
		bars: BARS,
		answerBar: 0,
		heardBars: BARS,
		controls: vocabulary.controls.map(({ name }) => (name === control ? asked : 0)),
		askedParts: [true, false, false, false, false, false]
	};
}

/** An answer by a network that finds all sixteenths and all of four octaves alike. */
function lineFor(control: string, asked: number, seed: number): AnswerLine {
	const prompt = promptFor(control, asked);
	const line = new AnswerLine(prompt, new CallMoments([], BARS * 96, 48), vocabulary);
	const steering = new Steering(prompt, vocabulary, 1);
	const rules = new Rules([insideWindow, playable, bounded]);
	const chooser = new Sampler(seededRandom(seed), { temperature: 1, topP: 1, minP: 0 });
	const onsets = new Float32Array(ONSETS).map((_, step) =>
		step < ONSET_STEPS && step % 6 === 0 ? -step / 24 : -99
	);
	const symbols = new Float32Array(symbolsOf(vocabulary)).map((_, symbol) =>
		symbol >= 36 && symbol < 84 ? 0 : -99
	);
	while (true) {
		const inside = rules.onsets(line);
		const gap = chooser.choose(steering.onsets(onsets, inside, line), inside);
		const onset = line.at + gap;
		if (gap >= ONSET_STEPS || onset >= line.length - 6) return line;
		const place = { onset, part: 0 };
		const allowed = rules.symbols(line, place, symbols.length);
		const symbol = chooser.choose(steering.symbols(symbols, allowed, line, place), allowed);
		line.add({ ...place, symbol, duration: 6, velocity: 5 }, line.momentAt(onset));
	}
}

const countOf = ({ notes }: AnswerLine) => new Set(notes.map(({ onset }) => onset)).size;
const MEASURES: Readonly<Record<string, (line: AnswerLine) => number>> = {
	density: countOf,
	register: ({ notes }) => notes.reduce((sum, { symbol }) => sum + symbol, 0) / notes.length,
	polyphony: (line) => line.notes.length / countOf(line),
	syncopation: (line) => {
		const onsets = new Set(line.notes.map(({ onset }) => onset));
		const held = [...onsets].filter(
			(onset) => onset % 24 > 0 && !onsets.has(Math.ceil(onset / 24) * 24)
		);
		return held.length / onsets.size;
	},
	chord_rate: ({ notes }) => {
		const chords = new Map<number, Set<number>>();
		for (const { onset, symbol } of notes) {
			const beat = Math.floor(onset / 24);
			chords.set(beat, (chords.get(beat) ?? new Set()).add(symbol % 12));
		}
		const inOrder = [...chords.values()];
		return inOrder.filter(
			(chord, index) => index > 0 && [...chord].some((one) => !inOrder[index - 1]!.has(one))
		).length;
	}
};

describe('steering', () => {
	test.each(Object.keys(MEASURES))('the more %s is asked the more there is', (control) => {
		const { edges } = vocabulary.controls.find(({ name }) => name === control)!;
		const means = Array.from({ length: edges.length }, (_, index) =>
			[1, 2, 3].reduce(
				(sum, seed) => sum + MEASURES[control]!(lineFor(control, 1 + index, seed)) / 3,
				0
			)
		);
		expect(means).toEqual([...means].sort((one, other) => one - other));
	});

	describe('chords to a long C', () => {
		const held = { onset: 0, duration: BARS * 96, symbol: 72, velocity: 5, part: 0 };
		const prompt: Prompt = { ...promptFor('none', 1), call: [held] };
		const steering = new Steering(prompt, vocabulary, 1);
		const allowed = new Uint8Array(symbolsOf(vocabulary)).fill(1, 48, 60);
		const even = new Float32Array(allowed.length);
		const begun = () => new AnswerLine(prompt, new CallMoments([held], BARS * 96, 48), vocabulary);
		const chanceOfC = (line: AnswerLine, part: number, onset = 0) => {
			const logits = steering.symbols(even, allowed, line, { onset, part });
			const weights = [...logits].map((logit, index) => (allowed[index] ? Math.exp(logit) : 0));
			return weights[48]! / weights.reduce((sum, weight) => sum + weight, 0);
		};
		const COMP = PARTS.indexOf('comp');

		test('have it as likely as not', () => {
			expect(chanceOfC(begun(), COMP)).toBeCloseTo(0.5, 3);
		});

		test('are free once they have it, and so is a bass', () => {
			const line = begun();
			const note = { onset: 0, duration: 96, symbol: 48, velocity: 5, part: COMP };
			line.add(note, line.momentAt(0));
			expect(chanceOfC(line, COMP, 24)).toBeCloseTo(1 / 12, 3);
			expect(chanceOfC(begun(), PARTS.indexOf('bass'))).toBeCloseTo(1 / 12, 3);
		});

		test('expect it still after what was heard of it', () => {
			const live = { ...prompt, heardBars: 2 };
			const line = new AnswerLine(live, new CallMoments([held], BARS * 96, 48), vocabulary);
			expect(chanceOfC(line, COMP, 3 * 96)).toBeCloseTo(0.5, 3);
		});
	});

	test('gives the logits back where nothing is asked', () => {
		const prompt = promptFor('none', 1);
		const line = new AnswerLine(prompt, new CallMoments([], BARS * 96, 48), vocabulary);
		const logits = new Float32Array(ONSETS).map((_, step) => step);
		const steering = new Steering(prompt, vocabulary, 0.7);
		expect(steering.onsets(logits, new Uint8Array(ONSETS).fill(1), line)).toBe(logits);
	});

	test('allows nothing that the rules forbid', () => {
		const prompt = promptFor('register', 8);
		const line = new AnswerLine(prompt, new CallMoments([], BARS * 96, 48), vocabulary);
		const logits = new Float32Array(symbolsOf(vocabulary));
		const allowed = new Uint8Array(logits.length).fill(1, 40, 60);
		const place = { onset: 0, part: 0 };
		const steered = new Steering(prompt, vocabulary, 1).symbols(logits, allowed, line, place);
		expect([...steered.keys()].filter((symbol) => Number.isFinite(steered[symbol]))).toEqual(
			Array.from({ length: 20 }, (_, index) => 40 + index)
		);
		expect(steered[59]).toBeGreaterThan(steered[40]!);
	});
});
