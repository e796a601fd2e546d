/** What is bound to a kernel, in order. */
export type Binding = 'uniform' | 'read' | 'write';

const COMPUTE = 0x4;
const TYPES: Readonly<Record<Binding, GPUBufferBindingType>> = {
	uniform: 'uniform',
	read: 'read-only-storage',
	write: 'storage'
};

/** Compiled once a device. */
const compiled = new WeakMap<GPUDevice, Map<string, Promise<GPUComputePipeline>>>();

/** The pipeline of a kernel whose entry point is `main`; compiled at the first call for its code. */
export function pipelineOf(
	device: GPUDevice,
	code: string,
	bindings: readonly Binding[]
): Promise<GPUComputePipeline> {
	const known = compiled.get(device) ?? new Map<string, Promise<GPUComputePipeline>>();
	compiled.set(device, known);
	const made = known.get(code) ?? compile(device, code, bindings);
	known.set(code, made);
	made.catch(() => known.delete(code));
	return made;
}

function compile(
	device: GPUDevice,
	code: string,
	bindings: readonly Binding[]
): Promise<GPUComputePipeline> {
	const group = device.createBindGroupLayout({
		entries: bindings.map((binding, index) => ({
			binding: index,
			visibility: COMPUTE,
			buffer: { type: TYPES[binding] }
		}))
	});
	return device.createComputePipelineAsync({
		layout: device.createPipelineLayout({ bindGroupLayouts: [group] }),
		compute: { module: device.createShaderModule({ code }), entryPoint: 'main' }
	});
}

export const bind = (
	device: GPUDevice,
	pipeline: GPUComputePipeline,
	buffers: readonly (GPUBuffer | GPUBufferBinding)[]
): GPUBindGroup =>
	device.createBindGroup({
		layout: pipeline.getBindGroupLayout(0),
		entries: buffers.map((bound, binding) => ({
			binding,
			resource: 'buffer' in bound ? bound : { buffer: bound }
		}))
	});
