/** What was asked of WebGPU since this thread began. */
export interface GpuCalls {
	readonly dispatches: number;
	readonly readbacks: number;
}

const calls = { dispatches: 0, readbacks: 0 };

/** Puts a count before a method of all objects of a kind. */
function countCalls<Key extends string>(
	prototype: Record<Key, (...args: never[]) => unknown>,
	key: Key,
	count: keyof GpuCalls
): void {
	const method = prototype[key];
	prototype[key] = function (this: unknown, ...args: never[]) {
		calls[count]++;
		return method.apply(this, args);
	};
}

/** Counts WebGPU's calls on this thread from now on, whoever makes them. Call it once. */
export function countGpuCalls(): void {
	if (!('GPUComputePassEncoder' in globalThis)) return;
	const encoder = GPUComputePassEncoder.prototype;
	countCalls(encoder, 'dispatchWorkgroups', 'dispatches');
	countCalls(encoder, 'dispatchWorkgroupsIndirect', 'dispatches');
	countCalls(GPUBuffer.prototype, 'mapAsync', 'readbacks');
}

export const gpuCalls = (): GpuCalls => ({ ...calls });
