// A matrix or table in the arena. Four columns lie in one word as int8, or in four as f32; rows are
// padded to whole quads. The scales are those of the columns, or of a table's rows.
struct Matrix { at: u32, scales: u32, quads: u32, isFloat: bool }

fn floatsAt(at: u32) -> vec4f {
	return bitcast<vec4f>(vec4u(arena[at], arena[at + 1u], arena[at + 2u], arena[at + 3u]));
}

// Four columns of a row, not scaled yet.
fn quadAt(matrix: Matrix, row: u32, quad: u32) -> vec4f {
	let index = row * matrix.quads + quad;
	if (matrix.isFloat) {
		return floatsAt(matrix.at + 4u * index);
	}
	let word = vec4u(arena[matrix.at + index]);
	return vec4f(bitcast<vec4i>(word << vec4u(24u, 16u, 8u, 0u)) >> vec4u(24u));
}

fn scalesAt(matrix: Matrix, quad: u32) -> vec4f {
	return floatsAt(matrix.scales + 4u * quad);
}
