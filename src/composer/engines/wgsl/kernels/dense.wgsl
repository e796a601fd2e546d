// Rows [TILE, in] · MATRIX [in, out]. A workgroup makes QUADS · 4 columns of TILE rows; SLICES threads
// share the sum of each. The kernel says where the input comes from (`prepare`, `inputAt`) and where the
// sums go (`finish`), and gets the input's mean square for its norm.
// A line that names _TILE or TILE_INDEX stands for one a row.
var<workgroup> piles: array<vec4f, TILE * QUADS * SLICES>;
var<workgroup> powers: array<f32, TILE * QUADS * SLICES>;
var<workgroup> results: array<vec4f, TILE * QUADS>;

@compute @workgroup_size(QUADS * SLICES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
	let first = group.y * TILE;
	let column = group.x * QUADS + thread % QUADS;
	let slice = thread / QUADS;
	prepare(first, thread);
	var sum_TILE = vec4f();
	var power_TILE = 0.0;
	if (column < MATRIX.quads) {
		for (var quad = slice * IN_QUADS / SLICES; quad < (slice + 1u) * IN_QUADS / SLICES; quad++) {
			let weights = mat4x4f(
				quadAt(MATRIX, 4u * quad, column),
				quadAt(MATRIX, 4u * quad + 1u, column),
				quadAt(MATRIX, 4u * quad + 2u, column),
				quadAt(MATRIX, 4u * quad + 3u, column)
			);
			let input_TILE = inputAt(first, TILE_INDEX, quad);
			sum_TILE += weights * input_TILE;
			power_TILE += dot(input_TILE, input_TILE);
		}
	}
	piles[TILE_INDEX * QUADS * SLICES + thread] = sum_TILE;
	powers[TILE_INDEX * QUADS * SLICES + thread] = power_TILE;
	workgroupBarrier();
	for (var index = thread; index < TILE * QUADS; index += QUADS * SLICES) {
		var sum = vec4f();
		var power = 0.0;
		for (var part = 0u; part < SLICES; part++) {
			let at = (index / QUADS * SLICES + part) * QUADS + index % QUADS;
			sum += piles[at];
			power += powers[at];
		}
		let norm = select(1.0, inverseSqrt(power / f32(4u * IN_QUADS) + EPSILON), IS_NORMED);
		let made = min(group.x * QUADS + index % QUADS, MATRIX.quads - 1u);
		results[index] = sum * norm * scalesAt(MATRIX, made);
	}
	workgroupBarrier();
	for (var index = thread; index < TILE * QUADS; index += QUADS * SLICES) {
		let row = first + index / QUADS;
		let made = group.x * QUADS + index % QUADS;
		if (row < pass_.rows && made < MATRIX.quads) {
			finish(row, made, index);
		}
	}
}
