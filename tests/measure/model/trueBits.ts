import { AnswerWriter } from '../../../src/composer/transformer/answerWriter';
import type { Chooser } from '../../../src/composer/transformer/choosers';
import type { MusicModel } from '../../../src/composer/transformer/modelManifest';
import type { Network } from '../../../src/composer/transformer/network';
import { Rules } from '../../../src/composer/transformer/rules';
import {
	ANSWER_ENDS,
	BAR_PASSES,
	durationClass,
	ONSET_STEPS,
	type Vocabulary
} from '../../../src/composer/transformer/vocabulary';
import { barStepsOf, promptOf, type Excerpt } from './excerpts';

/** A score without dynamics says nothing of a note's velocity, so that no bits are counted. */
const UNSAID = -1;

/** The class that each head must choose, event by event, for the answer to be the true one. */
export function classesOf(excerpt: Excerpt, vocabulary: Vocabulary): number[] {
	const barSteps = barStepsOf(excerpt);
	const classes: number[] = [];
	let last = excerpt.answer_bar * barSteps;
	for (const [onset, duration, symbol, velocity, part] of excerpt.answer) {
		for (; onset - last >= ONSET_STEPS; last += barSteps) classes.push(BAR_PASSES);
		const length = durationClass(duration, vocabulary);
		classes.push(onset - last, part, symbol, length, velocity === 0 ? UNSAID : velocity - 1);
		last = onset;
	}
	return [...classes, ANSWER_ENDS];
}

/** Leads a network along the true answer, and counts how many bits it would have needed. */
class Guide implements Chooser {
	readonly #classes: readonly number[];
	#made = 0;
	bits = 0;

	constructor(classes: readonly number[]) {
		this.#classes = classes;
	}

	/** For the choice that was just made: it is made again. */
	get hotter(): Chooser {
		const made = this.#classes[this.#made - 1]!;
		const again: Chooser = { choose: () => made, hotter: this };
		return again;
	}

	choose(logits: Float32Array): number {
		const taken = this.#classes[this.#made++]!;
		if (taken === UNSAID) return taken;
		const highest = Math.max(...logits);
		const total = logits.reduce((sum, logit) => sum + Math.exp(logit - highest), 0);
		this.bits += (Math.log(total) - (logits[taken]! - highest)) / Math.LN2;
		return taken;
	}
}

/** The bits of an excerpt's true answer, its end included. */
export async function trueBits(
	excerpt: Excerpt,
	network: Network,
	{ vocabulary }: MusicModel
): Promise<number> {
	const reading = await network.read(promptOf(excerpt, vocabulary));
	const guide = new Guide(classesOf(excerpt, vocabulary));
	const writer = new AnswerWriter(reading, { rules: new Rules([]), chooser: guide });
	for (let event = await writer.next(); event.kind !== 'ended'; event = await writer.next()) {
		if (event.kind === 'full') throw new Error('an excerpt is longer than the context');
	}
	writer.dispose();
	reading.dispose();
	return guide.bits;
}
