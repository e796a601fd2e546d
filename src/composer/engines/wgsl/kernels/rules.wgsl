// What may come next, as rules.ts, locks.ts and repetitionGuard.ts have it.

// An answer may always end, so that no rule is passed over.
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
