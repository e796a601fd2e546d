import { isOnGpu, type BackendName, type Backends } from '../backend';
import type { EngineName, EngineWish } from '../protocol';
import type { MusicModel } from '../transformer/modelManifest';
import type { Engine, MakeEngine } from './engine';
import type { Engines } from './engines';

/** Counts up when an engine becomes faster or slower: what was measured before is forgotten. */
const VERSION = 1;

/** tfjs, which is fetched when something first needs it. */
export interface TfjsParts {
	readonly backends: Backends;
	readonly makeEngine: MakeEngine;
	/** Our own kernels on the device of the webgpu backend, which is in use; null where they do not run. */
	readonly makeWgslEngine: (model: MusicModel) => Promise<Engine | null>;
}

/** What our own kernels need. */
export interface SimdParts {
	readonly canRun: () => boolean;
	readonly makeEngine: MakeEngine;
}

/** The engines of this browser. Software graphics are used only if they are wished for. */
export class BrowserEngines implements Engines {
	readonly #simd: SimdParts;
	readonly #loadTfjs: () => Promise<TfjsParts>;
	readonly #adapter: () => Promise<string | null>;

	/** `adapter` names the graphics adapter; null without a real one. */
	constructor(
		simd: SimdParts,
		loadTfjs: () => Promise<TfjsParts>,
		adapter: () => Promise<string | null>
	) {
		this.#simd = simd;
		this.#loadTfjs = loadTfjs;
		this.#adapter = adapter;
	}

	async machine(): Promise<string> {
		return `${VERSION} ${(await this.#adapter()) ?? 'no adapter'}`;
	}

	toTry(wish: EngineWish): readonly EngineName[] {
		const onProcessor: EngineName[] = this.#simd.canRun()
			? ['simd', 'tfjs-wasm', 'tfjs-cpu']
			: ['tfjs-wasm', 'tfjs-cpu'];
		return wish === 'auto' ? onProcessor : [wish, ...onProcessor.filter((name) => name !== wish)];
	}

	async offered(): Promise<readonly EngineName[]> {
		const onProcessor = this.toTry('auto');
		const isReal = (await this.#adapter()) !== null;
		return isReal ? [...onProcessor, 'wgsl', 'tfjs-webgpu'] : onProcessor;
	}

	async open(name: EngineName, model: MusicModel): Promise<Engine | null> {
		if (name === 'simd') return this.#simd.canRun() ? this.#simd.makeEngine(model) : null;
		const { backends, makeEngine, makeWgslEngine } = await this.#loadTfjs();
		if (name === 'wgsl') return (await backends.use('webgpu')) ? makeWgslEngine(model) : null;
		const isUsed = await backends.use(name.slice('tfjs-'.length) as BackendName);
		return isUsed ? makeEngine(model) : null;
	}
}

/** The engines worth measuring: the likeliest of the processor's and of the graphics card's. */
export const worthMeasuring = (offered: readonly EngineName[]): readonly EngineName[] => [
	...offered.filter((name) => !isOnGpu(name)).slice(0, 1),
	...offered.filter(isOnGpu).slice(0, 1)
];
