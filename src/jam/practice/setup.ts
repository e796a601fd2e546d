import { transposed } from '../../music/harmony/chordSpans';
import { keyOn } from '../../music/key';
import type { Metre } from '../../music/metre';
import { pitchClassWords } from '../../music/solo/pitchWords';
import { bpm, MAX_BPM, MIN_BPM } from '../../music/units';
import type { PracticeSetup } from './face';
import type { FormChords } from './ports';
import { KEY_STEPS, TRADES, type PracticeForm, type PracticePlan } from './plan';

export const DEFAULT_SETUP: PracticeSetup = {
	form: '',
	trade: 4,
	startBpm: bpm(100),
	stepBpm: 4,
	stepChoruses: 1,
	ceilingBpm: bpm(160),
	keyStep: 'stay',
	keyChoruses: 1,
	choruses: 12
};

/** More are a working day. */
export const MOST_CHORUSES = 999;
export const MOST_STEP = 40;

/** The form that is chosen; the first where it is not there; null where there is none at all. */
export const formOf = (setup: PracticeSetup, forms: readonly PracticeForm[]) =>
	forms.find(({ name }) => name === setup.form) ?? forms[0] ?? null;

/** Null where there is nothing to play over. A loop stays in its key. */
export function planOf(
	setup: PracticeSetup,
	forms: readonly PracticeForm[],
	metre: Metre,
	seed: number
): PracticePlan | null {
	const form = formOf(setup, forms);
	if (form === null) return null;
	const { trade, startBpm, stepBpm, stepChoruses, ceilingBpm, keyStep, keyChoruses } = setup;
	return {
		form,
		metre,
		trade,
		tempo: { start: startBpm, step: stepBpm, every: stepChoruses, ceiling: ceilingBpm },
		keys: { step: form.canMove ? keyStep : 'stay', every: keyChoruses, seed },
		choruses: setup.choruses
	};
}

/** `F`, or `A minor`: the key so many semitones above the form as it is given; empty where it is not known. */
export function keyWords(form: PracticeForm, offset: number): string {
	const key = keyAt(form, offset);
	if (key === null) return '';
	return key.mode === 'minor' ? key.name : pitchClassWords(key.tonic);
}

/** The key so many semitones above the form as it is given; null where it is not known. */
const keyAt = ({ key }: PracticeForm, offset: number) =>
	key === null ? null : keyOn((key.tonic + offset) % 12, key.mode);

/** The form so many semitones higher. */
export const chordsAt = (form: PracticeForm, offset: number): FormChords => ({
	spans: transposed(form.spans, offset),
	key: keyAt(form, offset)
});

/** What was saved, as far as it can be used; null for what is no set-up at all. */
export function readSetup(json: unknown): PracticeSetup | null {
	if (typeof json !== 'object' || json === null) return null;
	const saved = json as Readonly<Record<string, unknown>>;
	const number = (field: keyof PracticeSetup, least: number, most: number, usual: number) => {
		const value = saved[field];
		return typeof value === 'number' && value >= least && value <= most ? value : usual;
	};
	const count = (field: keyof PracticeSetup, usual: number) =>
		Math.round(number(field, 1, MOST_CHORUSES, usual));
	const usual = DEFAULT_SETUP;
	return {
		form: typeof saved.form === 'string' ? saved.form : usual.form,
		trade: TRADES.find((trade) => trade === saved.trade) ?? usual.trade,
		startBpm: bpm(number('startBpm', MIN_BPM, MAX_BPM, usual.startBpm)),
		stepBpm: number('stepBpm', 0, MOST_STEP, usual.stepBpm),
		stepChoruses: count('stepChoruses', usual.stepChoruses),
		ceilingBpm: bpm(number('ceilingBpm', MIN_BPM, MAX_BPM, usual.ceilingBpm)),
		keyStep: KEY_STEPS.find((step) => step === saved.keyStep) ?? usual.keyStep,
		keyChoruses: count('keyChoruses', usual.keyChoruses),
		choruses: saved.choruses === null ? null : count('choruses', 12)
	};
}
