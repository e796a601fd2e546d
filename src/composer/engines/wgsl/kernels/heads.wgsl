// Vectors of one candidate, side by side, and what the heads do with them.
const HIDDEN_AT = 0u;
const STATE_AT = WIDTH;
const INNER_AT = 2u * WIDTH;
const MOMENT_AT = 3u * WIDTH;
const OUT_AT = 3u * WIDTH + 52u;
const MOMENT_FEATURES = 49u;

var<workgroup> memory: array<f32, OUT_AT + OUT_FLOATS>;

// memory[out..] = memory[input..] · matrix [rows][out]; whole quads are written.
fn multiply(input: u32, rows: u32, matrix: Matrix, out: u32, thread: u32) {
	let slices = max(1u, THREADS / matrix.quads);
	workgroupBarrier();
	for (var item = thread; item < matrix.quads * slices; item += THREADS) {
		let slice = item / matrix.quads;
		var sum = vec4f();
		for (var row = slice * rows / slices; row < (slice + 1u) * rows / slices; row++) {
			sum += memory[input + row] * quadAt(matrix, row, item % matrix.quads);
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
		let at = out + 4u * quad;
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

fn addRow(table: Matrix, row: u32, thread: u32) {
	workgroupBarrier();
	for (var column = thread; column < WIDTH; column += THREADS) {
		memory[STATE_AT + column] += entryAt(table, row, column);
	}
}

fn rectifyInner(thread: u32) {
	for (var column = thread; column < WIDTH; column += THREADS) {
		memory[INNER_AT + column] = max(memory[INNER_AT + column], 0.0);
	}
}

// Logits of a head that has a ReLU layer of its own.
fn multiplyTwice(inner: Matrix, outer: Matrix, thread: u32) {
	multiply(STATE_AT, WIDTH, inner, INNER_AT, thread);
	rectifyInner(thread);
	multiply(INNER_AT, WIDTH, outer, OUT_AT, thread);
}

fn takeLogits(count: u32, thread: u32) {
	for (var class_ = thread; class_ < count; class_ += THREADS) {
		logits[class_] = memory[OUT_AT + class_];
	}
	workgroupBarrier();
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

// The event's row for the trunk: sums of rows of tables, and the turns of its place.
fn embed(line: u32, kind: vec4u, velocity: u32, thread: u32) {
	let bar = min(now.at / setting.barSteps, MAX_BARS);
	let barsLeft = setting.bars - min(bar, setting.bars);
	multiply(MOMENT_AT, MOMENT_FEATURES, EVENT_MOMENT, OUT_AT, thread);
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
