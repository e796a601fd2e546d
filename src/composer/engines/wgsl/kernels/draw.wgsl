// Draws the next event of every candidate, a workgroup each, and writes it as the trunk reads it.
const ANSWER_NOTE = 3u;
// Draws of one event, by head.
const DRAWS = 8u;
const DARING = 1.25;
const HOTTEST = 2.0;

var<workgroup> isOver: u32;
var<workgroup> isEmptyFirst: u32;

fn manner(temperature: f32) -> Manner {
	return Manner(temperature, setting.topP, setting.minP, has(GREEDY));
}

fn randomFor(head: u32) -> f32 {
	return randomAt(now.seed, now.step * DRAWS + head);
}

fn chooseFrom(count: u32, head: u32, thread: u32) -> u32 {
	return choose(count, manner(setting.temperature), randomFor(head), thread);
}

fn scaleLogits(count: u32, factor: f32, thread: u32) {
	for (var class_ = thread; class_ < count; class_ += THREADS) {
		logits[class_] *= factor;
	}
}

fn writeOnsetLogits(line: u32, thread: u32) {
	multiply(HIDDEN_AT, WIDTH, ONSET, OUT_AT, thread);
	multiply(HIDDEN_AT, WIDTH, ONSET_PLACE, OUT_AT + PLACES_AT, thread);
	multiply(HIDDEN_AT, WIDTH, ONSET_GATES, OUT_AT + GATES_AT, thread);
	let gates = OUT_AT + GATES_AT;
	let known = min(ONSET_STEPS, setting.barSteps + select(1u, 0u, now.isSilent != 0u));
	for (var class_ = thread; class_ < ONSETS; class_ += THREADS) {
		var logit = memory[OUT_AT + class_];
		if (class_ < ONSET_STEPS) {
			let step = now.at + class_;
			logit += memory[OUT_AT + PLACES_AT + step % setting.barSteps];
			if (step < setting.length) {
				logit += memory[gates] * stepAt(step, STEP_ONSET);
				logit += memory[gates + 1u] * stepAt(step, STEP_DRUM);
			}
			if (class_ < known && hasOwnOnset(line, i32(step) - i32(setting.barSteps))) {
				logit += memory[gates + 2u];
			}
		}
		logits[class_] = select(FORBIDDEN, logit, isOnsetAllowed(class_));
	}
	workgroupBarrier();
}

// The rules' say; the answer may always end, so that none is passed over.
fn isOnsetAllowed(class_: u32) -> bool {
	let left = setting.length - now.at;
	if (class_ == BAR_PASSES) {
		return left > setting.barSteps;
	}
	if (class_ == ANSWER_ENDS) {
		return true;
	}
	let isFull = has(BOUNDED) && now.notesInBar >= MOST_IN_BAR;
	let toBar = setting.barSteps - now.at % setting.barSteps;
	let isCrowded = has(BOUNDED) && now.notesHere >= MOST_AT_ONCE;
	return class_ < left && !(isFull && class_ < toBar) && !(isCrowded && class_ == 0u);
}

fn steerOnsets(thread: u32) {
	scaleLogits(ONSETS, 1.0 / setting.temperature, thread);
	for (var steer = POLYPHONY; steer <= DENSITY; steer <<= 1u) {
		if (!has(steer)) {
			continue;
		}
		workgroupBarrier();
		for (var class_ = thread; class_ < ONSETS; class_ += THREADS) {
			values[class_] = valueOfOnset(steer, class_);
		}
		tilt(ONSETS, wantedOfOnset(steer), thread);
	}
	scaleLogits(ONSETS, setting.temperature, thread);
	workgroupBarrier();
}

fn drawOnset(line: u32, thread: u32) -> u32 {
	writeOnsetLogits(line, thread);
	steerOnsets(thread);
	let onset = chooseFrom(ONSETS, 0u, thread);
	if (thread == 0u) {
		let isFirst = now.notes == 0u && now.at == setting.begin;
		isEmptyFirst = select(0u, 1u, isFirst && onset >= setting.barSteps && !has(GREEDY));
	}
	if (workgroupUniformLoad(&isEmptyFirst) == 0u) {
		return onset;
	}
	let hotter = max(setting.temperature, min(HOTTEST, setting.temperature * DARING));
	return choose(ONSETS, manner(hotter), randomFor(1u), thread);
}

