import { beforeEach, describe, expect, test } from 'vitest';
import type { BackendName, Backends } from '../../../src/composer/backend';
import { BrowserEngines, worthMeasuring } from '../../../src/composer/engines/browserEngines';
import type { Engine } from '../../../src/composer/engines/engine';
import { openFirst } from '../../../src/composer/engines/engines';
import type { EngineName } from '../../../src/composer/protocol';
import { smallModel } from '../transformer/smallModel';

const model = await smallModel();
const named = (name: EngineName) => ({ name }) as Engine;

let hasSimd: boolean;
let hasKernels: boolean;
let adapter: string | null;
let adapterAnswer: () => Promise<string | null>;
let usable: BackendName[];
let tfjsLoads: number;
let engines: BrowserEngines;

beforeEach(() => {
	hasSimd = true;
	hasKernels = true;
	adapter = null;
	adapterAnswer = () => Promise.resolve(adapter);
	usable = ['webgpu', 'wasm', 'cpu'];
	tfjsLoads = 0;
	let current: BackendName | null = null;
	const backends: Backends = {
		get current() {
			return current;
		},
		onLost: null,
		graphics: () => Promise.resolve('none'),
		use: (backend) => {
			const isUsable = usable.includes(backend);
			if (isUsable) current = backend;
			return Promise.resolve(isUsable);
		},
		measure: () => Promise.resolve(1)
	};
	engines = new BrowserEngines(
		{ canRun: () => hasSimd, makeEngine: () => named('simd') },
		() => {
			tfjsLoads++;
			return Promise.resolve({
				backends,
				makeEngine: () => named(`tfjs-${current!}`),
				makeWgslEngine: () => Promise.resolve(hasKernels ? named('wgsl') : null)
			});
		},
		() => adapterAnswer()
	);
});

const opened = async (wish: EngineName | 'auto') => (await openFirst(engines, model, wish)).name;

describe('of the engines', () => {
	test('our own kernels are opened first, and tfjs is not fetched for that', async () => {
		expect(await opened('auto')).toBe('simd');
		expect(tfjsLoads).toBe(0);
	});

	test('a graphics card that does not answer keeps nobody waiting', async () => {
		adapterAnswer = () => new Promise<never>(() => undefined);
		expect(await opened('auto')).toBe('simd');
	});

	test.each(['tfjs-wasm', 'tfjs-webgpu', 'tfjs-cpu', 'simd', 'wgsl'] as const)(
		'%s is opened where it is wished for',
		async (wish) => {
			expect(await opened(wish)).toBe(wish);
		}
	);

	test('the next one that runs takes the place of one that does not', async () => {
		hasKernels = false;
		expect(await opened('wgsl')).toBe('simd');
		usable = ['cpu'];
		hasKernels = true;
		expect(await opened('wgsl')).toBe('simd');
		expect(await opened('tfjs-webgpu')).toBe('simd');
		hasSimd = false;
		expect(await opened('tfjs-webgpu')).toBe('tfjs-cpu');
		expect(await opened('simd')).toBe('tfjs-cpu');
	});

	test('where none runs, that is said', async () => {
		hasSimd = false;
		usable = [];
		await expect(opened('auto')).rejects.toMatchObject({ reason: 'engine-lost' });
	});

	test('the graphics card’s are measured beside the fastest of the processor, if it is real', async () => {
		expect(worthMeasuring(await engines.offered())).toEqual(['simd']);
		adapter = 'nvidia hopper';
		expect(worthMeasuring(await engines.offered())).toEqual(['simd', 'wgsl']);
		hasSimd = false;
		expect(worthMeasuring(await engines.offered())).toEqual(['tfjs-wasm', 'wgsl']);
	});

	test('what is measured holds for the adapter that was there', async () => {
		const without = await engines.machine();
		adapter = 'nvidia hopper';
		expect(await engines.machine()).not.toBe(without);
	});
});
