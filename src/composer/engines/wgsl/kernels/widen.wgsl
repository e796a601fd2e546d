// The ReLU layer of normed rows, once what their heads heard is added to them.
const MATRIX = WIDEN;
const IN_QUADS = WIDTH_QUADS;
const IS_NORMED = true;

@group(0) @binding(2) var<storage, read> x: array<vec4f>;
@group(0) @binding(3) var<storage, read> parts: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> wide: array<vec4f>;

var<workgroup> inputs: array<vec4f, TILE * WIDTH_QUADS>;

fn prepare(first: u32, thread: u32) {
	for (var index = thread; index < TILE * WIDTH_QUADS; index += QUADS * SLICES) {
		let row = first + index / WIDTH_QUADS;
		let inRow = index % WIDTH_QUADS;
		var sum = x[row * WIDTH_QUADS + inRow];
		for (var head = 0u; head < HEADS; head++) {
			sum += parts[(row * HEADS + head) * WIDTH_QUADS + inRow];
		}
		inputs[index] = sum;
	}
	workgroupBarrier();
}

fn inputAt(first: u32, tile: u32, quad: u32) -> vec4f {
	return inputs[tile * WIDTH_QUADS + quad];
}

fn finish(row: u32, column: u32, index: u32) {
	wide[row * HIDDEN_QUADS + column] = max(results[index], vec4f());
}