fn drawPart(thread: u32) -> u32 {
	multiply(STATE_AT, WIDTH, PART, OUT_AT, thread);
	for (var part = thread; part < PARTS; part += THREADS) {
		let isAsked = ((setting.parts >> part) & 1u) != 0u;
		logits[part] = select(FORBIDDEN, memory[OUT_AT + part], isAsked);
	}
	workgroupBarrier();
	return chooseFrom(PARTS, 2u, thread);
}

// Which of the rules, in the order in which they hold, allow a symbol: a bit each.
fn rulesAllowing(symbol: u32, onset: u32, part: u32, forbidden: u32) -> u32 {
	let isPitch = symbol < PITCHES;
	let lock = u32(stepAt(onset, STEP_LOCK));
	let isPlayable = !has(PLAYABLE) || isPitch == (part != DRUMS);
	let isInLock = !isPitch || ((lock >> (symbol % 12u)) & 1u) != 0u;
	let isNew = !has(GUARDED) || nameOf(onset, part, symbol) != forbidden;
	return select(0u, 1u, isPlayable) | select(0u, 2u, isInLock) | 4u | select(0u, 8u, isNew);
}

// Whether a note of the part strikes the symbol at the onset already.
fn isStruck(line: u32, symbol: u32, onset: u32, part: u32) -> bool {
	if (!has(BOUNDED) || onset != now.at) {
		return false;
	}
	for (var back = 1u; back <= now.notesHere; back++) {
		let attributes = drawn[(now.step - back) * setting.lines + line].attributes;
		if ((attributes & 0xfffu) == (symbol | (part << 8u))) {
			return true;
		}
	}
	return false;
}

// A rule that would leave nothing is passed over.
fn maskSymbols(line: u32, onset: u32, part: u32, thread: u32) {
	let forbidden = forbiddenName(line);
	var found = 0u;
	for (var symbol = thread; symbol < SYMBOLS; symbol += THREADS) {
		var rules = rulesAllowing(symbol, onset, part, forbidden);
		if (isStruck(line, symbol, onset, part)) {
			rules &= ~4u;
		}
		values[symbol] = f32(rules);
		found |= 1u << rules;
	}
	var left = joined(found, thread);
	const WITH_RULE = array<u32, 4>(0xaaaau, 0xccccu, 0xf0f0u, 0xff00u);
	for (var rule = 0u; rule < 4u; rule++) {
		let stricter = left & WITH_RULE[rule];
		left = select(left, stricter, stricter != 0u);
	}
	for (var symbol = thread; symbol < SYMBOLS; symbol += THREADS) {
		if (((left >> u32(values[symbol])) & 1u) == 0u) {
			logits[symbol] = FORBIDDEN;
		}
	}
	workgroupBarrier();
}

fn steerSymbols(line: u32, onset: u32, part: u32, thread: u32) {
	let most = mostDue(onset);
	scaleLogits(SYMBOLS, 1.0 / setting.temperature, thread);
	for (var index = 0u; index < 4u; index++) {
		const STEERS = array<u32, 4>(FIT, CHORD_RATE, REGISTER, CLOSENESS);
		let steer = STEERS[index];
		if (!has(steer) || (steer == FIT && !isChordal(part))) {
			continue;
		}
		workgroupBarrier();
		for (var symbol = thread; symbol < SYMBOLS; symbol += THREADS) {
			values[symbol] = valueOfSymbol(steer, line, onset, symbol, most);
		}
		tilt(SYMBOLS, wantedOfSymbol(steer, line, onset, part), thread);
	}
	scaleLogits(SYMBOLS, setting.temperature, thread);
	workgroupBarrier();
}

fn drawSymbol(line: u32, onset: u32, part: u32, thread: u32) -> u32 {
	multiplyTwice(SYMBOL_IN, SYMBOL, thread);
	takeLogits(SYMBOLS, thread);
	multiply(STATE_AT, WIDTH, SYMBOL_GATES, OUT_AT, thread);
	for (var pitch = thread; pitch < PITCHES; pitch += THREADS) {
		for (var channel = 0u; channel < 4u; channel++) {
			let sounding = memory[MOMENT_AT + 12u * channel + pitch % 12u];
			logits[pitch] += memory[OUT_AT + channel] * sounding;
		}
	}
	maskSymbols(line, onset, part, thread);
	steerSymbols(line, onset, part, thread);
	return chooseFrom(SYMBOLS, 3u, thread);
}

