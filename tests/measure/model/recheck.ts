import type { MusicModel } from '../../../src/composer/transformer/modelManifest';
import { backends } from '../../composer/tfNode';
import { checkHarmony } from './checkHarmony';
import { checkLocks } from './checkLocks';
import { bitsOfAll, parityError } from './checkNetwork';
import { checkObedience } from './checkObedience';
import { readExcerpts, type Excerpt } from './excerpts';
import { openModel, originOf } from './modelFolder';
import { Partner } from './partner';

/** One in so many excerpts is asked with every class of a control, or with locks. */
const ONE_IN = 2;

/** Bits a note of the true answers of the excerpts. */
interface BitsCheck {
	readonly here: number;
	/** NaN where the excerpts' bits were counted with other weights. */
	readonly python: number;
	/** Of one excerpt's bits a note. */
	readonly max_difference: number;
}

/** What our TypeScript on wasm says of what the report says. */
export type Rechecked = Awaited<ReturnType<typeof recheck>>;

/** Counts a sample of the report again: of each model its network, of `ours` its answers too. */
export async function recheck(models: readonly string[], ours: string) {
	if (!(await backends.use('wasm'))) throw new Error('tfjs has no wasm here');
	const { excerpts } = readExcerpts();
	const parity: Record<string, number> = {};
	const bits: Record<string, BitsCheck> = {};
	for (const name of models) {
		const model = await openModel(name);
		parity[name] = await parityError(model);
		bits[name] = compared(excerpts, await bitsOfAll(excerpts, model), pythonBits(name));
	}
	return { parity, bits, ...(await recheckAnswers(await openModel(ours), excerpts)) };
}

async function recheckAnswers(model: MusicModel, excerpts: readonly Excerpt[]) {
	const partner = await Partner.of(model);
	const some = excerpts.filter((_, index) => index % ONE_IN === 0);
	const onwards = some.filter(({ task }) => task === 'continue');
	const harmony = await checkHarmony(partner, excerpts);
	const obedience = await checkObedience(partner, onwards);
	const locks = await checkLocks(partner, some);
	partner.dispose();
	return { harmony, obedience, locks };
}

/** Null when the excerpts know nothing of these weights. */
function pythonBits(name: string): readonly number[] | null {
	const counted = readExcerpts().bits[name];
	return counted?.weights_sha256 === originOf(name).weights.sha256 ? counted.bits : null;
}

function compared(
	excerpts: readonly Excerpt[],
	here: readonly number[],
	python: readonly number[] | null
): BitsCheck {
	const notes = excerpts.reduce((sum, excerpt) => sum + excerpt.notes, 0);
	const aNote = (bits: readonly number[]) => bits.reduce((sum, one) => sum + one, 0) / notes;
	const differences = excerpts.map((excerpt, index) =>
		python === null ? NaN : Math.abs(here[index]! - python[index]!) / excerpt.notes
	);
	return {
		here: aNote(here),
		python: python === null ? NaN : aNote(python),
		max_difference: Math.max(...differences)
	};
}
