import { makeTfjsEngine } from '../../../src/composer/engines/tfjs/tfjsEngine';
import type { MusicModel } from '../../../src/composer/transformer/modelManifest';
import { Network } from '../../../src/composer/transformer/network';
import { replay, type Golden } from '../../composer/transformer/golden';
import type { Excerpt } from './excerpts';
import { readJson } from './modelFolder';
import { trueBits } from './trueBits';

/** The largest distance of a logit from PyTorch's, over the prompts of golden.json. */
export async function parityError(model: MusicModel): Promise<number> {
	const { prompts } = readJson(model.name, 'golden.json') as Golden;
	const network = new Network(model, makeTfjsEngine(model));
	let largest = 0;
	for (const prompt of prompts) {
		const { error, heads, wanted } = await replay(prompt, network, model);
		largest = Math.max(largest, heads === wanted ? error : Infinity);
	}
	network.dispose();
	return largest;
}

/** The bits of the true answer of each excerpt, as our network counts them. */
export async function bitsOfAll(
	excerpts: readonly Excerpt[],
	model: MusicModel
): Promise<number[]> {
	const network = new Network(model, makeTfjsEngine(model));
	const bits: number[] = [];
	for (const excerpt of excerpts) bits.push(await trueBits(excerpt, network, model));
	network.dispose();
	return bits;
}
