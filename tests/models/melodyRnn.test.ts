import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fetchCheckpoint } from '../../src/composer/checkpoint';
import { MelodyNetwork } from '../../src/composer/melodyNetwork';
import { backends } from '../composer/tfNode';
import { OWN_MODEL, readExcerpts, readModelJson } from '../measure/melody/excerpts';
import { ForcedDraws } from '../measure/melody/forcedDraws';

/** Of an excerpt's bits in all; Python's are rounded to four digits. */
const TOLERANCE_BITS = 1e-2;

test('the shipped weights need as many bits in the browser’s code as in Python', async () => {
	expect(await backends.use('wasm')).toBe(true);
	const draws = new ForcedDraws('wasm');
	const readFile = (url: string) => Promise.resolve(new Response(readFileSync(new URL(url))));
	const network = new MelodyNetwork(await fetchCheckpoint(OWN_MODEL.href, readFile));
	const all = readExcerpts();
	const excerpts = all.filter((_, index) => index % Math.ceil(all.length / 4) === 0);
	expect(excerpts).toHaveLength(4);
	for (const { events, bits, set } of excerpts) {
		const here = await draws.bitsOf(network, events);
		expect(Math.abs(here - bits.melody_rnn), set).toBeLessThan(TOLERANCE_BITS);
	}
	network.dispose();
});

test('the shipped model beats the n-grams beside it, on the whole test split and in every set', () => {
	type Row = Readonly<Record<'unigram' | 'fivegram' | 'melody_rnn', number>>;
	const { test: split } = readModelJson('report.json') as {
		test: Readonly<Record<string, Row | string>>;
	};
	const { sha256, ...rows } = split;
	expect(sha256).toMatch(/^[0-9a-f]{64}$/);
	for (const [name, row] of Object.entries(rows) as [string, Row][]) {
		expect(row.melody_rnn, name).toBeLessThan(row.fivegram);
		expect(row.fivegram, name).toBeLessThan(row.unigram);
	}
});
