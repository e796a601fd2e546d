import type { MusicModel } from '../../transformer/modelManifest';
import {
	attendSource,
	denseSource,
	drawingThreads,
	drawSource,
	HARDWARE_THREADS,
	mostRows,
	quadsOf,
	SOFTWARE_THREADS,
	type DenseName
} from './kernelSource';
import { packModel, type PackedModel } from './packedModel';
import { pipelineOf, type Binding } from './pipelines';

/** A kernel for one row, and for `mostRows` at once. */
interface Dense {
	readonly one: GPUComputePipeline;
	readonly many: GPUComputePipeline;
}

/** What runs a model's trunk on a device: compiled kernels, and what they read. */
export interface Kernels {
	readonly packed: PackedModel;
	readonly project: Dense;
	readonly attend: GPUComputePipeline;
	readonly widen: Dense;
	readonly narrow: Dense;
	readonly draw: GPUComputePipeline;
	readonly mostRows: number;
	/** Fours of columns that a workgroup makes. */
	readonly quads: number;
}

const BINDINGS: Readonly<Record<DenseName | 'attend' | 'draw', readonly Binding[]>> = {
	project: ['uniform', 'read', 'read', 'read', 'read', 'write', 'write'],
	attend: ['uniform', 'read', 'read', 'read', 'read', 'read', 'write'],
	widen: ['uniform', 'read', 'read', 'read', 'write'],
	narrow: ['uniform', 'read', 'read', 'read', 'write'],
	draw: ['uniform', 'read', 'read', 'write', 'write', 'write', 'write', 'write']
};

export async function makeKernels(device: GPUDevice, model: MusicModel): Promise<Kernels> {
	const { config } = model;
	const packed = packModel(model);
	// Not every browser says what the adapter is.
	const adapter = device.adapterInfo as GPUAdapterInfo | undefined;
	const isSoftware = adapter?.isFallbackAdapter === true;
	const threads = isSoftware ? SOFTWARE_THREADS : HARDWARE_THREADS;
	const source = { config, packed };
	const most = mostRows(config);
	const dense = async (name: DenseName): Promise<Dense> => {
		const [one, many] = await Promise.all(
			[1, most].map((rows) =>
				pipelineOf(device, denseSource(name, rows, threads, source), BINDINGS[name])
			)
		);
		return { one: one!, many: many! };
	};
	const drawThreads = isSoftware ? SOFTWARE_THREADS : drawingThreads(config);
	const [project, attend, widen, narrow, draw] = await Promise.all([
		dense('project'),
		pipelineOf(device, attendSource(threads, source), BINDINGS.attend),
		dense('widen'),
		dense('narrow'),
		pipelineOf(device, drawSource(drawThreads, model.vocabulary, source), BINDINGS.draw)
	]);
	return { packed, project, attend, widen, narrow, draw, mostRows: most, quads: quadsOf(config) };
}
