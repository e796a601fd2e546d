import { readFileSync, readdirSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadInstrument, type SampleSource } from '../../src/audio/instruments/loadInstrument';
import { SOUNDS } from '../../src/music/score';

const FOLDER = 'public/instruments';
const SHIPPED = SOUNDS.filter((sound) => sound !== 'synth');

/** Serves files of this repository; "decoding" checks no more than the first bytes. */
class FakeSource implements SampleSource {
	readonly #replaced: ReadonlyMap<string, Response | Error>;

	constructor(replaced: Record<string, Response | Error> = {}) {
		this.#replaced = new Map(Object.entries(replaced));
	}

	fetch(url: string): Promise<Response> {
		const replacement = this.#replaced.get(url.split('/').at(-1) ?? '');
		if (replacement instanceof Error) return Promise.reject(replacement);
		return Promise.resolve(replacement ?? new Response(readFileSync(url)));
	}

	decode(data: ArrayBuffer): Promise<AudioBuffer> {
		if (Buffer.from(data).toString('latin1', 0, 4) !== 'fLaC') {
			return Promise.reject(new Error('not a FLAC file'));
		}
		return Promise.resolve({} as AudioBuffer);
	}
}

test.each(SHIPPED)('the shipped %s is whole', async (sound) => {
	const result = await loadInstrument(`${FOLDER}/${sound}`, new FakeSource());
	expect(result.kind).toBe('loaded');
	if (result.kind !== 'loaded') return;
	expect(result.set.isDrums).toBe(sound === 'drums');
	expect(result.set.samples.length).toBeGreaterThan(8);
});

describe('an instrument that is not whole says why', () => {
	test.each<[string, Record<string, Response | Error>, string]>([
		['the network is gone', { 'index.json': new TypeError('failed to fetch') }, 'unreachable'],
		['its folder is missing', { 'index.json': new Response('', { status: 404 }) }, 'missing'],
		['a sample is missing', { '024.flac': new Response('', { status: 404 }) }, 'missing'],
		['a sample is damaged', { '024.flac': new Response('RIFF') }, 'damaged'],
		['its index is a page', { 'index.json': new Response('<!doctype html>') }, 'damaged'],
		['its index is empty', { 'index.json': Response.json({}) }, 'damaged'],
		[
			'its index has no samples',
			{ 'index.json': Response.json({ kind: 'drums', release_s: 1, samples: [] }) },
			'damaged'
		]
	])('%s', async (_title, replaced, reason) => {
		const result = await loadInstrument(`${FOLDER}/bass`, new FakeSource(replaced));
		expect(result).toMatchObject({ kind: 'failed', reason });
	});
});

test('the samples weigh less than 8 MB and their licence lies beside them', () => {
	const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' });
	const bytes = files.reduce((sum, file) => sum + statSync(`${FOLDER}/${file}`).size, 0);
	expect(bytes).toBeLessThan(8e6);
	expect(readFileSync(`${FOLDER}/LICENSE`, 'utf8')).toContain('Permission is hereby granted');
});
