import type { BatchDrawing } from '../batch';
import type { Reading } from '../../transformer/answerWriter';
import { chordLock, keyLock } from '../../transformer/locks';
import type { Prompt } from '../../transformer/prompt';
import { insideWindow, Rules } from '../../transformer/rules';
import { CHORD_FIT } from '../../transformer/steering';
import type { Interval } from '../../transformer/tilt';
import { beatStepsOf, PARTS, type Vocabulary } from '../../transformer/vocabulary';
import { wantedOf } from '../../transformer/wanted';
import type { ControlName } from '../../protocol';
import { AnswerLine } from '../../transformer/answerLine';

/** The bits of `flags`, as line.wgsl has them. */
const GREEDY = 1;
/** Playable, bounded and guarded. */
const ALL_RULES = 2 + 4 + 8;
const FIT = 16;
const STEERS: readonly ControlName[] = [
	'polyphony',
	'chord_rate',
	'syncopation',
	'density',
	'register',
	'closeness'
];
const FIRST_STEER = 32;
/** Until the first steer, in words; then two each. */
const SETTING_WORDS = 12;

/** The locks as rules of their own; null where there are none. */
export function locksOf({
	keyLock: key,
	chordLock: chords,
	origin = 0
}: BatchDrawing): Rules | null {
	const isLocked = chords !== undefined || (key?.length ?? 0) > 0;
	if (!isLocked) return null;
	return new Rules([
		...(chords ? [chordLock(chords, origin)] : []),
		...(key?.length ? [keyLock(key)] : [])
	]);
}

const wantedBy = (prompt: Prompt, vocabulary: Vocabulary): readonly (Interval | null)[] =>
	STEERS.map((name) => wantedOf(name, prompt.controls, vocabulary));

function partsOf({ prompt, moments, model }: Reading): number {
	const line = new AnswerLine(prompt, moments, model.vocabulary);
	const allowed = new Rules([insideWindow]).parts(line);
	return PARTS.reduce((bits, _, part) => bits + (allowed[part] === 1 ? 2 ** part : 0), 0);
}

/** The words of a batch's `Setting`. */
export function settingOf(reading: Reading, drawing: BatchDrawing): Uint32Array<ArrayBuffer> {
	const { prompt, recall, model } = reading;
	const words = new Uint32Array(SETTING_WORDS + 2 * STEERS.length + 2);
	const floats = new Float32Array(words.buffer);
	const { barSteps, answerBar, bars } = prompt;
	const wanted = drawing.isSteered ? wantedBy(prompt, model.vocabulary) : [];
	const steers = wanted.reduce(
		(bits, interval, index) => bits + (interval === null ? 0 : FIRST_STEER << index),
		drawing.isSteered ? FIT : 0
	);
	const rules = drawing.rules === 'all' ? ALL_RULES : 0;
	const flags = steers + rules + (drawing.temperature === null ? GREEDY : 0);
	words.set([
		barSteps,
		answerBar * barSteps,
		bars * barSteps,
		bars,
		drawing.seeds.length,
		recall.events,
		partsOf(reading),
		flags,
		beatStepsOf(prompt.metre, model.vocabulary)
	]);
	floats.set([drawing.temperature ?? 1, drawing.topP, drawing.minP], 9);
	for (const [index, interval] of wanted.entries()) {
		if (interval === null) continue;
		floats.set([interval.low, interval.high], SETTING_WORDS + 2 * index);
	}
	floats[SETTING_WORDS + 2 * STEERS.length] = CHORD_FIT;
	return words;
}
