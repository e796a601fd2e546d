/** A page of WebAssembly's memory. */
const PAGE_BYTES = 65_536;
/** What one turn of the loop reads: a vector of 16 bytes for each sum. */
const SUMS = 8;
const VECTOR_BYTES = 16;
const TURN_BYTES = SUMS * VECTOR_BYTES;

const I32 = 0x7f;
const V128 = 0x7b;
const LOCAL_GET = 0x20;
const LOCAL_SET = 0x21;
const I32_CONST = 0x41;
const SIMD = 0xfd;
const V128_LOAD = [SIMD, 0x00];
const I32X4_ADD = [SIMD, 0xae, 0x01];

/** LEB128 of a number that is not negative, signed where that matters. */
function leb(value: number, isSigned = false): number[] {
	const bytes: number[] = [];
	let left = value;
	while (left >= (isSigned ? 64 : 128)) {
		bytes.push((left & 127) | 128);
		left >>>= 7;
	}
	return [...bytes, left];
}

const section = (id: number, content: readonly number[]) => [
	id,
	...leb(content.length),
	...content
];
const text = (name: string) => [name.length, ...new TextEncoder().encode(name)];

/** `read(end)`: adds up all vectors of [0, end) bytes; `end` is a multiple of TURN_BYTES. */
function loopCode(): number[] {
	const [end, at, firstSum] = [0, 1, 2];
	const sums = Array.from({ length: SUMS }, (_, index) => firstSum + index);
	const adds = sums.flatMap((sum, index) => [
		...[LOCAL_GET, sum, LOCAL_GET, at, ...V128_LOAD, 4, ...leb(index * VECTOR_BYTES)],
		...[...I32X4_ADD, LOCAL_SET, sum]
	]);
	const LOOP = [0x03, 0x40];
	const advance = [LOCAL_GET, at, I32_CONST, ...leb(TURN_BYTES, true), 0x6a, 0x22, at];
	const again = [LOCAL_GET, end, 0x49, 0x0d, 0, 0x0b];
	const total = sums.slice(1).flatMap((sum) => [LOCAL_GET, sum, ...I32X4_ADD]);
	const lane = [SIMD, 0x1b, 0];
	const locals = [2, 1, I32, SUMS, V128];
	const result = [LOCAL_GET, firstSum, ...total, ...lane];
	return [...locals, ...LOOP, ...adds, ...advance, ...again, ...result, 0x0b];
}

/** Small stretches are read several times a pass: the clock ticks every 5 µs. */
const PASS_BYTES = 64 * 2 ** 20;

/** A module that only reads: eight sums of vectors, so that memory is what it waits for. */
export function readerModule(pages: number): Uint8Array<ArrayBuffer> {
	const code = loopCode();
	return Uint8Array.from([
		...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
		...section(1, [1, 0x60, 1, I32, 1, I32]),
		...section(3, [1, 0]),
		...section(5, [1, 0, ...leb(pages)]),
		...section(7, [2, ...text('read'), 0, 0, ...text('memory'), 2, 0]),
		...section(10, [1, ...leb(code.length), ...code])
	]);
}

/** How many bytes a second this thread reads of so many, again and again; the best of all passes. */
export function readBandwidth(bytes: number, ms: number): number {
	const end = Math.ceil(bytes / TURN_BYTES) * TURN_BYTES;
	const module = new WebAssembly.Module(readerModule(Math.ceil(end / PAGE_BYTES)));
	const { exports } = new WebAssembly.Instance(module);
	const { read, memory } = exports as { read: (end: number) => number; memory: WebAssembly.Memory };
	// Pages that nobody wrote to are all one and the same.
	new Uint8Array(memory.buffer).fill(1);
	const rounds = Math.max(1, Math.ceil(PASS_BYTES / end));
	const begun = performance.now();
	let least = Infinity;
	while (least === Infinity || performance.now() - begun < ms) {
		const start = performance.now();
		for (let round = 0; round < rounds; round++) read(end);
		least = Math.min(least, performance.now() - start);
	}
	return (rounds * end) / (least / 1000);
}
