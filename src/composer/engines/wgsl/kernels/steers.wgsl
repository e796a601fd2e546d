// The controls' tilts, as steerRhythm.ts and steerPitch.ts have them.
const HORIZON = 8.0;
const EMPTY_BAR = 1.5;
const OFF_BEAT_SHARE = 0.5;
const ONSETS_AHEAD = 5.0;
const NEAR_STEPS = 3u;
const CHORDS_AHEAD = 2.0;
const FARTHEST = 12.0;
const NEARLY = 1e-5;
const STEPS_PER_QUARTER = 24.0;

// What the next of a mean must be when `done` of them came to `total`.
fn aheadOf(wanted: vec2f, done: u32, total: u32, horizon: f32) -> vec2f {
	return (wanted * (f32(done) + horizon) - f32(total)) / horizon;
}

fn share(value: f32) -> f32 {
	return clamp(value, 0.0, 1.0);
}

fn stepsLeft() -> f32 {
	return f32(setting.length - now.at);
}

fn heldOverNow() -> u32 {
	let reached = min(now.at, setting.length - 1u);
	return now.heldOver + select(0u, now.waiting, now.waiting > 0u && now.awaited <= reached);
}

fn answerBars() -> f32 {
	return f32(setting.bars) - f32(setting.begin / setting.barSteps);
}

fn isOnBeat() -> bool {
	return now.begun == 0u || now.at % setting.beatSteps == 0u;
}

// Before the beat is looked at, the last chord counts as it is.
fn changesNow() -> f32 {
	return f32(now.changes + changesLast());
}

fn wantedOfOnset(steer: u32) -> Wanted {
	switch (steer) {
		case POLYPHONY: {
			let here = f32(now.notesHere);
			let size = aheadOf(setting.polyphony, now.begun - 1u, now.notes - now.notesHere, CHORDS_AHEAD);
			return Wanted(share(size.x - here), share(size.y - here), now.notesHere > 0u);
		}
		case CHORD_RATE: {
			let beats = floor(stepsLeft() / f32(setting.beatSteps));
			let missing = setting.chordRate.x * answerBars() - changesNow();
			return Wanted(share(missing / max(1.0, beats)), 1.0, beats >= 1.0 && now.begun > 0u);
		}
		case SYNCOPATION: {
			let off = aheadOf(setting.syncopation, now.begun, heldOverNow(), ONSETS_AHEAD) / OFF_BEAT_SHARE;
			if (isOnBeat()) {
				return Wanted(off.x, 1.0, true);
			}
			return Wanted(off.x, off.y, beatAfter(now.at) < setting.length);
		}
		default: {
			let quarters = f32(setting.length - setting.begin) / STEPS_PER_QUARTER;
			let missing = max(setting.density * quarters - f32(now.begun), vec2f()) + 1.0;
			let gaps = stepsLeft() / missing;
			return Wanted(gaps.y, gaps.x, true);
		}
	}
}

fn offBeatOf(step: u32) -> f32 {
	if (step == ANSWER_ENDS) {
		return 0.0;
	}
	if (step >= ONSET_STEPS || (step == 0u && now.begun > 0u)) {
		return NEUTRAL;
	}
	let place = (now.at + step) % setting.beatSteps;
	if (place == 0u || step == 0u) {
		return 0.0;
	}
	return select(1.0, NEUTRAL, min(place, setting.beatSteps - place) < NEAR_STEPS);
}

fn valueOfOnset(steer: u32, class_: u32) -> f32 {
	switch (steer) {
		case POLYPHONY: {
			return select(0.0, 1.0, class_ == 0u);
		}
		case CHORD_RATE: {
			let afterNext = (now.at / setting.beatSteps + 2u) * setting.beatSteps;
			return select(0.0, 1.0, class_ < ONSET_STEPS && now.at + class_ < afterNext);
		}
		case SYNCOPATION: {
			if (isOnBeat()) {
				return offBeatOf(class_);
			}
			let toBeat = beatAfter(now.at) - now.at;
			return select(select(0.0, 1.0, class_ > toBeat), NEUTRAL, class_ < toBeat);
		}
		default: {
			if (class_ == BAR_PASSES) {
				return EMPTY_BAR * f32(setting.barSteps);
			}
			if (class_ == ANSWER_ENDS) {
				return stepsLeft();
			}
			return select(f32(class_), NEUTRAL, class_ == 0u && now.notesHere > 0u);
		}
	}
}

fn soundsAt(line: u32, pitchClass: u32, step: u32) -> bool {
	return lines[line].until[pitchClass] > step;
}

fn isChordal(part: u32) -> bool {
	return part == HARMONY || part == COMP;
}

fn mostDue(onset: u32) -> f32 {
	var most = 0.0;
	for (var pitchClass = 0u; pitchClass < 12u; pitchClass++) {
		most = max(most, stepAt(onset, STEP_DUE + pitchClass));
	}
	return most;
}

fn wantedOfFit(line: u32, onset: u32, part: u32) -> Wanted {
	var total = 0.0;
	var held = 0.0;
	for (var pitchClass = 0u; pitchClass < 12u; pitchClass++) {
		let due = stepAt(onset, STEP_DUE + pitchClass);
		total += due;
		held += select(0.0, due, soundsAt(line, pitchClass, onset));
	}
	let isMissing = total > 0.0 && held < setting.fit * total - NEARLY;
	return Wanted(setting.fit, 1.0, isChordal(part) && isMissing);
}

// The bar and the beat of the onset are entered.
fn wantedOfChord(onset: u32) -> Wanted {
	let beats = max(1.0, floor(f32(setting.length - onset) / f32(setting.beatSteps)));
	let needed = (setting.chordRate * answerBars() - f32(now.changes)) / beats;
	let low = share(needed.x);
	let notesInBeat = max(1.0, f32(now.notesBefore) / max(1.0, f32(now.chords)));
	let high = 1.0 - pow(1.0 - share(needed.y), 1.0 / notesInBeat);
	let isHeld = now.chords > 0u && (now.chord & ~now.lastChord) == 0u;
	return Wanted(low, max(low, high), isHeld);
}

fn wantedOfSymbol(steer: u32, line: u32, onset: u32, part: u32) -> Wanted {
	switch (steer) {
		case FIT: {
			return wantedOfFit(line, onset, part);
		}
		case CHORD_RATE: {
			return wantedOfChord(onset);
		}
		case REGISTER: {
			let next = aheadOf(setting.register_, now.pitched, now.pitchSum, HORIZON);
			let low = max(next.x, setting.register_.x - FARTHEST);
			return Wanted(low, min(next.y, setting.register_.y + FARTHEST), true);
		}
		default: {
			let next = aheadOf(setting.closeness, now.pitched, now.close, HORIZON);
			return Wanted(next.x, next.y, true);
		}
	}
}

fn valueOfSymbol(steer: u32, line: u32, onset: u32, symbol: u32, most: f32) -> f32 {
	if (symbol >= PITCHES) {
		return NEUTRAL;
	}
	let pitchClass = symbol % 12u;
	switch (steer) {
		case FIT: {
			let due = stepAt(onset, STEP_DUE + pitchClass);
			return select(due / max(most, 1e-9), 0.0, soundsAt(line, pitchClass, onset));
		}
		case CHORD_RATE: {
			return select(1.0, 0.0, ((now.lastChord >> pitchClass) & 1u) != 0u);
		}
		case REGISTER: {
			return f32(symbol);
		}
		default: {
			return f32((u32(stepAt(onset, STEP_CLOSE)) >> pitchClass) & 1u);
		}
	}
}
