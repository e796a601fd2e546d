// Takes one of the classes by their logits, as choosers.ts does.
const FORBIDDEN = -1e30;
const COLDEST = 0.05;

struct Manner { temperature: f32, topP: f32, minP: f32, isGreedy: bool }

var<workgroup> logits: array<f32, CLASSES>;
var<workgroup> chances: array<f32, CLASSES>;
var<workgroup> befores: array<f32, CLASSES>;
var<workgroup> chosen: u32;

fn isAllowed(class_: u32) -> bool {
	return logits[class_] > FORBIDDEN / 10.0;
}

// PCG (O'Neill 2014), as Jarzynski and Olano hash with it (2020).
fn hashed(value: u32) -> u32 {
	let state = value * 747796405u + 2891336453u;
	let word = ((state >> ((state >> 28u) + 4u)) ^ state) * 277803737u;
	return (word >> 22u) ^ word;
}

// A number in [0, 1) by seed and place in its sequence.
fn randomAt(seed: u32, place: u32) -> f32 {
	return f32(hashed(hashed(hashed(place) ^ seed) + place) >> 8u) / 16777216.0;
}

// The first class of the largest value, which is handed in class by class; the same in all threads.
fn firstOf(class_: u32, thread: u32) -> u32 {
	let key = mostKey(~class_, thread);
	if (thread == 0u) {
		chosen = ~key;
	}
	return workgroupUniformLoad(&chosen);
}

fn likeliest(count: u32, thread: u32) -> f32 {
	var own = FORBIDDEN;
	for (var class_ = thread; class_ < count; class_ += THREADS) {
		own = max(own, logits[class_]);
	}
	return mostOf(own, thread);
}

fn chooseGreedily(count: u32, best: f32, thread: u32) -> u32 {
	var first = 0xffffffffu;
	for (var class_ = thread; class_ < count; class_ += THREADS) {
		if (logits[class_] == best) {
			first = min(first, class_);
		}
	}
	return firstOf(first, thread);
}

// The chances of all that are drawn before a class, the likeliest first, and of all.
fn chancesBefore(class_: u32, count: u32) -> vec2f {
	let own = chances[class_];
	var before = 0.0;
	var whole = 0.0;
	for (var other = 0u; other < count; other++) {
		let chance = chances[other];
		whole += chance;
		if (chance > own || (chance == own && other < class_)) {
			before += chance;
		}
	}
	return vec2f(before, whole);
}

// `random` in [0, 1). Temperature, then min-p, then top-p.
fn chooseByChance(count: u32, best: f32, manner: Manner, random: f32, thread: u32) -> u32 {
	for (var class_ = thread; class_ < count; class_ += THREADS) {
		let chance = exp((logits[class_] - best) / max(COLDEST, manner.temperature));
		chances[class_] = select(0.0, chance, isAllowed(class_) && chance >= manner.minP);
	}
	workgroupBarrier();
	var keptTo = 0.0;
	for (var class_ = thread; class_ < count; class_ += THREADS) {
		befores[class_] = -1.0;
		if (chances[class_] == 0.0) {
			continue;
		}
		let before = chancesBefore(class_, count);
		if (before.x == 0.0 || before.x < manner.topP * before.y) {
			befores[class_] = before.x;
			keptTo = max(keptTo, before.x + chances[class_]);
		}
	}
	let point = random * mostOf(keptTo, thread);
	var last = -1.0;
	for (var class_ = thread; class_ < count; class_ += THREADS) {
		if (befores[class_] <= point) {
			last = max(last, befores[class_]);
		}
	}
	last = mostOf(last, thread);
	var first = 0xffffffffu;
	for (var class_ = thread; class_ < count; class_ += THREADS) {
		if (befores[class_] == last) {
			first = min(first, class_);
		}
	}
	return firstOf(first, thread);
}

fn choose(count: u32, manner: Manner, random: f32, thread: u32) -> u32 {
	let best = likeliest(count, thread);
	if (manner.isGreedy) {
		return chooseGreedily(count, best, thread);
	}
	return chooseByChance(count, best, manner, random, thread);
}
