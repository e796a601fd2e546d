import { seededRandom } from '../../lib/random';
import { breathe } from '../breathe';
import { DRY_REQUEST } from '../dryRequest';
import { AnswerWriter } from './answerWriter';
import { Sampler } from './choosers';
import { jobOf } from './job';
import type { MusicModel } from './modelManifest';
import type { Network } from './network';
import { bounded, insideWindow, playable, Rules } from './rules';
import { windowOf } from './windows';

const NOTES = 16;
/** The first run compiles what there is to compile; of the others the fastest is the least disturbed. */
const RUNS = 3;

/** How many notes a second a network makes: 16 of a dry answer, three times. */
export async function notesPerSecond(network: Network, model: MusicModel): Promise<number> {
	const job = jobOf(DRY_REQUEST, model.vocabulary);
	const reading = await network.read(windowOf(job, 0, [], model.config).prompt);
	let best = 0;
	try {
		for (let run = 0; run < RUNS; run++) {
			const chooser = new Sampler(seededRandom(run), { temperature: 1, topP: 1, minP: 0 });
			const rules = new Rules([insideWindow, playable, bounded]);
			const writer = new AnswerWriter(reading, { rules, chooser });
			const start = performance.now();
			let events = 0;
			try {
				while (events < NOTES && (await writer.next()).kind !== 'ended') events++;
			} finally {
				writer.dispose();
			}
			if (run > 0) best = Math.max(best, (events * 1000) / (performance.now() - start));
			await breathe();
		}
	} finally {
		reading.dispose();
	}
	return best;
}
