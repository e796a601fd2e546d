import type { Lab } from './lab/lab';
import { LabThread } from './lab/labThread';
import { Heartbeat, Sound } from './lab/mainThread';

const threads = new Map<string, LabThread>();
const heartbeat = new Heartbeat();
let sound: Sound | null = null;
let here: ReturnType<typeof labHere> | null = null;

function threadOf(name: string): LabThread {
	const thread = threads.get(name);
	if (thread === undefined) throw new Error(`no thread ${name}`);
	return thread;
}

async function labHere() {
	const { callLab, Lab } = await import('./lab/lab');
	const lab = new Lab();
	return (method: keyof Lab, args: readonly unknown[]) => callLab(lab, method, args);
}

/** What measure.ts does with the page. */
const bench = {
	/** Starts a worker and calls it for the first time; how long that took, in milliseconds. */
	async begin(name: string, method: keyof Lab, args: readonly unknown[]) {
		const begun = performance.now();
		const thread = new LabThread();
		threads.set(name, thread);
		const value = await thread.call(method, args);
		return { value, ms: performance.now() - begun };
	},
	call: (name: string, method: keyof Lab, args: readonly unknown[]) =>
		threadOf(name).call(method, args),
	/** The same on the page's own thread. */
	async callHere(method: keyof Lab, args: readonly unknown[]) {
		here ??= labHere();
		return (await here)(method, args);
	},
	beginHeartbeat() {
		heartbeat.begin();
	},
	endHeartbeat: () => heartbeat.end(),
	sound() {
		sound ??= new Sound();
		return sound.underruns;
	},
	/** What WebGPU calls its adapter; null where there is none. */
	async adapter() {
		const gpu = navigator.gpu as GPU | undefined;
		const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' });
		if (!adapter) return null;
		const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
		return { vendor, architecture, device, description, isFallbackAdapter };
	},
	/** All that the page and its workers hold, in bytes; null where the browser does not tell. */
	async memory() {
		type Measured = { bytes: number };
		const { measureUserAgentSpecificMemory: measure } = performance as unknown as {
			measureUserAgentSpecificMemory?: () => Promise<Measured>;
		};
		return measure === undefined ? null : (await measure.call(performance)).bytes;
	}
};
export type Bench = typeof bench;

Object.assign(window, { bench });
