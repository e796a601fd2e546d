import { seededRandom } from '../../lib/random';
import { breathe } from '../breathe';
import { DRY_REQUEST } from '../dryRequest';
import { isBatchEngine, type BatchEngine } from '../engines/batch';
import { AnswerWriter, type Reading } from './answerWriter';
import { Sampler } from './choosers';
import { jobOf } from './job';
import type { MusicModel } from './modelManifest';
import type { Network } from './network';
import { bounded, insideWindow, playable, Rules } from './rules';
import { windowOf } from './windows';

const NOTES = 16;
/** The first run compiles what there is to compile; of the others the fastest is the least disturbed. */
const RUNS = 3;
/** Some browsers' clocks stand still for longer than a run takes. */
const COARSEST_MS = 0.5;

/**
 * How many notes a second a network makes of a dry answer, three times: 16 notes one after the other,
 * or of 16 candidates at once where its engine can.
 */
export async function notesPerSecond(network: Network, model: MusicModel): Promise<number> {
	const job = jobOf(DRY_REQUEST, model.vocabulary);
	const reading = await network.read(windowOf(job, 0, [], model.config).prompt);
	let best = 0;
	try {
		for (let run = 0; run < RUNS; run++) {
			const start = performance.now();
			const events = isBatchEngine(network.engine)
				? await writeBatch(network.engine, reading, run)
				: await writeOne(reading, run);
			const elapsed = Math.max(performance.now() - start, COARSEST_MS);
			if (run > 0) best = Math.max(best, (events * 1000) / elapsed);
			await breathe();
		}
	} finally {
		reading.dispose();
	}
	return best;
}

/** Returns how many events were made. */
async function writeOne(reading: Reading, seed: number): Promise<number> {
	const chooser = new Sampler(seededRandom(seed), { temperature: 1, topP: 1, minP: 0 });
	const rules = new Rules([insideWindow, playable, bounded]);
	const writer = new AnswerWriter(reading, { rules, chooser });
	let events = 0;
	try {
		while (events < NOTES && (await writer.next()).kind !== 'ended') events++;
	} finally {
		writer.dispose();
	}
	return events;
}

/** Returns how many events were made. */
async function writeBatch(engine: BatchEngine, reading: Reading, seed: number): Promise<number> {
	const seeds = Array.from({ length: NOTES }, (_, index) => seed * NOTES + index);
	const drawing = {
		seeds,
		temperature: 1,
		topP: 1,
		minP: 0,
		rules: 'all',
		isSteered: false
	} as const;
	let events = 0;
	for await (const piece of engine.writeBatch(reading, drawing)) events += piece.length;
	return events;
}
