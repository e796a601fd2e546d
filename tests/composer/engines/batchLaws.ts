import type { BatchDrawing } from '../../../src/composer/engines/batch';
import type { WgslEngine } from '../../../src/composer/engines/wgsl/wgslEngine';
import {
	AnswerWriter,
	type Reading,
	type Written
} from '../../../src/composer/transformer/answerWriter';
import { Greedy, type Chooser } from '../../../src/composer/transformer/choosers';
import { chordLock, keyLock } from '../../../src/composer/transformer/locks';
import { repetitionGuard } from '../../../src/composer/transformer/repetitionGuard';
import { bounded, insideWindow, playable, Rules } from '../../../src/composer/transformer/rules';
import { Steering } from '../../../src/composer/transformer/steering';
import { ANSWER_ENDS, BAR_PASSES } from '../../../src/composer/transformer/vocabulary';

/** The likeliest, by the network alone, as the golden answers are. */
export const goldenDrawing = (candidates: number): BatchDrawing => ({
	seeds: Array.from({ length: candidates }, (_, seed) => seed),
	temperature: null,
	topP: 1,
	minP: 0,
	rules: 'window',
	isSteered: false
});

/** As TransformerAnswerer draws. */
export const usualDrawing = (
	candidates: number,
	difference: Partial<BatchDrawing> = {}
): BatchDrawing => ({
	seeds: Array.from({ length: candidates }, (_, seed) => 1000 + seed),
	temperature: 0.95,
	topP: 0.95,
	minP: 0.02,
	rules: 'all',
	isSteered: true,
	...difference
});

/** What each candidate of a batch writes, at most about so many events. */
export async function batchOf(
	engine: WgslEngine,
	reading: Reading,
	drawing: BatchDrawing,
	most = Infinity
): Promise<Written[][]> {
	const written: Written[][] = drawing.seeds.map(() => []);
	for await (const piece of engine.writeBatch(reading, drawing)) {
		for (const { candidate, event } of piece) written[candidate]!.push(event);
		if (written.some((events) => events.length >= most)) break;
	}
	return written;
}

/** The rules of a drawing, for an AnswerWriter. */
export const rulesOf = ({ rules, keyLock: key, chordLock: chords, origin = 0 }: BatchDrawing) =>
	new Rules([
		insideWindow,
		...(rules === 'all' ? [playable] : []),
		...(chords ? [chordLock(chords, origin)] : []),
		...(key?.length ? [keyLock(key)] : []),
		...(rules === 'all' ? [bounded, repetitionGuard] : [])
	]);

const steeringOf = ({ prompt, model }: Reading, { isSteered, temperature }: BatchDrawing) =>
	isSteered ? new Steering(prompt, model.vocabulary, temperature ?? 1) : null;

async function writtenWith(
	reading: Reading,
	drawing: BatchDrawing,
	chooser: Chooser,
	most: number
) {
	const writer = new AnswerWriter(reading, {
		rules: rulesOf(drawing),
		chooser,
		steering: steeringOf(reading, drawing)
	});
	const written: Written[] = [];
	try {
		while (written.length < most) {
			const event = await writer.next();
			written.push(event);
			if (event.kind === 'ended' || event.kind === 'full') break;
		}
	} finally {
		writer.dispose();
	}
	return written;
}

/** What an AnswerWriter writes that takes the likeliest always. */
export const greedilyWritten = (reading: Reading, drawing: BatchDrawing, most = Infinity) =>
	writtenWith(reading, drawing, new Greedy(), most);

/** A sum of 32-bit numbers in another order may differ by so much. */
const TOLERANCE = 1.02;

interface Choice {
	readonly class: number;
	/** Not for what is not known for certain. */
	readonly isChecked: boolean;
}

/** Makes the choices that were made elsewhere, and finds those that a Sampler would not have made. */
class Retracing implements Chooser {
	readonly faults: string[] = [];
	readonly #choices: readonly Choice[];
	readonly #drawing: BatchDrawing;
	#asked = 0;

	constructor(choices: readonly Choice[], drawing: BatchDrawing) {
		this.#choices = choices;
		this.#drawing = drawing;
	}

	/** The first onset was drawn once more. */
	get hotter(): Chooser {
		this.#asked--;
		return this;
	}

	choose(logits: Float32Array, allowed: Uint8Array): number {
		const choice = this.#choices[this.#asked];
		if (choice === undefined) throw new RangeError('more choices than were made');
		const place = this.#asked++;
		if (allowed[choice.class] !== 1) this.faults.push(`${choice.class} at ${place} is forbidden`);
		else if (choice.isChecked && !this.#isLikely(logits, allowed, choice.class)) {
			this.faults.push(`${choice.class} at ${place} is out of the draw`);
		}
		return choice.class;
	}

	#isLikely(logits: Float32Array, allowed: Uint8Array, choice: number): boolean {
		const { temperature, topP, minP } = this.#drawing;
		const best = logits[new Greedy().choose(logits, allowed)]!;
		const chances = [...logits].map((logit, index) =>
			allowed[index] === 1 ? Math.exp((logit - best) / (temperature ?? 1)) : 0
		);
		const own = chances[choice]!;
		const inDraw = chances.filter((chance) => chance * TOLERANCE >= minP);
		const total = inDraw.reduce((sum, chance) => sum + chance, 0);
		const before = inDraw
			.filter((chance) => chance > own * TOLERANCE)
			.reduce((sum, chance) => sum + chance, 0);
		return own * TOLERANCE >= minP && before <= topP * total * TOLERANCE;
	}
}

/** What of a candidate no AnswerWriter with a Sampler could have written. */
export async function faultsOf(
	reading: Reading,
	drawing: BatchDrawing,
	written: readonly Written[]
): Promise<readonly string[]> {
	const { vocabulary } = reading.model;
	const { prompt } = reading;
	const { durations } = vocabulary;
	const end = prompt.bars * prompt.barSteps;
	let at = prompt.answerBar * prompt.barSteps;
	const choices = written.flatMap((event, index): Choice[] => {
		// The first onset may have been drawn hotter.
		const isChecked = index > 0;
		if (event.kind === 'ended') return [{ class: ANSWER_ENDS, isChecked }];
		if (event.kind === 'full') return [];
		const before = at;
		at = event.kind === 'silent' ? event.until : event.note.onset;
		if (event.kind === 'silent') return [{ class: BAR_PASSES, isChecked }];
		const { onset, part, symbol, duration, velocity } = event.note;
		// A rule may have cut it; the loudness depends on what was drawn.
		const isKnown = drawing.chordLock === undefined && onset + duration < end;
		const length = durations.includes(duration)
			? durations.indexOf(duration)
			: durations.length - 1;
		return [
			{ class: onset - before, isChecked },
			{ class: part, isChecked: true },
			{ class: symbol, isChecked: true },
			{ class: length, isChecked: isKnown },
			{ class: velocity - 1, isChecked: isKnown }
		];
	});
	const chooser = new Retracing(choices, drawing);
	const again = await writtenWith(reading, drawing, chooser, written.length);
	const kinds = (events: readonly Written[]) => events.map(({ kind }) => kind).join();
	return kinds(again) === kinds(written) ? chooser.faults : [...chooser.faults, kinds(again)];
}
