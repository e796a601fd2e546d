// Turned queries and keys, and values, of normed rows; the keys and values go into the row's own memory.
const MATRIX = QUERY_KEY_VALUE;
const IN_QUADS = WIDTH_QUADS;
const IS_NORMED = true;
const HALF_QUADS = HEAD_QUADS / 2u;

@group(0) @binding(2) var<storage, read> x: array<vec4f>;
// [rows, pairs of a head] cosine and sine.
@group(0) @binding(3) var<storage, read> turns: array<vec2f>;
// [rows] whose memory, and where in it.
@group(0) @binding(4) var<storage, read> places: array<vec2u>;
@group(0) @binding(5) var<storage, read_write> queries: array<vec4f>;
// [lines, keys and values, room, width]
@group(0) @binding(6) var<storage, read_write> own: array<vec4f>;

fn prepare(first: u32, thread: u32) {}

fn inputAt(first: u32, tile: u32, quad: u32) -> vec4f {
	return x[(first + tile) * WIDTH_QUADS + quad];
}

// Rotates pairs (i, i + half) of each head; a workgroup makes whole heads.
fn turned(row: u32, inHead: u32, index: u32) -> vec4f {
	let isFirst = inHead < HALF_QUADS;
	let pair = row * PAIRS + 4u * (inHead % HALF_QUADS);
	let turn0 = turns[pair];
	let turn1 = turns[pair + 1u];
	let turn2 = turns[pair + 2u];
	let turn3 = turns[pair + 3u];
	let cosines = vec4f(turn0.x, turn1.x, turn2.x, turn3.x);
	let sines = vec4f(turn0.y, turn1.y, turn2.y, turn3.y);
	let partner = results[select(index - HALF_QUADS, index + HALF_QUADS, isFirst)];
	return results[index] * cosines + select(partner, -partner, isFirst) * sines;
}

fn finish(row: u32, column: u32, index: u32) {
	let kind = column / WIDTH_QUADS;
	let inRow = column % WIDTH_QUADS;
	if (kind == 2u) {
		let place = places[row];
		own[((2u * place.x + 1u) * pass_.room + place.y) * WIDTH_QUADS + inRow] = results[index];
		return;
	}
	let value = turned(row, inRow % HEAD_QUADS, index);
	if (kind == 0u) {
		queries[row * WIDTH_QUADS + inRow] = value;
	} else {
		let place = places[row];
		own[(2u * place.x * pass_.room + place.y) * WIDTH_QUADS + inRow] = value;
	}
}
