// Rows [TILE, in] · MATRIX [in, out]. A workgroup makes QUADS · 4 columns of TILE rows; SLICES threads
// share the sum of each. The kernel says where the input comes from (`prepare`, `inputAt`) and where the
// sums go (`finish`), and gets the input's mean square for its norm.
var<workgroup> piles: array<vec4f, TILE * QUADS * SLICES>;
var<workgroup> powers: array<f32, TILE * QUADS * SLICES>;
var<workgroup> results: array<vec4f, TILE * QUADS>;

@compute @workgroup_size(QUADS * SLICES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
	let first = group.y * TILE;
	let column = group.x * QUADS + thread % QUADS;
	let slice = thread / QUADS;
	prepare(first, thread);
	var sums: array<vec4f, TILE>;
	var squares: array<f32, TILE>;
	if (column < MATRIX.quads) {
		for (var quad = slice * IN_QUADS / SLICES; quad < (slice + 1u) * IN_QUADS / SLICES; quad++) {
			let weights = mat4x4f(
				quadAt(MATRIX, 4u * quad, column),
				quadAt(MATRIX, 4u * quad + 1u, column),
				quadAt(MATRIX, 4u * quad + 2u, column),
				quadAt(MATRIX, 4u * quad + 3u, column)
			);
			for (var tile = 0u; tile < TILE; tile++) {
				let input = inputAt(first, tile, quad);
				sums[tile] += weights * input;
				squares[tile] += dot(input, input);
			}
		}
	}
	for (var tile = 0u; tile < TILE; tile++) {
		piles[tile * QUADS * SLICES + thread] = sums[tile];
		powers[tile * QUADS * SLICES + thread] = squares[tile];
	}
	workgroupBarrier();
	let tile = thread / QUADS;
	if (thread < TILE * QUADS) {
		var sum = vec4f();
		var power = 0.0;
		for (var part = 0u; part < SLICES; part++) {
			sum += piles[(tile * SLICES + part) * QUADS + thread % QUADS];
			power += powers[(tile * SLICES + part) * QUADS + thread % QUADS];
		}
		let norm = select(1.0, inverseSqrt(power / f32(4u * IN_QUADS) + EPSILON), IS_NORMED);
		results[thread] = sum * norm * scalesAt(MATRIX, min(column, MATRIX.quads - 1u));
	}
	workgroupBarrier();
	if (thread < TILE * QUADS && first + tile < pass_.rows && column < MATRIX.quads) {
		finish(first + tile, column, thread);
	}
}
