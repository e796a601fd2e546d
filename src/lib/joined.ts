/** One array after the other, as a copy. */
export function joined(arrays: readonly Float32Array[]): Float32Array<ArrayBuffer> {
	const whole = new Float32Array(arrays.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (const array of arrays) {
		whole.set(array, at);
		at += array.length;
	}
	return whole;
}
