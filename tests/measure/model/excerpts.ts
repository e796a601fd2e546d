import { readFileSync } from 'node:fs';
import type { AnswerRequest, TaskName } from '../../../src/composer/protocol';
import type { Prompt, StepNote } from '../../../src/composer/transformer/prompt';
import {
	metreClass,
	PARTS,
	pitchOf,
	TASKS,
	TICKS_PER_STEP,
	velocityOf,
	type Vocabulary
} from '../../../src/composer/transformer/vocabulary';
import { barLength } from '../../../src/music/metre';
import type { Note } from '../../../src/music/note';
import { pitch, ticks, velocity } from '../../../src/music/units';

/** Onset, duration, symbol, velocity, part; in steps and classes. */
export type Row = readonly [number, number, number, number, number];

/** A call with its true answer from the test split, as models/training/excerpts.py cut it. */
export interface Excerpt {
	readonly set: string;
	readonly task: TaskName;
	readonly metre: readonly [number, number];
	readonly bars: number;
	readonly answer_bar: number;
	readonly heard_bars: number;
	readonly notes: number;
	/** 16ths in which the melody is in the accompaniment and in which both sound, by Python. */
	readonly frames?: readonly [hits: number, heard: number];
	readonly call: readonly Row[];
	readonly answer: readonly Row[];
}

interface Excerpts {
	readonly split_hash: string;
	/** Bits of each true answer in PyTorch, by model. */
	readonly bits: Readonly<
		Record<string, { readonly weights_sha256: string; readonly bits: readonly number[] }>
	>;
	readonly excerpts: readonly Excerpt[];
}

const QUARTER_STEPS = 24;
/** What a note of a score without dynamics is played at. */
const USUAL_VELOCITY = 0.7;

export const readExcerpts = () =>
	JSON.parse(readFileSync(new URL('./excerpts.json', import.meta.url), 'utf8')) as Excerpts;

export const stepNoteOf = ([onset, duration, symbol, loudness, part]: Row): StepNote => ({
	onset,
	duration,
	symbol,
	velocity: loudness,
	part
});

export const barStepsOf = ({ metre: [beats, unit] }: Excerpt) => (beats * 4 * QUARTER_STEPS) / unit;

/** What the network is asked. */
export function promptOf(excerpt: Excerpt, vocabulary: Vocabulary): Prompt {
	const parts = new Set(excerpt.answer.map((row) => row[4]));
	return {
		call: excerpt.call.map(stepNoteOf),
		task: TASKS.indexOf(excerpt.task),
		metre: metreClass(...excerpt.metre, vocabulary),
		barSteps: barStepsOf(excerpt),
		bars: excerpt.bars,
		answerBar: excerpt.answer_bar,
		heardBars: excerpt.heard_bars,
		controls: vocabulary.controls.map(() => 0),
		askedParts: PARTS.map((_, index) => parts.has(index))
	};
}

/** What the composer is asked: the excerpt's call as the page would send it. */
export function requestOf(excerpt: Excerpt, vocabulary: Vocabulary, seed: number): AnswerRequest {
	const [beats, unit] = excerpt.metre;
	const bar = barLength({ beats, unit });
	const isOnwards = excerpt.task === 'continue';
	return {
		call: excerpt.call.map((row) => noteOf(row, vocabulary)),
		callParts: excerpt.call.map((row) => PARTS[row[4]]!),
		callLength: ticks((isOnwards ? excerpt.answer_bar : excerpt.bars) * bar),
		answerLength: ticks((excerpt.bars - excerpt.answer_bar) * bar),
		metre: { beats, unit },
		temperature: 1,
		candidates: 1,
		seed,
		task: excerpt.task,
		part: PARTS[excerpt.answer[0]![4]]!
	};
}

const noteOf = ([onset, duration, symbol, loudness]: Row, vocabulary: Vocabulary): Note => ({
	start: ticks(onset * TICKS_PER_STEP),
	duration: ticks(duration * TICKS_PER_STEP),
	pitch: pitch(pitchOf(symbol, vocabulary)),
	velocity: velocity(loudness === 0 ? USUAL_VELOCITY : velocityOf(loudness, vocabulary))
});
