// Draws the next event of every candidate, a workgroup each, and writes it as the trunk reads it.
const ANSWER_NOTE = 3u;
// More than an event has draws, which are numbered by what they are for.
const DRAWS = 8u;
const DARING = 1.25;
const HOTTEST = 2.0;

var<workgroup> isOver: u32;
var<workgroup> isDrawnAgain: u32;

fn manner(temperature: f32) -> Manner {
	return Manner(temperature, setting.topP, setting.minP, has(GREEDY));
}

// What is chosen of an event so far.
struct Event { ahead: u32, onset: u32, part: u32, symbol: u32, length: u32, velocity: u32 }

fn classesOf(purpose: u32) -> u32 {
	switch (purpose) {
		case TO_DRAW_ONSET: { return ONSETS; }
		case TO_DRAW_PART: { return PARTS; }
		case TO_DRAW_SYMBOL: { return SYMBOLS; }
		case TO_DRAW_DURATION: { return DURATIONS; }
		default: { return VELOCITIES; }
	}
}

fn onsetLogit(class_: u32, line: u32) -> f32 {
	let known = min(ONSET_STEPS, setting.barSteps + select(1u, 0u, now.isSilent != 0u));
	let gates = OUT_AT + GATES_AT;
	let step = now.at + class_;
	var logit = memory[OUT_AT + class_];
	if (!isOnsetAllowed(class_)) {
		return FORBIDDEN;
	}
	if (class_ >= ONSET_STEPS) {
		return logit;
	}
	logit += memory[OUT_AT + PLACES_AT + step % setting.barSteps];
	if (step < setting.length) {
		logit += memory[gates] * stepAt(step, STEP_ONSET);
		logit += memory[gates + 1u] * stepAt(step, STEP_DRUM);
	}
	if (class_ < known && hasOwnOnset(line, i32(step) - i32(setting.barSteps))) {
		logit += memory[gates + 2u];
	}
	return logit;
}

fn symbolLogit(symbol: u32) -> f32 {
	var logit = memory[OUT_AT + symbol];
	if (symbol < PITCHES) {
		for (var channel = 0u; channel < 4u; channel++) {
			let sounding = memory[MOMENT_AT + 12u * channel + symbol % 12u];
			logit += memory[OUT_AT + GATES_AT + channel] * sounding;
		}
	}
	return logit;
}

fn logitOf(purpose: u32, class_: u32, line: u32) -> f32 {
	switch (purpose) {
		case TO_DRAW_ONSET: {
			return onsetLogit(class_, line);
		}
		case TO_DRAW_PART: {
			let isAsked = ((setting.parts >> class_) & 1u) != 0u;
			return select(FORBIDDEN, memory[OUT_AT + class_], isAsked);
		}
		case TO_DRAW_SYMBOL: {
			return symbolLogit(class_);
		}
		default: {
			return memory[OUT_AT + class_];
		}
	}
}

// Whether a steer has a say in what is drawn.
fn doesSteer(steer: u32, purpose: u32, part: u32) -> bool {
	if (!has(steer)) {
		return false;
	}
	if (purpose == TO_DRAW_ONSET) {
		return (steer & (POLYPHONY | CHORD_RATE | SYNCOPATION | DENSITY)) != 0u;
	}
	let isHeard = steer != FIT || isChordal(part);
	return isHeard && (steer & (FIT | CHORD_RATE | REGISTER | CLOSENESS)) != 0u;
}

fn steer(purpose: u32, line: u32, event: Event, thread: u32) {
	let count = classesOf(purpose);
	let isOnset = purpose == TO_DRAW_ONSET;
	let most = mostDue(event.onset);
	for (var class_ = thread; class_ < count; class_ += THREADS) {
		logits[class_] /= setting.temperature;
	}
	for (var steer = FIT; steer <= CLOSENESS; steer <<= 1u) {
		if (!doesSteer(steer, purpose, event.part)) {
			continue;
		}
		workgroupBarrier();
		var wanted: Wanted;
		if (isOnset) {
			wanted = wantedOfOnset(steer);
		} else {
			wanted = wantedOfSymbol(steer, line, event.onset, event.part);
		}
		for (var class_ = thread; class_ < count; class_ += THREADS) {
			if (isOnset) {
				values[class_] = valueOfOnset(steer, class_);
			} else {
				values[class_] = valueOfSymbol(steer, line, event.onset, class_, most);
			}
		}
		tilt(count, wanted, thread);
	}
	for (var class_ = thread; class_ < count; class_ += THREADS) {
		logits[class_] *= setting.temperature;
	}
	workgroupBarrier();
}

