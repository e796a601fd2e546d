import type { Engines } from '../../../src/composer/engines/engines';
import { makeSimdEngine } from '../../../src/composer/engines/simd/simdEngine';
import { checkHarmony } from '../model/checkHarmony';
import { checkObedience } from '../model/checkObedience';
import { readExcerpts } from '../model/excerpts';
import { openModel } from '../model/modelFolder';
import { Partner } from '../model/partner';

/** How good the best of N candidates is; the first of one is the unranked answer. */
export interface Curated {
	/** Share of the 16ths in which the melody is in what sounds under it. */
	readonly harmony: number;
	/** Rank correlation of what is asked and done. */
	readonly obedience: { readonly density: number; readonly register: number };
}

const CANDIDATES = [1, 4, 16];
/** Of the excerpts that a line goes on from, one in so many is asked with every class of a control. */
const ONE_IN = 4;

const onSimd: Engines = {
	machine: () => Promise.resolve('simd'),
	toTry: () => ['simd'],
	offered: () => Promise.resolve(['simd']),
	open: (_name, model) => Promise.resolve(makeSimdEngine(model))
};

/** The scores of issue and report, over the same held-out excerpts for every N, in the browser's code. */
export async function curationOf(name: string): Promise<Record<number, Curated>> {
	const model = await openModel(name);
	const { excerpts } = readExcerpts();
	const onwards = excerpts.filter(({ task }, index) => task === 'continue' && index % ONE_IN === 0);
	const curated: Record<number, Curated> = {};
	for (const candidates of CANDIDATES) {
		const partner = await Partner.of(model, onSimd, candidates);
		const { ours } = await checkHarmony(partner, excerpts);
		const { density, register } = await checkObedience(partner, onwards);
		partner.dispose();
		curated[candidates] = { harmony: ours, obedience: { density, register } };
	}
	return curated;
}
