import { choosing } from '../../../src/composer/engines/wgsl/kernelSource';
import { bind, pipelineOf } from '../../../src/composer/engines/wgsl/pipelines';
import type { Manner } from '../../../src/composer/transformer/choosers';

const THREADS = 16;
/** Draws of a workgroup, each of another seed. */
const DRAWS_EACH = 50;
const [MAP_READ, COPY_SRC, COPY_DST, STORAGE] = [0x1, 0x4, 0x8, 0x80];

const ENTRY = `
@group(0) @binding(0) var<storage, read> given: array<f32>;
@group(0) @binding(1) var<storage, read_write> counts: array<atomic<u32>>;

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
	let manner = Manner(given[0], given[1], given[2], false);
	for (var index = 0u; index < ${DRAWS_EACH}u; index++) {
		workgroupBarrier();
		for (var class_ = thread; class_ < CLASSES; class_ += THREADS) {
			logits[class_] = given[3u + class_];
		}
		workgroupBarrier();
		let random = randomAt(group.x, index);
		let choice = choose(CLASSES, manner, random, thread);
		if (thread == 0u) {
			atomicAdd(&counts[choice], 1u);
		}
	}
}`;

/** How often the kernel draws each class of a head. */
export async function countDraws(
	device: GPUDevice,
	logits: Float32Array,
	{ temperature, topP, minP }: Manner,
	draws: number
): Promise<number[]> {
	const code = choosing(logits.length, THREADS, THREADS) + ENTRY;
	const pipeline = await pipelineOf(device, code, ['read', 'write']);
	const bytes = 4 * logits.length;
	const given = device.createBuffer({ size: bytes + 12, usage: STORAGE | COPY_DST });
	device.queue.writeBuffer(given, 0, new Float32Array([temperature, topP, minP, ...logits]));
	const counts = device.createBuffer({ size: bytes, usage: STORAGE | COPY_SRC });
	const staging = device.createBuffer({ size: bytes, usage: MAP_READ | COPY_DST });
	const encoder = device.createCommandEncoder();
	const pass = encoder.beginComputePass();
	pass.setPipeline(pipeline);
	pass.setBindGroup(0, bind(device, pipeline, [given, counts]));
	pass.dispatchWorkgroups(draws / DRAWS_EACH);
	pass.end();
	encoder.copyBufferToBuffer(counts, 0, staging, 0, bytes);
	device.queue.submit([encoder.finish()]);
	await staging.mapAsync(1);
	const found = [...new Uint32Array(staging.getMappedRange())];
	for (const buffer of [given, counts, staging]) buffer.destroy();
	return found;
}