// The class of a head whose products are made.
fn drawHead(purpose: u32, line: u32, event: Event, thread: u32) -> u32 {
	let count = classesOf(purpose);
	for (var class_ = thread; class_ < count; class_ += THREADS) {
		logits[class_] = logitOf(purpose, class_, line);
	}
	workgroupBarrier();
	if (purpose == TO_DRAW_SYMBOL) {
		maskSymbols(line, event.onset, event.part, thread);
	}
	if (purpose == TO_DRAW_SYMBOL || purpose == TO_DRAW_ONSET) {
		steer(purpose, line, event, thread);
	}
	var choice = 0u;
	var temperature = setting.temperature;
	// An answer that would begin with an empty bar is drawn once more, hotter.
	for (var attempt = 0u; attempt < 2u; attempt++) {
		let place = now.step * DRAWS + select(purpose, 0u, attempt == 1u);
		choice = choose(count, manner(temperature), randomAt(now.seed, place), thread);
		temperature = max(temperature, min(HOTTEST, temperature * DARING));
		if (thread == 0u) {
			let isFirst = now.notes == 0u && now.at == setting.begin;
			let isEmpty = purpose == TO_DRAW_ONSET && choice >= setting.barSteps;
			isDrawnAgain = select(0u, 1u, isFirst && isEmpty && !has(GREEDY));
		}
		if (workgroupUniformLoad(&isDrawnAgain) == 0u) {
			break;
		}
	}
	return choice;
}

// The state once the onset, and so its place in the bar and what sounds there, is known.
fn addPlace(event: Event, thread: u32) {
	for (var column = thread; column < WIDTH; column += THREADS) {
		memory[STATE_AT + column] += memory[HIDDEN_AT + column]
			+ entryAt(ONSET_TABLE, event.ahead, column)
			+ entryAt(PLACE_TABLE, event.onset % setting.barSteps, column);
	}
}

fn addChoice(purpose: u32, choice: u32, thread: u32) {
	for (var column = thread; column < WIDTH; column += THREADS) {
		var entry = 0.0;
		switch (purpose) {
			case TO_DRAW_PART: {
				entry = entryAt(PART_TABLE, choice, column);
			}
			case TO_DRAW_SYMBOL: {
				entry = entryAt(SYMBOL_TABLE, choice, column);
			}
			case TO_DRAW_DURATION: {
				entry = entryAt(DURATION_TABLE, choice, column);
			}
			default: {}
		}
		memory[STATE_AT + column] += entry;
	}
}

fn record(line: u32, event: Drawn) {
	drawn[now.step * setting.lines + line] = event;
}

// Takes the whole note; the class of its length as it sounds, and 1.
fn takeNote(line: u32, event: Event, thread: u32) -> u32 {
	let duration = min(LENGTHS[event.length], longest(event.onset, event.symbol));
	let length = durationClass(duration);
	workgroupBarrier();
	if (thread == 0u) {
		let attributes = event.symbol | (event.part << 8u) | (event.velocity << 12u);
		record(line, Drawn(NOTE, event.onset, attributes, duration));
		addNote(line, event.onset, event.part, event.symbol, u32(LENGTHS[length]));
	}
	return 1u + length;
}

fn drawEvent(line: u32, thread: u32) {
	let at = workgroupUniformLoad(&now.at);
	var event = Event(0u, at, PARTS, SYMBOLS, 0u, 0u);
	var length = 0u;
	for (var index = 0u; index <= EMBEDDED_PRODUCT; index++) {
		let product = productAt(index);
		multiply(product, thread);
		if (product.purpose == TO_RECTIFY) {
			rectifyInner(thread);
		} else if (product.purpose == TO_PLACE) {
			addPlace(event, thread);
		} else if (product.purpose == TO_EMBED) {
			embed(line, vec4u(ANSWER_NOTE, event.part, event.symbol, length), event.velocity, thread);
		}
		if (product.purpose < TO_DRAW_ONSET || product.purpose == TO_EMBED) {
			continue;
		}
		let choice = drawHead(product.purpose, line, event, thread);
		addChoice(product.purpose, choice, thread);
		switch (product.purpose) {
			case TO_DRAW_ONSET: {
				event.ahead = choice;
			}
			case TO_DRAW_PART: {
				event.part = choice;
			}
			case TO_DRAW_SYMBOL: {
				event.symbol = choice;
			}
			case TO_DRAW_DURATION: {
				event.length = choice;
			}
			default: {
				event.velocity = 1u + choice;
				length = takeNote(line, event, thread);
			}
		}
		if (product.purpose != TO_DRAW_ONSET) {
			continue;
		}
		if (choice == ANSWER_ENDS) {
			if (thread == 0u) {
				now.isOver = 1u;
				record(line, Drawn(ENDED, now.at, 0u, 0.0));
			}
			break;
		}
		event.onset = at + select(choice, setting.barSteps, choice == BAR_PASSES);
		writeMoment(line, event.onset, thread);
		if (choice == BAR_PASSES) {
			// No note: it is embedded at once.
			index = EMBEDDED_PRODUCT - 1u;
			if (thread == 0u) {
				passBar();
				record(line, Drawn(SILENT, now.at, 0u, 0.0));
			}
		} else if (thread == 0u) {
			enterBar(event.onset / setting.barSteps);
			enterBeat(event.onset / setting.beatSteps);
		}
	}
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
			record(line, Drawn(NO_EVENT, now.at, 0u, 0.0));
			lines[line].now.step = now.step + 1u;
		}
		return;
	}
	readHidden(line, thread);
	drawEvent(line, thread);
	workgroupBarrier();
	if (thread == 0u) {
		places[line] = vec2u(line, now.step);
		now.step += 1u;
		lines[line].now = now;
	}
}
