import type { Tape } from './tape';

/**
 * The gain of what fades out, `passed` 0–1 of the way, when the two sides are alike by `likeness`
 * (their correlation, 0–1). With the gain of the other side, `fadeOut(1 - passed)`, the power stays
 * the same: equal power for strangers, equal gain for one sound. After M. Fink, M. Holters and
 * U. Zölzer, "Signal-matched power-complementary cross-fading and dry-wet mixing", DAFx-16.
 */
export function fadeOut(passed: number, likeness: number): number {
	const rest = 1 - passed;
	return rest / Math.sqrt(rest * rest + passed * passed + 2 * likeness * rest * passed);
}

/** How alike two stretches of a tape are: their correlation, no less than 0. 0 for silence. */
export function likenessOf(tape: Tape, first: number, second: number, frames: number): number {
	const sides = [first, second].map((from) => {
		const left = new Float32Array(frames);
		const right = new Float32Array(frames);
		tape.read(from, left, right);
		return [...left, ...right];
	});
	const [one = [], other = []] = sides;
	let product = 0;
	let power = 0;
	let otherPower = 0;
	for (let index = 0; index < one.length; index++) {
		product += one[index]! * other[index]!;
		power += one[index]! ** 2;
		otherPower += other[index]! ** 2;
	}
	const scale = Math.sqrt(power * otherPower);
	return scale === 0 ? 0 : Math.min(1, Math.max(0, product / scale));
}
