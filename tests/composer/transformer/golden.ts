import { AnswerWriter } from '../../../src/composer/transformer/answerWriter';
import { Greedy } from '../../../src/composer/transformer/choosers';
import type { MusicModel } from '../../../src/composer/transformer/modelManifest';
import type { Network } from '../../../src/composer/transformer/network';
import type { Prompt } from '../../../src/composer/transformer/prompt';
import { insideWindow, Rules } from '../../../src/composer/transformer/rules';
import { durationClass, metreClass } from '../../../src/composer/transformer/vocabulary';

/** [onset, duration, symbol, velocity, part] in steps and classes. */
type Row = readonly [number, number, number, number, number];

/** A prompt of golden.json, with what PyTorch makes of it. */
export interface GoldenPrompt {
	readonly name: string;
	readonly metre: readonly [number, number];
	readonly bars: number;
	readonly answer_bar: number;
	readonly heard_bars: number;
	readonly call: readonly Row[];
	/** The task's class, then those of all controls. */
	readonly asked: readonly number[];
	readonly asked_parts: readonly number[];
	/** The logits of the first steps, by head. */
	readonly steps: readonly Readonly<Record<string, readonly number[]>>[];
	/** The greedy answer, with classes of duration. */
	readonly greedy: readonly Row[];
}

export interface Golden {
	readonly prompts: readonly GoldenPrompt[];
}

export const promptOf = (golden: GoldenPrompt, { vocabulary }: MusicModel): Prompt => {
	const [beats, unit] = golden.metre;
	const [task = 0, ...controls] = golden.asked;
	return {
		call: golden.call.map(([onset, duration, symbol, velocity, part]) => ({
			onset,
			duration,
			symbol,
			velocity,
			part
		})),
		task,
		metre: metreClass(beats, unit, vocabulary),
		barSteps: (96 * beats) / unit,
		bars: golden.bars,
		answerBar: golden.answer_bar,
		heardBars: golden.heard_bars,
		controls,
		askedParts: golden.asked_parts.map((isAsked) => isAsked === 1)
	};
};

/** What the network makes of a golden prompt: the greedy notes, and the largest error of a logit. */
export async function replay(golden: GoldenPrompt, network: Network, model: MusicModel) {
	const reading = await network.read(promptOf(golden, model));
	const wanted = golden.steps.flatMap((step) => Object.entries(step));
	let heard = 0;
	let error = 0;
	const heads: string[] = [];
	const writer = new AnswerWriter(reading, {
		rules: new Rules([insideWindow]),
		chooser: new Greedy(),
		onLogits: (head, logits) => {
			const [name, values] = wanted[heard++] ?? [];
			if (name === undefined || values === undefined) return;
			heads.push(head);
			if (name !== head || values.length !== logits.length) error = Infinity;
			for (const [index, value] of values.entries()) {
				error = Math.max(error, Math.abs(value - logits[index]!));
			}
		}
	});
	const notes: Row[] = [];
	for (let event = await writer.next(); event.kind !== 'ended'; event = await writer.next()) {
		if (event.kind !== 'note') continue;
		const { onset, duration, symbol, velocity, part } = event.note;
		notes.push([onset, durationClass(duration, model.vocabulary), symbol, velocity, part]);
		if (notes.length >= golden.greedy.length && heard >= wanted.length) break;
	}
	writer.dispose();
	reading.dispose();
	return { notes, error, heads: heads.length, wanted: wanted.length };
}
