import { seededRandom } from '../../lib/random';
import type { ChordSpan } from '../../music/harmony/chord';
import { barLength, metreName, type Metre } from '../../music/metre';
import type { Key } from '../../music/key';
import { bpm, MAX_BPM, MIN_BPM, type Bpm, type Ticks } from '../../music/units';

/** What a chorus is played over. */
export interface PracticeForm {
	/** For people: `12-bar blues`. */
	readonly name: string;
	/** Whole bars. */
	readonly length: Ticks;
	/** Counted from the form's first bar line; empty where no chords are known. */
	readonly spans: readonly ChordSpan[];
	/** Null where it is not known. */
	readonly key: Key | null;
	/** A loop stays in its key. */
	readonly canMove: boolean;
}

/** Bars that the player plays before the band does; `solo` leaves all of them to the player. */
export const TRADES = ['solo', 1, 2, 4, 8] as const;
export type Trade = (typeof TRADES)[number];

/** How the tempo climbs: by `step` every `every` choruses, to `ceiling` at most. A step of 0 stays. */
export interface TempoPlan {
	readonly start: Bpm;
	readonly step: number;
	readonly every: number;
	readonly ceiling: Bpm;
}

/** `fourths` and `semitones` go up by one of them; `shuffled` visits all twelve in an order of its own. */
export const KEY_STEPS = ['stay', 'fourths', 'semitones', 'shuffled'] as const;
export type KeyStep = (typeof KEY_STEPS)[number];

/** How the keys change: every `every` choruses. */
export interface KeyPlan {
	readonly step: KeyStep;
	readonly every: number;
	/** Of the order of `shuffled`. */
	readonly seed: number;
}

/** All that a practice is set to. */
export interface PracticePlan {
	readonly form: PracticeForm;
	readonly metre: Metre;
	readonly trade: Trade;
	readonly tempo: TempoPlan;
	readonly keys: KeyPlan;
	/** Null goes on until it is ended. */
	readonly choruses: number | null;
}

const FOURTH = 5;
const KEYS = 12;

/** Why a practice cannot be played, in a sentence; empty when it can. */
export function refusalOf({ form, metre, tempo, keys, choruses }: PracticePlan): string {
	const bar = barLength(metre);
	if (!(form.length > 0)) {
		return 'There is nothing to practise over yet: choose a progression, or record a loop.';
	}
	if (form.length % bar !== 0) {
		return `“${form.name}” is not whole bars of ${metreName(metre)}: choose its metre, or another form.`;
	}
	const isTempo = [tempo.start, tempo.ceiling].every((at) => at >= MIN_BPM && at <= MAX_BPM);
	if (!isTempo || !(tempo.step >= 0) || !isCount(tempo.every)) {
		return `The tempo climbs in steps of 0 or more, between ${MIN_BPM} and ${MAX_BPM} BPM.`;
	}
	if (!isCount(keys.every) || (choruses !== null && !isCount(choruses))) {
		return 'Choruses are counted in whole numbers, from 1 on.';
	}
	if (keys.step !== 'stay' && !form.canMove) {
		return 'A loop stays in its key: choose a progression to change keys.';
	}
	return '';
}

const isCount = (count: number) => Number.isInteger(count) && count >= 1;

/** The tempo of a chorus, counted from 0. Never falls; a start above the ceiling stays where it is. */
export function tempoOf({ start, step, every, ceiling }: TempoPlan, chorus: number): Bpm {
	const climbed = start + step * Math.floor(chorus / every);
	return bpm(Math.max(start, Math.min(ceiling, climbed)));
}

/** How many semitones above the form as it is given a chorus lies, 0–11; choruses count from 0. */
export function keyOffsetOf({ step, every, seed }: KeyPlan, chorus: number): number {
	const steps = Math.floor(chorus / every);
	switch (step) {
		case 'stay':
			return 0;
		case 'fourths':
			return (steps * FOURTH) % KEYS;
		case 'semitones':
			return steps % KEYS;
		case 'shuffled':
			return shuffledKeys(seed)[steps % KEYS]!;
	}
}

/** All twelve, beginning with the form as it is given. */
function shuffledKeys(seed: number): readonly number[] {
	const random = seededRandom(seed);
	const order = Array.from({ length: KEYS }, (_, key) => key);
	for (let index = KEYS - 1; index > 1; index--) {
		const other = 1 + Math.floor(random() * index);
		[order[index], order[other]] = [order[other]!, order[index]!];
	}
	return order;
}
