import type { MusicModel } from '../../transformer/modelManifest';
import { attendSource, denseSource, mostRows, quadsOf, type DenseName } from './kernelSource';
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
	readonly mostRows: number;
	/** Fours of columns that a workgroup makes. */
	readonly quads: number;
}

const BINDINGS: Readonly<Record<DenseName | 'attend', readonly Binding[]>> = {
	project: ['uniform', 'read', 'read', 'read', 'read', 'write', 'write'],
	attend: ['uniform', 'read', 'read', 'read', 'read', 'read', 'write'],
	widen: ['uniform', 'read', 'read', 'read', 'write'],
	narrow: ['uniform', 'read', 'read', 'read', 'write']
};

export async function makeKernels(device: GPUDevice, model: MusicModel): Promise<Kernels> {
	const { config } = model;
	const packed = packModel(model);
	const most = mostRows(config);
	const dense = async (name: DenseName): Promise<Dense> => {
		const [one, many] = await Promise.all(
			[1, most].map((rows) =>
				pipelineOf(device, denseSource(name, rows, config, packed), BINDINGS[name])
			)
		);
		return { one: one!, many: many! };
	};
	const [project, attend, widen, narrow] = await Promise.all([
		dense('project'),
		pipelineOf(device, attendSource(config, packed), BINDINGS.attend),
		dense('widen'),
		dense('narrow')
	]);
	return { packed, project, attend, widen, narrow, mostRows: most, quads: quadsOf(config) };
}
