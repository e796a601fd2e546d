// Adds to rows what their heads heard, and what the ReLU layer made of it.
const MATRIX = NARROW;
const IN_QUADS = HIDDEN_QUADS;
const IS_NORMED = false;

@group(0) @binding(2) var<storage, read> wide: array<vec4f>;
@group(0) @binding(3) var<storage, read> parts: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> x: array<vec4f>;

fn prepare(first: u32, thread: u32) {}

fn inputAt(first: u32, tile: u32, quad: u32) -> vec4f {
	return wide[(first + tile) * HIDDEN_QUADS + quad];
}

fn finish(row: u32, column: u32, index: u32) {
	var sum = x[row * WIDTH_QUADS + column];
	for (var head = 0u; head < HEADS; head++) {
		sum += parts[(row * HEADS + head) * WIDTH_QUADS + column];
	}
	x[row * WIDTH_QUADS + column] = sum + results[index];
}
