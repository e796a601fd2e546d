import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Activations } from '../../../src/ears/loop/activations';
import { candidatesIn, type Candidate } from '../../../src/ears/loop/candidates';
import { contextsOf } from '../../../src/ears/loop/contexts';
import { featuresOf } from '../../../src/ears/loop/features';
import { weighedIn, type Judges } from '../../../src/ears/loop/hearNotes';
import { BAD_INPUTS, badInput } from '../../ears/loop/badInput';
import { onsetsOf, placeOf, takeOf } from './listening';
import { networkInNode } from '../../ears/loop/networkNode';
import { phrasesOf } from './phrases';
import { findSoundfont, recordingOf, RENDERED_RATE, type Timbre } from './render';
import { ONSET_TOLERANCE, type Onset } from './scores';
import { trainJudge } from './trainJudge';

const WEIGHTS = fileURLToPath(new URL('../../../src/ears/loop/judgeWeights.json', import.meta.url));
const EACH = 8;
/** In turns, so that no soundfont's habits are learnt. */
const TIMBRES: readonly Timbre[] = ['preset', 'relative', 'preset', 'strings'];
/** Instruments are off by up to so much, in cents. */
const MOST_CENTS = 12;
/** Seeds of the bad inputs; the measure takes others. */
const BAD_SEEDS = [101, 102, 103, 104, 105, 106];
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
	const examples = await examplesOf(findSoundfont());
	const judges = trainJudges(examples);
	writeFileSync(WEIGHTS, `${JSON.stringify(judges)}\n`);
	return { examples: examples.length, weights: 'src/ears/loop/judgeWeights.json' };
}

async function examplesOf(soundfont: string): Promise<readonly Example[]> {
	const hear = await networkInNode();
	const examples: Example[] = [];
	const add = async (sound: Float32Array, played: readonly Onset[]) => {
		const { activations, hop } = await (await takeOf(sound, hear)).whole();
		examples.push({ activations, hop, played });
	};
	for (const [index, phrase] of phrasesOf(0, EACH).entries()) {
		const cents = ((index * 37) % (2 * MOST_CENTS + 1)) - MOST_CENTS;
		const timbre = TIMBRES[index % TIMBRES.length];
		await add(recordingOf({ ...phrase, cents }, soundfont, timbre), onsetsOf(phrase));
	}
	for (const seed of BAD_SEEDS) {
		for (const kind of BAD_INPUTS) await add(badInput(kind, BAD_SECONDS, RENDERED_RATE, seed), []);
	}
	return examples;
}

/** Both looks, the second on what the first leaves. */
export function trainJudges(examples: readonly Example[]): Judges {
	const labelled = examples.map((example) => {
		const candidates = candidatesIn(example.activations);
		return { ...example, candidates, notes: notesAmong(candidates, example) };
	});
	const first = trainJudge(
		labelled.flatMap(({ activations, candidates }) =>
			candidates.map((candidate) => featuresOf(activations, candidate))
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
