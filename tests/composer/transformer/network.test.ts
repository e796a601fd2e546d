import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { makeTfjsEngine } from '../../../src/composer/engines/tfjs/tfjsEngine';
import { makeSimdEngine } from '../../../src/composer/engines/simd/simdEngine';
import { fetchMusicModel } from '../../../src/composer/transformer/modelManifest';
import { Network } from '../../../src/composer/transformer/network';
import { backends } from '../tfNode';
import { replay, type Golden } from './golden';

const FOLDER = 'models/small';
const golden = JSON.parse(readFileSync(`${FOLDER}/golden.json`, 'utf8')) as Golden;
const model = await fetchMusicModel(FOLDER, (file) =>
	Promise.resolve(new Response(new Uint8Array(readFileSync(file))))
);

describe.each([
	['tfjs on cpu', 'cpu', makeTfjsEngine],
	['tfjs on wasm', 'wasm', makeTfjsEngine],
	['simd', 'cpu', makeSimdEngine]
] as const)('the network on %s', (_, backend, makeEngine) => {
	test.each(golden.prompts)('says to $name what it said in PyTorch', async (prompt) => {
		expect(await backends.use(backend)).toBe(true);
		const network = new Network(model, makeEngine(model));
		const { notes, error, heads, wanted } = await replay(prompt, network, model);
		network.dispose();
		expect(heads).toBe(wanted);
		expect(error).toBeLessThan(1e-3);
		expect(notes).toEqual(prompt.greedy);
	});
});
