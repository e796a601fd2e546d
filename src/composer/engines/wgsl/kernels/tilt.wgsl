// Moves the mean of `values` into an interval, as tilt.ts does. The logits are scaled by temperature.
const NEUTRAL = 1e30;
const LEAST_CHANCE = log(1e-4);
const NEAREST = 0.003;
const STRONGEST = 60.0;
const HALVINGS = 26u;

struct Wanted { low: f32, high: f32, isAsked: bool }

const NOTHING = Wanted(0.0, 0.0, false);

var<workgroup> values: array<f32, CLASSES>;

fn hasValue(class_: u32) -> bool {
	return isAllowed(class_) && values[class_] < NEUTRAL;
}

fn tilt(count: u32, wanted: Wanted, thread: u32) {
	workgroupBarrier();
	var own = FORBIDDEN;
	for (var class_ = thread; class_ < count; class_ += THREADS) {
		if (hasValue(class_)) {
			own = max(own, logits[class_]);
		}
	}
	let best = mostOf(own, thread);
	let floor_ = best + LEAST_CHANCE;
	var ownLeast = NEUTRAL;
	var ownMost = -NEUTRAL;
	for (var class_ = thread; class_ < count; class_ += THREADS) {
		if (hasValue(class_) && logits[class_] >= floor_) {
			ownLeast = min(ownLeast, values[class_]);
			ownMost = max(ownMost, values[class_]);
		}
	}
	let least = leastOf(ownLeast, thread);
	let width = mostOf(ownMost, thread) - least;
	let unit = select(0.0, 1.0 / width, width > 0.0);
	let low = clamp((wanted.low - least) * unit, NEAREST, 1.0 - NEAREST);
	let high = clamp((wanted.high - least) * unit, NEAREST, 1.0 - NEAREST);
	var goal = low;
	var weak = -STRONGEST;
	var strong = STRONGEST;
	var isAsked = wanted.isAsked && width > 0.0 && best > FORBIDDEN / 10.0;
	var ownSum = 0.0;
	var tiltedSum = 0.0;
	// The first turn finds the mean as it is, the last one what it all came to.
	for (var turn = 0u; turn <= HALVINGS + 1u; turn++) {
		var strength = (weak + strong) / 2.0;
		if (turn == HALVINGS + 1u) {
			strength = weak;
		}
		let shift = best + max(strength, 0.0);
		var sums = vec2f();
		for (var class_ = thread; class_ < count; class_ += THREADS) {
			if (hasValue(class_) && logits[class_] >= floor_) {
				let place = (values[class_] - least) * unit;
				let chance = exp(logits[class_] + strength * place - shift);
				sums += vec2f(chance, chance * place);
			}
		}
		sums = sumsOf(sums, thread);
		let mean = sums.y / sums.x;
		if (turn == 0u) {
			ownSum = log(sums.x);
			isAsked = isAsked && (mean < low || mean > high);
			goal = select(high, low, mean < low);
		} else if (turn <= HALVINGS) {
			if (mean < goal) {
				weak = strength;
			} else {
				strong = strength;
			}
		} else {
			tiltedSum = log(sums.x) + max(strength, 0.0);
		}
	}
	for (var class_ = thread; class_ < count; class_ += THREADS) {
		if (isAsked && hasValue(class_) && logits[class_] >= floor_) {
			logits[class_] += weak * (values[class_] - least) * unit + ownSum - tiltedSum;
		}
	}
	workgroupBarrier();
}
