import type { EngineName, EngineWish } from './protocol';

/** The backends of tfjs that we use. */
export type BackendName = 'webgpu' | 'wasm' | 'cpu';

/** What `navigator.gpu` offers: `software` draws with the CPU, slower than wasm does. */
export type Graphics = 'real' | 'software' | 'none';

/** The backends of tfjs, of which one at a time is in use. */
export interface Backends {
	/** The one in use; null before the first `use`. */
	readonly current: BackendName | null;
	graphics(): Promise<Graphics>;
	/** Puts a backend to use. False when it cannot be had. */
	use(backend: BackendName): Promise<boolean>;
	/** How long a few steps of a small LSTM take on the backend in use, in milliseconds. */
	measure(): Promise<number>;
	/** Called when the device under the backend in use is lost. */
	onLost: (() => void) | null;
}

/** What an adapter says of itself. */
export interface AdapterDescription {
	readonly isFallbackAdapter?: boolean;
	readonly vendor?: string;
	readonly architecture?: string;
	readonly description?: string;
}

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|basic render|software/i;

export function graphicsOf(adapter: AdapterDescription | null): Graphics {
	if (adapter === null) return 'none';
	const { isFallbackAdapter, vendor, architecture, description } = adapter;
	const words = [vendor, architecture, description].join(' ');
	return isFallbackAdapter === true || SOFTWARE.test(words) ? 'software' : 'real';
}

/** Whether an engine needs the graphics card. */
export const isOnGpu = (engine: EngineWish) => engine === 'wgsl' || engine === 'tfjs-webgpu';

/** tfjs on a backend, as an engine. */
export const engineOn = (backend: BackendName): EngineName => `tfjs-${backend}`;

/** A graphics card that says nothing for so long is not there. */
const ADAPTER_PATIENCE_MS = 5000;

/** What the graphics adapter is called; null where there is none, it is software or says nothing. */
export async function realAdapter(): Promise<string | null> {
	const gpu = navigator.gpu as GPU | undefined;
	const silence = new Promise<null>((resolve) => {
		setTimeout(resolve, ADAPTER_PATIENCE_MS, null);
	});
	const asking = gpu?.requestAdapter({ powerPreference: 'high-performance' });
	const adapter = await Promise.race([asking, silence]);
	if (adapter == null || graphicsOf(adapter.info) !== 'real') return null;
	const { vendor, architecture, device } = adapter.info;
	return [vendor, architecture, device].filter((word) => word !== '').join(' ');
}

/** The CPU, by way of wasm where it runs. Null when nothing does. */
async function useCpu(backends: Backends): Promise<BackendName | null> {
	if (await backends.use('wasm')) return 'wasm';
	return (await backends.use('cpu')) ? 'cpu' : null;
}

/**
 * Puts the backend to use that serves best and returns it; null when none runs. tfjs is never left
 * to choose: it would fall back to WebGL, in software.
 */
export async function chooseBackend(
	backends: Backends,
	wish: EngineWish
): Promise<BackendName | null> {
	if (isOnGpu(wish) && (await backends.use('webgpu'))) return 'webgpu';
	if (wish !== 'auto' || (await backends.graphics()) !== 'real') return useCpu(backends);
	const cpu = await useCpu(backends);
	const cpuTime = cpu === null ? Infinity : await backends.measure();
	if (!(await backends.use('webgpu'))) return useCpu(backends);
	if ((await backends.measure()) < cpuTime) return 'webgpu';
	return useCpu(backends);
}
