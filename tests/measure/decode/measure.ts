import { graphicsOf } from '../../../src/composer/backend';
import { machine, printTable } from '../table';
import { curationOf } from './curation';
import { BandwidthMeter } from './bandwidths';
import { House } from './house';
import { measurePlaces } from './measurePlaces';
import { CPU_PLACES, GPU_PEERS, GPU_PLACES, planOf, SOFTWARE_WGSL, WGSL_PLACES } from './plan';
import type { Place } from './rungs';
import { resultOf, type Result } from './result';
import { figuresTable } from './tables';
import { measureThrottled, type Throttled } from './throttled';

const QUICK = { bandwidthMs: 150, throttledRuns: 7 };
const FULL = { bandwidthMs: 500, throttledRuns: 31 };

/** What is left out of every run, and why. */
const LEFT_OUT = {
	'ort-webgpu': 'measured only by way of wasm'
};

/**
 * Every engine and peer, one after the other in turns, in workers of one page of headless Chromium.
 * `--quick` measures shortly, and no curation; `--only=simd,js` measures these alone; `--json` prints no table.
 */
export async function measure(options: readonly string[]): Promise<Record<string, unknown>> {
	const isQuick = options.includes('--quick');
	const { bandwidthMs, throttledRuns } = isQuick ? QUICK : FULL;
	const house = await House.open();
	const adapter = await house.page.evaluate(() => window.bench.adapter());
	const graphics = graphicsOf(adapter);
	await house.page.evaluate(() => window.bench.sound());
	const meter = await BandwidthMeter.open(house, bandwidthMs);
	const between = () => meter.measure();
	const isReal = graphics === 'real';
	const only = options.find((option) => option.startsWith('--only='))?.slice('--only='.length);
	const chosen = (places: readonly Place[]) =>
		places.filter(({ rung }) => only === undefined || only.split(',').includes(rung));
	const fast = chosen([
		...CPU_PLACES,
		...(isReal ? [...WGSL_PLACES, ...GPU_PLACES, ...GPU_PEERS] : [])
	]);
	const softly = (places: readonly Place[]) => (graphics === 'software' ? chosen(places) : []);
	const one = await measurePlaces(house, fast, planOf(isQuick, false), {
		isSoftware: false,
		between
	});
	const throttled = await measureThrottled(house, throttledRuns);
	const slow = { isSoftware: true, between };
	const wgsl = await measurePlaces(house, softly(WGSL_PLACES), SOFTWARE_WGSL, slow);
	const other = await measurePlaces(house, softly(GPU_PLACES), planOf(isQuick, true), slow);
	const underruns = await house.page.evaluate(() => window.bench.sound());
	await house.close();
	const result = resultOf([...one.measured, ...wgsl.measured, ...other.measured], meter.best);
	const leftOut = {
		...LEFT_OUT,
		...(!isReal && { 'magenta-webgpu': 'no WebGPU but by software' }),
		...Object.fromEntries([...one.reasons, ...wgsl.reasons, ...other.reasons])
	};
	const name = adapter && [adapter.vendor, adapter.architecture, adapter.device].join(' ').trim();
	if (!options.includes('--json')) print(result, throttled, { adapter: name, leftOut });
	return {
		...result,
		...throttled,
		underruns,
		adapter: name,
		is_software_adapter: graphics === 'software',
		left_out: leftOut,
		curation: isQuick ? null : await curationOf('small')
	};
}

function print(
	result: Result,
	throttled: Throttled,
	{ adapter, leftOut }: { adapter: string | null; leftOut: Readonly<Record<string, string>> }
): void {
	for (const tree of [result.engines, result.peers]) {
		const { headings, rows } = figuresTable(tree);
		printTable(headings, rows);
		console.log();
	}
	const { limit_notes_per_s: limit, simd_over_magenta: magenta, by_cpu } = result;
	printTable(
		['', 'small', 'base'],
		[
			['weights in int8, MB', ...Object.values(result.weight_bytes).map((bytes) => bytes / 1e6)],
			['limit by memory, notes/s', limit.small, limit.base],
			['limit where they lie, notes/s', ...Object.values(result.limit_resident_notes_per_s)],
			['limit over simd', result.simd_over_limit_small, result.simd_over_limit],
			['limit over simd, by CPU time', ...Object.values(by_cpu.simd_over_limit)],
			['simd over MusicRNN', magenta.small, magenta.base],
			['simd over MusicRNN, by CPU time', ...Object.values(by_cpu.simd_over_magenta)]
		]
	);
	const { small, base } = result.resident_gb_s;
	console.log(`
Two bars of small on a page throttled ${throttled.throttle}×: ${throttled.throttled_two_bars_ms} ms \
(p95 ${throttled.throttled_two_bars_ms_p95}), the first note ${throttled.throttled_first_note_ms} ms \
after the last key (p95 ${throttled.throttled_first_note_ms_p95}).
One thread reads ${result.bandwidth_gb_s} GB/s of memory, and ${small} and ${base} of as many bytes as \
the weights of small and base, which a cache of that size keeps.
A model of random weights costs the same time as a trained one. A checkpoint of basic_rnn's size is \
credited with the notes a step of ours. "anew" reads the longest prompt, of 416 events, before the \
first note; else it is remembered. Notes a CPU second are by the worker's own thread: where other \
programs have the cores, they are the fairer ones.
WebGPU: ${adapter ?? 'none'}. Left out: ${Object.entries(leftOut)
		.map(([name, reason]) => `${name} (${reason})`)
		.join('; ')}. ${machine()}.`);
}
