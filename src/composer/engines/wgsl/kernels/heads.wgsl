// Vectors of one candidate, side by side, and what the heads do with them.
const HIDDEN_AT = 0u;
const STATE_AT = WIDTH;
const INNER_AT = 2u * WIDTH;
const MOMENT_AT = 3u * WIDTH;
const OUT_AT = 3u * WIDTH + 52u;
const MOMENT_FEATURES = 49u;

var<workgroup> memory: array<f32, OUT_AT + OUT_FLOATS>;

// memory[out..] = memory[input..] · matrix [rows][out]; whole quads are written.
fn multiply(product: Product, thread: u32) {
	let matrix = product.matrix;
	let rows = product.rows;
	let slices = max(1u, THREADS / matrix.quads);
	workgroupBarrier();
	for (var item = thread; item < matrix.quads * slices; item += THREADS) {
		let slice = item / matrix.quads;
		var sum = vec4f();
		for (var row = slice * rows / slices; row < (slice + 1u) * rows / slices; row++) {
			sum += memory[product.input + row] * quadAt(matrix, row, item % matrix.quads);
		}
		piles[item] = sum;
	}
	workgroupBarrier();
	for (var quad = thread; quad < matrix.quads; quad += THREADS) {
		var sum = vec4f();
		for (var slice = 0u; slice < slices; slice++) {
			sum += piles[slice * matrix.quads + quad];
		}
		sum *= scalesAt(matrix, quad);
		let at = product.out + 4u * quad;
		memory[at] = sum.x;
		memory[at + 1u] = sum.y;
		memory[at + 2u] = sum.z;
		memory[at + 3u] = sum.w;
	}
	workgroupBarrier();
}

// One number of a table's row.
fn entryAt(table: Matrix, row: u32, column: u32) -> f32 {
	let quad = quadAt(table, row, column / 4u);
	return quad[column % 4u] * bitcast<f32>(arena[table.scales + row]);
}

fn rectifyInner(thread: u32) {
	for (var column = thread; column < WIDTH; column += THREADS) {
		memory[INNER_AT + column] = max(memory[INNER_AT + column], 0.0);
	}
}

// The products of one event in turn: what is multiplied, by what, and what it is for then.
struct Product { input: u32, rows: u32, matrix: Matrix, out: u32, purpose: u32 }

const TO_GO_ON = 0u;
const TO_RECTIFY = 1u;
const TO_PLACE = 2u;
const TO_DRAW_ONSET = 3u;
const TO_DRAW_PART = 4u;
const TO_DRAW_SYMBOL = 5u;
const TO_DRAW_DURATION = 6u;
const TO_DRAW_VELOCITY = 7u;
const TO_EMBED = 8u;

const PLACED_PRODUCT = 3u;
const EMBEDDED_PRODUCT = 12u;

// A compiler writes a function out at each call: so there is one call, in a loop over these.
fn productAt(index: u32) -> Product {
	const W = WIDTH;
	switch (index) {
		case 0u: { return Product(HIDDEN_AT, W, ONSET_PLACE, OUT_AT + PLACES_AT, TO_GO_ON); }
		case 1u: { return Product(HIDDEN_AT, W, ONSET_GATES, OUT_AT + GATES_AT, TO_GO_ON); }
		case 2u: { return Product(HIDDEN_AT, W, ONSET, OUT_AT, TO_DRAW_ONSET); }
		case PLACED_PRODUCT: { return Product(MOMENT_AT, MOMENT_FEATURES, MOMENT, STATE_AT, TO_PLACE); }
		case 4u: { return Product(STATE_AT, W, PART, OUT_AT, TO_DRAW_PART); }
		case 5u: { return Product(STATE_AT, W, SYMBOL_GATES, OUT_AT + GATES_AT, TO_GO_ON); }
		case 6u: { return Product(STATE_AT, W, SYMBOL_IN, INNER_AT, TO_RECTIFY); }
		case 7u: { return Product(INNER_AT, W, SYMBOL, OUT_AT, TO_DRAW_SYMBOL); }
		case 8u: { return Product(STATE_AT, W, DURATION_IN, INNER_AT, TO_RECTIFY); }
		case 9u: { return Product(INNER_AT, W, DURATION, OUT_AT, TO_DRAW_DURATION); }
		case 10u: { return Product(STATE_AT, W, VELOCITY_IN, INNER_AT, TO_RECTIFY); }
		case 11u: { return Product(INNER_AT, W, VELOCITY, OUT_AT, TO_DRAW_VELOCITY); }
		default: { return Product(MOMENT_AT, MOMENT_FEATURES, EVENT_MOMENT, OUT_AT, TO_EMBED); }
	}
}

// The hidden state, normed and told what is asked.
fn readHidden(line: u32, thread: u32) {
	var squares = 0.0;
	for (var column = thread; column < WIDTH; column += THREADS) {
		let value = x[line * WIDTH + column];
		squares += value * value;
	}
	let norm = inverseSqrt(sumsOf(vec2f(squares), thread).x / f32(WIDTH) + 1e-6);
	for (var column = thread; column < WIDTH; column += THREADS) {
		memory[HIDDEN_AT + column] = x[line * WIDTH + column] * norm + asked[column];
	}
}

// What sounds at a step that is not before the last event.
fn writeMoment(line: u32, step: u32, thread: u32) {
	workgroupBarrier();
	for (var feature = thread; feature < MOMENT_FEATURES; feature += THREADS) {
		if (feature < STEP_KNOWN) {
			memory[MOMENT_AT + feature] = stepAt(step, STEP_MOMENT + feature);
		} else if (feature < MOMENT_FEATURES - 1u) {
			memory[MOMENT_AT + feature] = select(0.0, 1.0, soundsAt(line, feature - STEP_KNOWN, step));
		} else {
			memory[MOMENT_AT + feature] = stepAt(step, STEP_KNOWN);
		}
	}
}

// The event's row for the trunk: sums of rows of tables, and the turns of its place. Its moment is
// multiplied already.
fn embed(line: u32, kind: vec4u, velocity: u32, thread: u32) {
	let bar = min(now.at / setting.barSteps, MAX_BARS);
	let barsLeft = setting.bars - min(bar, setting.bars);
	for (var column = thread; column < WIDTH; column += THREADS) {
		var sum = memory[OUT_AT + column] + asked[WIDTH + column];
		sum += entryAt(EVENT_TABLE_0, kind.x, column);
		sum += entryAt(EVENT_TABLE_1, now.at % setting.barSteps, column);
		sum += entryAt(EVENT_TABLE_2, bar, column);
		sum += entryAt(EVENT_TABLE_3, barsLeft, column);
		sum += entryAt(EVENT_TABLE_4, kind.y, column);
		sum += entryAt(EVENT_TABLE_5, kind.z, column);
		sum += entryAt(EVENT_TABLE_6, kind.w, column);
		sum += entryAt(EVENT_TABLE_7, velocity, column);
		x[line * WIDTH + column] = sum;
	}
	let order = setting.prefix + now.step;
	for (var pair = thread; pair < PAIRS; pair += THREADS) {
		var turn: vec2f;
		if (pair < TIME_PAIRS) {
			let feature = STEP_TURNS + 2u * pair;
			turn = vec2f(stepAt(now.at, feature), stepAt(now.at, feature + 1u));
		} else {
			let at = ORDER_TURNS + 2u * (order * (PAIRS - TIME_PAIRS) + pair - TIME_PAIRS);
			turn = vec2f(bitcast<f32>(arena[at]), bitcast<f32>(arena[at + 1u]));
		}
		turns[line * PAIRS + pair] = turn;
	}
}
