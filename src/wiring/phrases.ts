import type { Jam } from '../jam/jam';
import { PhraseDesk, type DeskPhrase, type OfferedPhrase } from '../jam/phraseDesk';
import type { PhrasePlayer } from '../midi/phrasePlayer';
import { perfTime } from '../music/units';
import { parsePhrase } from '../store/phraseFile';

const NO_LIST = 'The phrases could not be loaded: reload the page to try again.';
const NO_PHRASE = 'This phrase could not be loaded: reload the page to try again.';

/** The desk for phrases that lie beside the page, each fetched when it is played. */
export const phraseDesk = (jam: Jam, player: PhrasePlayer): PhraseDesk =>
	new PhraseDesk({ jam, player, load: loadPhrase, now: () => perfTime(performance.now()) });

/** Fetches which there are. Never rejects; what fails is said. */
export async function offerPhrases(desk: PhraseDesk, jam: Jam): Promise<void> {
	try {
		const index = (await fetchJson('phrases/index.json')) as { file: string; title: string }[];
		desk.offer(index.map(({ file, title }): OfferedPhrase => ({ name: file, title })));
	} catch (cause) {
		console.warn(cause);
		jam.notify(NO_LIST);
	}
}

async function loadPhrase(name: string): Promise<DeskPhrase | string> {
	try {
		const reading = parsePhrase(await fetchJson(`phrases/${name}`));
		return reading.kind === 'read' ? reading.phrase : reading.sentence;
	} catch (cause) {
		console.warn(cause);
		return NO_PHRASE;
	}
}

async function fetchJson(url: string): Promise<unknown> {
	const response = await fetch(url);
	if (!response.ok) throw new Error(`${url}: ${response.status}`);
	return response.json();
}
