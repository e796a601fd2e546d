import { describe, expect, test } from 'vitest';
import {
	chooseBackend,
	graphicsOf,
	type BackendName,
	type Backends,
	type Graphics
} from '../../src/composer/backend';

/** Backends that run, each with how long the measured steps take on it. */
class FakeBackends implements Backends {
	current: BackendName | null = null;
	onLost: (() => void) | null = null;
	readonly #times: Partial<Record<BackendName, number>>;
	readonly #graphics: Graphics;

	constructor(graphics: Graphics, times: Partial<Record<BackendName, number>>) {
		this.#graphics = graphics;
		this.#times = times;
	}

	graphics(): Promise<Graphics> {
		return Promise.resolve(this.#graphics);
	}

	use(backend: BackendName): Promise<boolean> {
		const isThere = this.#times[backend] !== undefined;
		if (isThere) this.current = backend;
		return Promise.resolve(isThere);
	}

	measure(): Promise<number> {
		return Promise.resolve(this.current === null ? NaN : (this.#times[this.current] ?? NaN));
	}
}

describe('a backend is chosen', () => {
	test.each([
		['auto', 'real', { webgpu: 5, wasm: 9, cpu: 50 }, 'webgpu'],
		['auto', 'real', { webgpu: 12, wasm: 9, cpu: 50 }, 'wasm'],
		['auto', 'real', { webgpu: 12, cpu: 50 }, 'webgpu'],
		['auto', 'real', { wasm: 9, cpu: 50 }, 'wasm'],
		['auto', 'software', { webgpu: 1, wasm: 9, cpu: 50 }, 'wasm'],
		['auto', 'none', { wasm: 9, cpu: 50 }, 'wasm'],
		['auto', 'none', { cpu: 50 }, 'cpu'],
		['auto', 'none', {}, null],
		['tfjs-webgpu', 'software', { webgpu: 100, wasm: 9 }, 'webgpu'],
		['tfjs-webgpu', 'none', { wasm: 9 }, 'wasm'],
		['tfjs-wasm', 'real', { webgpu: 1, wasm: 9 }, 'wasm']
	] as const)('%s, graphics %s, times %j: %s', async (wish, graphics, times, chosen) => {
		const backends = new FakeBackends(graphics, times);
		expect(await chooseBackend(backends, wish)).toBe(chosen);
		expect(backends.current).toBe(chosen);
	});
});

test.each([
	[null, 'none'],
	[{ vendor: 'intel', architecture: 'xe' }, 'real'],
	[{ vendor: 'nvidia', isFallbackAdapter: false }, 'real'],
	[{ vendor: 'google', architecture: 'swiftshader' }, 'software'],
	[{ description: 'llvmpipe (LLVM 15)' }, 'software'],
	[{ vendor: '', isFallbackAdapter: true }, 'software']
] as const)('an adapter that says %j is %s', (adapter, graphics) => {
	expect(graphicsOf(adapter)).toBe(graphics);
});