// The class whose length is nearest, the shorter of two.
fn durationClass(length: f32) -> u32 {
	var best = 0u;
	for (var class_ = 1u; class_ < DURATIONS; class_++) {
		if (abs(LENGTHS[class_] - length) < abs(LENGTHS[best] - length)) {
			best = class_;
		}
	}
	return best;
}

fn longest(onset: u32, symbol: u32) -> f32 {
	var most = NEUTRAL;
	if (has(PLAYABLE)) {
		most = f32(setting.length - onset);
	}
	if (symbol < PITCHES) {
		most = min(most, stepAt(onset, STEP_LONGEST + symbol % 12u));
	}
	return most;
}

fn drawNote(line: u32, ahead: u32, thread: u32) {
	let onset = now.at + ahead;
	writeMoment(line, onset, thread);
	if (thread == 0u) {
		enterBar(onset / setting.barSteps);
		enterBeat(onset / setting.beatSteps);
	}
	multiply(MOMENT_AT, MOMENT_FEATURES, MOMENT, STATE_AT, thread);
	for (var column = thread; column < WIDTH; column += THREADS) {
		memory[STATE_AT + column] += memory[HIDDEN_AT + column]
			+ entryAt(ONSET_TABLE, ahead, column)
			+ entryAt(PLACE_TABLE, onset % setting.barSteps, column);
	}
	let part = drawPart(thread);
	addRow(PART_TABLE, part, thread);
	let symbol = drawSymbol(line, onset, part, thread);
	addRow(SYMBOL_TABLE, symbol, thread);
	multiplyTwice(DURATION_IN, DURATION, thread);
	takeLogits(DURATIONS, thread);
	let drawnLength = chooseFrom(DURATIONS, 4u, thread);
	addRow(DURATION_TABLE, drawnLength, thread);
	multiplyTwice(VELOCITY_IN, VELOCITY, thread);
	takeLogits(VELOCITIES, thread);
	let velocity = 1u + chooseFrom(VELOCITIES, 5u, thread);
	let duration = min(LENGTHS[drawnLength], longest(onset, symbol));
	let length = durationClass(duration);
	if (thread == 0u) {
		let attributes = symbol | (part << 8u) | (velocity << 12u);
		drawn[now.step * setting.lines + line] = Drawn(NOTE, onset, attributes, duration);
		addNote(line, onset, part, symbol, u32(LENGTHS[length]));
	}
	workgroupBarrier();
	embed(line, vec4u(ANSWER_NOTE, part, symbol, 1u + length), velocity, thread);
}

fn drawSilence(line: u32, thread: u32) {
	if (thread == 0u) {
		passBar();
		drawn[now.step * setting.lines + line] = Drawn(SILENT, now.at, 0u, 0.0);
	}
	workgroupBarrier();
	writeMoment(line, now.at, thread);
	embed(line, vec4u(ANSWER_NOTE, PARTS, SYMBOLS, 0u), 0u, thread);
}

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
	let line = group.x;
	if (thread == 0u) {
		now = lines[line].now;
		isOver = now.isOver;
	}
	if (workgroupUniformLoad(&isOver) != 0u) {
		if (thread == 0u) {
			drawn[now.step * setting.lines + line] = Drawn(NO_EVENT, now.at, 0u, 0.0);
			lines[line].now.step = now.step + 1u;
		}
		return;
	}
	readHidden(line, thread);
	let onset = drawOnset(line, thread);
	if (onset == ANSWER_ENDS) {
		if (thread == 0u) {
			now.isOver = 1u;
			drawn[now.step * setting.lines + line] = Drawn(ENDED, now.at, 0u, 0.0);
		}
	} else if (onset == BAR_PASSES) {
		drawSilence(line, thread);
	} else {
		drawNote(line, onset, thread);
	}
	workgroupBarrier();
	if (thread == 0u) {
		places[line] = vec2u(line, now.step);
		now.step += 1u;
		lines[line].now = now;
	}
}
