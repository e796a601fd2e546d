import type { AnswerLine } from './answerLine';
import { BAR_PASSES, DRUMS, ONSET_STEPS, ONSETS, PARTS, PITCHES } from './vocabulary';

/** A note before its pitch is chosen. */
export interface Place {
	readonly onset: number;
	readonly part: number;
}

/** What may come next. Each part of a rule puts 0 into a mask for what may not. */
export interface Rule {
	onsets?(line: AnswerLine, allowed: Uint8Array): void;
	parts?(line: AnswerLine, allowed: Uint8Array): void;
	symbols?(line: AnswerLine, place: Place, allowed: Uint8Array): void;
	/** The most steps that a note may sound. */
	longest?(line: AnswerLine, onset: number, symbol: number): number;
}

/** Notes begin inside the window, in the parts that are asked for. All that holds when greedy. */
export const insideWindow: Rule = {
	onsets(line, allowed) {
		const left = line.length - line.at;
		allowed.fill(0, Math.min(left, ONSET_STEPS), ONSET_STEPS);
		if (left <= line.prompt.barSteps) allowed[BAR_PASSES] = 0;
	},
	parts(line, allowed) {
		for (let part = 0; part < PARTS.length; part++) {
			if (line.prompt.askedParts[part] !== true) allowed[part] = 0;
		}
	}
};

/** Drums play drum sounds and the others pitches; notes end with the window. */
export const playable: Rule = {
	symbols(_line, { part }, allowed) {
		if (part === DRUMS) allowed.fill(0, 0, PITCHES);
		else allowed.fill(0, PITCHES);
	},
	longest: (line, onset) => line.length - onset
};

/** As many as ten fingers play at once, all but two. */
const MOST_AT_ONCE = 8;
/** Sixteenths of four notes each: no bar takes longer to make. */
const MOST_IN_BAR = 64;

/** No part strikes a pitch twice at once, and neither a chord nor a bar goes on for ever. */
export const bounded: Rule = {
	onsets(line, allowed) {
		const { notes, at, prompt } = line;
		if (notes.filter(({ onset }) => onset === at).length >= MOST_AT_ONCE) allowed[0] = 0;
		const bar = at - (at % prompt.barSteps);
		if (notes.filter(({ onset }) => onset >= bar).length >= MOST_IN_BAR) {
			allowed.fill(0, 0, Math.min(bar + prompt.barSteps - at, ONSET_STEPS));
		}
	},
	symbols({ notes }, place, allowed) {
		for (const { onset, part, symbol } of notes) {
			if (onset === place.onset && part === place.part) allowed[symbol] = 0;
		}
	}
};

const ones = (count: number) => new Uint8Array(count).fill(1);

/** Rules that hold together: one that would leave nothing is passed over, the later ones first to go. */
export class Rules {
	readonly #rules: readonly Rule[];

	constructor(rules: readonly Rule[]) {
		this.#rules = rules;
	}

	onsets(line: AnswerLine): Uint8Array {
		return this.#mask(ONSETS, 'onsets', (rule, allowed) => rule.onsets?.(line, allowed));
	}

	parts(line: AnswerLine): Uint8Array {
		return this.#mask(PARTS.length, 'parts', (rule, allowed) => rule.parts?.(line, allowed));
	}

	symbols(line: AnswerLine, place: Place, count: number): Uint8Array {
		return this.#mask(count, 'symbols', (rule, allowed) => rule.symbols?.(line, place, allowed));
	}

	/** The most steps that a note may sound. */
	longest(line: AnswerLine, onset: number, symbol: number): number {
		const limits = this.#rules.map((rule) => rule.longest?.(line, onset, symbol) ?? Infinity);
		return Math.min(...limits);
	}

	#mask(
		count: number,
		kind: 'onsets' | 'parts' | 'symbols',
		apply: (rule: Rule, allowed: Uint8Array) => void
	): Uint8Array {
		let allowed = ones(count);
		for (const rule of this.#rules) {
			if (rule[kind] === undefined) continue;
			const stricter = allowed.slice();
			apply(rule, stricter);
			if (stricter.includes(1)) allowed = stricter;
		}
		return allowed;
	}
}
