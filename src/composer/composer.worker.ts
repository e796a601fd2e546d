import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import { realAdapter } from './backend';
import { ComposerCore } from './composerCore';
import { BrowserEngines } from './engines/browserEngines';
import { canSimd } from './engines/simd/kernels';
import { makeSimdEngine } from './engines/simd/simdEngine';
import { openAnswerer } from './openAnswerer';
import type { ComposerRequest } from './protocol';

/** tfjs is large, and our own kernels do without it: it is fetched when something needs it. */
async function loadTfjs() {
	const { openTfjs } = await import('./tfjs');
	return openTfjs({ simd, plain }, () => {
		core.loseDevice();
	});
}
let tfjs: ReturnType<typeof loadTfjs> | null = null;
const tfjsOnce = () =>
	(tfjs ??= loadTfjs().catch((cause: unknown) => {
		tfjs = null;
		throw cause;
	}));

/** Asked for once: the choice of engines may not wait for it. */
let adapter: ReturnType<typeof realAdapter> | null = null;

const engines = new BrowserEngines(
	{ canRun: canSimd, makeEngine: makeSimdEngine },
	tfjsOnce,
	() => (adapter ??= realAdapter())
);
const core = new ComposerCore(
	(url) =>
		openAnswerer(url, {
			engines,
			fetchFile: (file) => fetch(file),
			openMelodyRnn: async (folder, fetchFile) =>
				(await tfjsOnce()).openMelodyRnn(folder, fetchFile)
		}),
	() => engines.machine(),
	(reply) => {
		self.postMessage(reply);
	}
);

self.onmessage = (event: MessageEvent<ComposerRequest>) => {
	core.receive(event.data);
};
