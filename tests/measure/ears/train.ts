import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Activations } from '../../../src/ears/loop/activations';
import { candidatesIn, type Candidate } from '../../../src/ears/loop/candidates';
import { contextsOf } from '../../../src/ears/loop/contexts';
import { featuresOf } from '../../../src/ears/loop/features';
import { weighedIn, type Judges } from '../../../src/ears/loop/hearNotes';
import type { HearWindow } from '../../../src/ears/loop/pitchNetwork';
import { strikesIn } from '../../../src/ears/loop/strikes';
import { BAD_INPUTS, badInput } from '../../ears/loop/badInput';
import { onsetsOf, placeOf, takeOf } from './listening';
import { networkInNode } from '../../ears/loop/networkNode';
import type { Phrase, Preset, Texture } from './phrase';
import { phrasesOf } from './phrases';
import { findSoundfont, recordingOf, RENDERED_RATE, type Timbre } from './render';
import { ONSET_TOLERANCE, type Onset } from './scores';
import { spoken, TUNED_SAYINGS } from './speech';
import { trainJudge } from './trainJudge';

const WEIGHTS = fileURLToPath(new URL('../../../src/ears/loop/judgeWeights.json', import.meta.url));
const EACH = 8;
/** Of these so many. */
const MORE: Partial<Record<Texture, Partial<Record<Preset, number>>>> = {
	single: { voice: 24, distorted: 16 }
};
/** In turns, so that no soundfont's habits are learnt. */
const TIMBRES: readonly Timbre[] = ['preset', 'relative', 'preset', 'computed'];
/** Instruments are off by up to so much, in cents. */
const MOST_CENTS = 12;
/** Seeds of the bad inputs; the measure and the tests take others. */
const BAD_SEEDS = [101, 102, 103, 104, 105, 106];
/** More of somebody who talks: of all that is no music it is nearest to a voice that sings. */
const SPEECH_SEEDS = Array.from({ length: 30 }, (_, index) => 107 + index);
const BAD_SECONDS = 4;
const FIRST = { units: 16, epochs: 20, seed: 1 };
const SECOND = { units: 12, epochs: 25, seed: 2 };

/** What the network tells of a recording, and what was played. */
export interface Example {
	readonly activations: Activations;
	readonly hop: number;
	readonly played: readonly Onset[];
}

/** Makes the weights of the judges, from one half of the pieces; the other half is measured. */
export async function train(): Promise<Readonly<Record<string, unknown>>> {
	const examples = await examplesOf(findSoundfont(), await networkInNode());
	const judges = trainJudges(examples);
	writeFileSync(WEIGHTS, `${JSON.stringify(judges)}\n`);
	return { examples: examples.length, weights: 'src/ears/loop/judgeWeights.json' };
}

/** Phrases with their notes, and what has none. */
async function examplesOf(soundfont: string, hear: HearWindow): Promise<readonly Example[]> {
	const examples: Example[] = [];
	const add = async (sound: Float32Array, played: readonly Onset[]) => {
		const { activations, hop } = await (await takeOf(sound, hear)).whole();
		examples.push({ activations, hop, played });
	};
	for (const { phrase, timbre } of lessons()) {
		await add(recordingOf(phrase, soundfont, timbre), onsetsOf(phrase));
	}
	for (const saying of TUNED_SAYINGS) await add(spoken(saying), []);
	for (const seed of BAD_SEEDS) {
		for (const kind of BAD_INPUTS) await add(badInput(kind, BAD_SECONDS, RENDERED_RATE, seed), []);
	}
	for (const seed of SPEECH_SEEDS) {
		await add(badInput('speech', BAD_SECONDS, RENDERED_RATE, seed), []);
	}
	return examples;
}

interface Lesson {
	readonly phrase: Phrase;
	readonly timbre: Timbre;
}

/** Every preset in every texture, and more of what is heard worst. */
function lessons(): readonly Lesson[] {
	const some = (each: number) =>
		phrasesOf(0, each).map((phrase, index) => ({
			phrase: { ...phrase, cents: ((index * 37) % (2 * MOST_CENTS + 1)) - MOST_CENTS },
			timbre: TIMBRES[index % TIMBRES.length]!,
			turn: index % each
		}));
	const more = Math.max(...Object.values(MORE).flatMap(Object.values<number>));
	const isMore = ({ phrase: { preset, texture }, turn }: Lesson & { readonly turn: number }) =>
		turn >= EACH && turn < (MORE[texture]?.[preset] ?? 0);
	return [...some(EACH), ...some(more).filter(isMore)];
}

/** Both looks, the second on what the first leaves. */
export function trainJudges(examples: readonly Example[]): Judges {
	const labelled = examples.map((example) => {
		const candidates = candidatesIn(example.activations);
		const strikes = strikesIn(example.activations);
		return { ...example, candidates, strikes, notes: notesAmong(candidates, example) };
	});
	const first = trainJudge(
		labelled.flatMap(({ activations, candidates, strikes }) =>
			candidates.map((candidate) => featuresOf(activations, candidate, strikes))
		),
		labelled.flatMap(({ candidates, notes }) => candidates.map((one) => labelOf(one, notes))),
		FIRST
	);
	const looked = labelled.map((one) => ({ ...one, weighed: weighedIn(one.activations, first) }));
	const second = trainJudge(
		looked.flatMap(({ weighed }) => contextsOf(weighed)),
		looked.flatMap(({ weighed, notes }) => weighed.map((one) => labelOf(one, notes))),
		SECOND
	);
	return { first, second };
}

const nameOf = ({ frame, key }: Candidate) => `${String(frame)} ${String(key)}`;
const labelOf = (candidate: Candidate, notes: ReadonlySet<string>) =>
	notes.has(nameOf(candidate)) ? 1 : 0;

/** Of the candidates near a note that is played the clearest is the note. */
function notesAmong(candidates: readonly Candidate[], { hop, played }: Example): Set<string> {
	const notes = new Set<string>();
	const open = new Set(played);
	for (const one of [...candidates].sort((left, right) => right.onset - left.onset)) {
		const { onset, pitch } = placeOf(one.at, one.key, hop);
		const near = [...open].filter(
			(note) => note.pitch === pitch && Math.abs(note.onset - onset) <= ONSET_TOLERANCE
		);
		if (near[0] === undefined) continue;
		open.delete(near[0]);
		notes.add(nameOf(one));
	}
	return notes;
}
