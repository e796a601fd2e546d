// What a head of a row finds in the shared memory and its own, and what `attended` makes of it: a part
// of what is added to the row. The parts are summed where the row is read next.
const SLICES = THREADS / HEAD_QUADS;

@group(0) @binding(2) var<storage, read> queries: array<vec4f>;
@group(0) @binding(3) var<storage, read> places: array<vec2u>;
// [keys and values, prefixRoom, width]
@group(0) @binding(4) var<storage, read> prefix: array<vec4f>;
@group(0) @binding(5) var<storage, read> own: array<vec4f>;
// [rows, heads, width]
@group(0) @binding(6) var<storage, read_write> parts: array<vec4f>;

var<workgroup> query: array<vec4f, HEAD_QUADS>;
var<workgroup> shares: array<f32, CONTEXT>;
var<workgroup> pile: array<f32, THREADS>;
var<workgroup> heardPiles: array<vec4f, THREADS>;
var<workgroup> heard: array<vec4f, HEAD_QUADS>;

// Where the head's keys of an event begin; values lie `room` rows further.
fn keyOf(event: u32, line: u32) -> u32 {
	return (2u * line * pass_.room + event - pass_.prefix) * WIDTH_QUADS;
}

fn scoreOf(event: u32, line: u32, head: u32) -> f32 {
	var score = 0.0;
	if (event < pass_.prefix) {
		let key = event * WIDTH_QUADS + head * HEAD_QUADS;
		for (var quad = 0u; quad < HEAD_QUADS; quad++) {
			score += dot(query[quad], prefix[key + quad]);
		}
	} else {
		let key = keyOf(event, line) + head * HEAD_QUADS;
		for (var quad = 0u; quad < HEAD_QUADS; quad++) {
			score += dot(query[quad], own[key + quad]);
		}
	}
	return score;
}

fn valueOf(event: u32, line: u32, inRow: u32) -> vec4f {
	if (event < pass_.prefix) {
		return prefix[(pass_.prefixRoom + event) * WIDTH_QUADS + inRow];
	}
	return own[keyOf(event, line) + pass_.room * WIDTH_QUADS + inRow];
}

fn mostOf(value: f32, thread: u32) -> f32 {
	pile[thread] = value;
	workgroupBarrier();
	for (var reach = THREADS / 2u; reach > 0u; reach /= 2u) {
		if (thread < reach) {
			pile[thread] = max(pile[thread], pile[thread + reach]);
		}
		workgroupBarrier();
	}
	return pile[0];
}

fn sumOf(value: f32, thread: u32) -> f32 {
	workgroupBarrier();
	pile[thread] = value;
	workgroupBarrier();
	for (var reach = THREADS / 2u; reach > 0u; reach /= 2u) {
		if (thread < reach) {
			pile[thread] += pile[thread + reach];
		}
		workgroupBarrier();
	}
	return pile[0];
}

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
	let head = group.x;
	let row = group.y;
	let place = places[row];
	let events = min(pass_.prefix + place.y + 1u, CONTEXT);
	if (thread < HEAD_QUADS) {
		query[thread] = queries[row * WIDTH_QUADS + head * HEAD_QUADS + thread];
	}
	workgroupBarrier();
	var most = -1e30;
	for (var event = thread; event < events; event += THREADS) {
		let score = scoreOf(event, place.x, head);
		shares[event] = score;
		most = max(most, score);
	}
	most = mostOf(most, thread);
	var share = 0.0;
	for (var event = thread; event < events; event += THREADS) {
		let chance = exp(shares[event] - most);
		shares[event] = chance;
		share += chance;
	}
	let whole = sumOf(share, thread);
	var sum = vec4f();
	let inHead = thread % HEAD_QUADS;
	for (var event = thread / HEAD_QUADS; event < events; event += SLICES) {
		sum += shares[event] * valueOf(event, place.x, head * HEAD_QUADS + inHead);
	}
	heardPiles[thread] = sum;
	workgroupBarrier();
	if (thread < HEAD_QUADS) {
		for (var slice = 1u; slice < SLICES; slice++) {
			sum += heardPiles[slice * HEAD_QUADS + thread];
		}
		heard[thread] = sum / whole;
	}
	workgroupBarrier();
	for (var column = thread; column < WIDTH_QUADS; column += THREADS) {
		var part = vec4f();
		for (var quad = 0u; quad < HEAD_QUADS; quad++) {
			let inputRow = 4u * (head * HEAD_QUADS + quad);
			let weights = mat4x4f(
				quadAt(ATTENDED, inputRow, column),
				quadAt(ATTENDED, inputRow + 1u, column),
				quadAt(ATTENDED, inputRow + 2u, column),
				quadAt(ATTENDED, inputRow + 3u, column)
			);
			part += weights * heard[quad];
		}
		parts[(row * HEADS + head) * WIDTH_QUADS + column] = part * scalesAt(ATTENDED, column);
	}
}
