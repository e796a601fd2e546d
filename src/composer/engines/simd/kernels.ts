import bytes from './kernels/trunk.as.ts?wasm';

/** What trunk.as.ts exports. Places and slots are bytes from the memory's beginning. */
export interface Kernels {
	readonly memory: WebAssembly.Memory;
	/** Reads `rows` of the plan's x at their places; those from `first` on become hidden states. */
	read(plan: number, rows: number, first: number): void;
	/** Multiplies the plan's vector by a matrix. */
	product(plan: number, matrix: number): void;
	copyEvents(plan: number, from: number, to: number, events: number): void;
}

/** Whether WebAssembly here knows vectors of 128 bits. */
export const canSimd = (): boolean =>
	typeof WebAssembly === 'object' && WebAssembly.validate(bytes);

/** The kernels with a memory of their own. They are small enough to be compiled at once. */
export const startKernels = (): Kernels =>
	new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as Kernels;
