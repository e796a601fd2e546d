import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { outputOf, type TanhNetwork } from '../../../src/lib/tanhNetwork';
import { countable, inputsOf } from '../../../src/music/ears/readBars';
import { loopsIn } from '../band/loops';
import { rounded } from '../table';
import { perfectly } from './hearing';
import { misheard } from './misheard';
import type { Phrase } from './phrase';
import { phrasesToLearnFrom } from './phrases';
import { trainChoice } from './trainJudge';

const WEIGHTS = fileURLToPath(new URL('../../../src/music/ears/barWeights.json', import.meta.url));
const EACH = 450;
/** Loops of so many bars, each as likely. */
const CUTS = [1, 2, 2, 2, 3, 4, 4, 4, 4, 6, 8, 8];
/** One of so many phrases is heard as it was played. */
const HEARD_WELL = 3;
/** The last piece of so many is not learnt from: on it the network is checked. */
const FOLDS = 8;
const PLAN = { units: 8, epochs: 60, seed: 1 };

interface Example {
	readonly phrase: Phrase;
	/** What is known of each way to count it. */
	readonly rows: readonly (readonly number[])[];
	/** Which way is right. */
	readonly right: number;
}

/**
 * Makes the weights by which bars are counted, from loops that `python -m training.band_loops.to_hear`
 * wrote, none of which is measured. Prints how many phrases of pieces that were left out are counted
 * rightly; the weights that are kept are of all of them.
 */
export function trainBars(file: string): Readonly<Record<string, unknown>> {
	const loops = loopsIn(file);
	const pieces = [...new Set(loops.map(({ id }) => pieceOf(id)))];
	const examples = phrasesToLearnFrom(loops, EACH, CUTS).flatMap(exampleOf);
	const isHeld = ({ phrase }: Example) =>
		pieces.findIndex((piece) => phrase.id.includes(piece)) % FOLDS === FOLDS - 1;
	const held = examples.filter(isHeld);
	const checked = trained(examples.filter((one) => !isHeld(one)));
	const textures = ['single', 'arpeggio', 'strum', 'score'] as const;
	const right = textures.map((texture) => {
		const some = held.filter(({ phrase }) => phrase.texture === texture);
		return [
			texture,
			rounded(some.filter((one) => isCounted(checked, one)).length / some.length, 3)
		];
	});
	writeFileSync(WEIGHTS, `${JSON.stringify(trained(examples))}\n`);
	return { examples: examples.length, bars_right_left_out: Object.fromEntries(right) as unknown };
}

const pieceOf = (id: string) => id.replace(/#[^#]*$/, '');

function exampleOf(phrase: Phrase): readonly Example[] {
	const { seed, seconds, metre, bars } = phrase;
	const played = perfectly(phrase);
	const notes = (seed / 2) % HEARD_WELL === 0 ? played : misheard(played, seed, seconds);
	const ways = countable(notes, { seconds, metre });
	const right = ways.findIndex((way) => way.bars === bars);
	return right < 0 ? [] : [{ phrase, right, rows: ways.map(({ evidence }) => inputsOf(evidence)) }];
}

const trained = (examples: readonly Example[]) =>
	trainChoice(
		examples.map(({ rows }) => rows),
		examples.map(({ right }) => right),
		PLAN
	);

function isCounted(network: TanhNetwork, { rows, right }: Example): boolean {
	const scores = rows.map((row) => outputOf(network, row));
	return scores.indexOf(Math.max(...scores)) === right;
}
