// What the threads of a workgroup find out together. Every function is to be called by all of them.
var<workgroup> peak: atomic<u32>;
var<workgroup> piles: array<vec4f, PILES>;
var<workgroup> pairs: array<vec2f, THREADS>;
var<workgroup> pairSums: array<vec2f, SUMS>;

const SUMS = 16u;

// A number that is larger for a larger one.
fn ordered(value: f32) -> u32 {
	let bits = bitcast<u32>(value);
	return select(bits | 0x80000000u, ~bits, bits >= 0x80000000u);
}

fn unordered(key: u32) -> f32 {
	return bitcast<f32>(select(~key, key & 0x7fffffffu, key >= 0x80000000u));
}

fn mostKey(key: u32, thread: u32) -> u32 {
	workgroupBarrier();
	if (thread == 0u) {
		atomicStore(&peak, 0u);
	}
	workgroupBarrier();
	atomicMax(&peak, key);
	workgroupBarrier();
	return atomicLoad(&peak);
}

fn mostOf(value: f32, thread: u32) -> f32 {
	return unordered(mostKey(ordered(value), thread));
}

fn leastOf(value: f32, thread: u32) -> f32 {
	return -mostOf(-value, thread);
}

// All bits that any thread has.
fn joined(bits: u32, thread: u32) -> u32 {
	workgroupBarrier();
	if (thread == 0u) {
		atomicStore(&peak, 0u);
	}
	workgroupBarrier();
	atomicOr(&peak, bits);
	workgroupBarrier();
	return atomicLoad(&peak);
}

fn sumsOf(pair: vec2f, thread: u32) -> vec2f {
	workgroupBarrier();
	pairs[thread] = pair;
	workgroupBarrier();
	if (thread < SUMS) {
		var sum = vec2f();
		for (var index = thread; index < THREADS; index += SUMS) {
			sum += pairs[index];
		}
		pairSums[thread] = sum;
	}
	workgroupBarrier();
	var sum = vec2f();
	for (var index = 0u; index < SUMS; index++) {
		sum += pairSums[index];
	}
	return sum;
}
