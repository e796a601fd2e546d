import type { MusicModel } from '../../transformer/modelManifest';
import type { NetworkConfig } from '../../transformer/networkShapes';
import { GpuPool } from './gpuPool';
import type { Kernels } from './kernels';
import type { PackedModel } from './packedModel';
import { bind } from './pipelines';

/** What one run through the trunk needs room for, by so many rows. */
export interface Workspace {
	readonly rows: number;
	/** [rows, width] what goes in, then what comes out, not normed. */
	readonly x: GPUBuffer;
	/** [rows, pairs of a head, 2] cosines and sines. */
	readonly turns: GPUBuffer;
	/** [rows, 2] whose memory, and where in it. */
	readonly places: GPUBuffer;
	/** Rows, shared events, room for them, room of each line. */
	readonly pass: GPUBuffer;
	readonly queries: GPUBuffer;
	readonly parts: GPUBuffer;
	readonly wide: GPUBuffer;
	readonly widen: readonly GPUBindGroup[];
	readonly narrow: readonly GPUBindGroup[];
}

/** Keys and values of all layers: [layers, lines, keys and values, room, width]. */
export interface Memory {
	readonly buffer: GPUBuffer;
	readonly lines: number;
	readonly room: number;
}

/** A memory of its own and one that is shared, as the kernels take them. */
export interface BoundMemory {
	readonly project: readonly GPUBindGroup[];
	readonly attend: readonly GPUBindGroup[];
}

const FLOAT_BYTES = 4;
export const DISPATCHES_A_LAYER = 4;

/** What was asked of the device so far. */
export interface GpuStats {
	dispatches: number;
	submits: number;
	readbacks: number;
	/** Of batches. */
	steps: number;
}

/** A model's weights on a device, and its four kernels a layer. */
export class Trunk {
	readonly device: GPUDevice;
	readonly config: NetworkConfig;
	readonly packed: PackedModel;
	readonly pool: GpuPool;
	readonly arena: GPUBuffer;
	readonly stats: GpuStats = { dispatches: 0, submits: 0, readbacks: 0, steps: 0 };
	readonly kernels: Kernels;

	constructor(device: GPUDevice, kernels: Kernels, model: MusicModel) {
		this.device = device;
		this.config = model.config;
		this.packed = kernels.packed;
		this.pool = new GpuPool(device);
		this.kernels = kernels;
		this.arena = this.pool.take('storage', this.packed.words.byteLength);
		device.queue.writeBuffer(this.arena, 0, this.packed.words);
	}

	dispose(): void {
		this.pool.give(this.arena);
		this.pool.dispose();
	}

	openWorkspace(least: number): Workspace {
		const rows = Math.ceil(least / 4) * 4;
		const { width, hidden, heads } = this.config;
		const take = (floats: number) => this.pool.take('storage', rows * floats * FLOAT_BYTES);
		const x = take(width);
		const [turns, places, queries] = [take(width / heads), take(2), take(width)];
		const [parts, wide] = [take(heads * width), take(hidden)];
		const pass = this.pool.take('uniform', 4 * FLOAT_BYTES);
		const bound = (name: 'widen' | 'narrow', buffers: readonly GPUBuffer[]) =>
			this.packed.layers.map((_, layer) =>
				bind(this.device, this.kernels[name].one, [pass, this.#weights(layer), ...buffers])
			);
		const widen = bound('widen', [x, parts, wide]);
		const narrow = bound('narrow', [wide, parts, x]);
		return { rows, x, turns, places, pass, queries, parts, wide, widen, narrow };
	}

	closeWorkspace({ x, turns, places, pass, queries, parts, wide }: Workspace): void {
		for (const buffer of [x, turns, places, pass, queries, parts, wide]) this.pool.give(buffer);
	}

	openMemory(lines: number, room: number): Memory {
		const buffer = this.pool.take('storage', this.config.layers * this.#layerBytes(lines, room));
		return { buffer, lines, room };
	}

	/** For runs in a workspace; `shared` may be `own`, if no row looks back on shared events. */
	bindMemory(work: Workspace, own: Memory, shared: Memory): BoundMemory {
		const { x, turns, places, queries, parts, pass } = work;
		const at = ({ buffer, lines, room }: Memory, layer: number): GPUBufferBinding => {
			const size = this.#layerBytes(lines, room);
			return { buffer, offset: layer * size, size };
		};
		const layers = [...this.packed.layers.keys()];
		const { project, attend } = this.kernels;
		return {
			project: layers.map((layer) =>
				bind(this.device, project.one, [
					pass,
					this.#weights(layer),
					x,
					turns,
					places,
					queries,
					at(own, layer)
				])
			),
			attend: layers.map((layer) =>
				bind(this.device, attend, [
					pass,
					this.#weights(layer),
					queries,
					places,
					at(shared, layer),
					at(own, layer),
					parts
				])
			)
		};
	}

	/** Runs what lies in the workspace's first rows through all layers. */
	encode(encoder: GPUComputePassEncoder, work: Workspace, memory: BoundMemory, rows: number): void {
		const { project, attend, widen, narrow, mostRows, quads } = this.kernels;
		const { width, hidden, heads } = this.config;
		const isSingle = rows === 1 || mostRows === 1;
		const tiles = Math.ceil(rows / (isSingle ? 1 : mostRows));
		const groups = (columns: number) => Math.ceil(columns / 4 / quads);
		const size = isSingle ? 'one' : 'many';
		for (const layer of this.packed.layers.keys()) {
			encoder.setPipeline(project[size]);
			encoder.setBindGroup(0, memory.project[layer]);
			encoder.dispatchWorkgroups(groups(3 * width), tiles);
			encoder.setPipeline(attend);
			encoder.setBindGroup(0, memory.attend[layer]);
			encoder.dispatchWorkgroups(heads, rows);
			encoder.setPipeline(widen[size]);
			encoder.setBindGroup(0, work.widen[layer]);
			encoder.dispatchWorkgroups(groups(hidden), tiles);
			encoder.setPipeline(narrow[size]);
			encoder.setBindGroup(0, work.narrow[layer]);
			encoder.dispatchWorkgroups(groups(width), tiles);
		}
		this.stats.dispatches += DISPATCHES_A_LAYER * this.packed.layers.length;
	}

	/** Draws the next event of so many candidates. */
	encodeDraw(encoder: GPUComputePassEncoder, group: GPUBindGroup, candidates: number): void {
		encoder.setPipeline(this.kernels.draw);
		encoder.setBindGroup(0, group);
		encoder.dispatchWorkgroups(candidates);
		this.stats.dispatches++;
		this.stats.steps++;
	}

	submit(encoder: GPUCommandEncoder): void {
		this.device.queue.submit([encoder.finish()]);
		this.stats.submits++;
	}

	#layerBytes(lines: number, room: number): number {
		return lines * 2 * room * this.config.width * FLOAT_BYTES;
	}

	#weights(layer: number): GPUBufferBinding {
		const { layers, layerBytes } = this.packed;
		return { buffer: this.arena, offset: layers[layer]!, size: layerBytes };
	}
}
