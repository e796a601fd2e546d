import { seededRandom } from '../lib/random';

/** One seed for one piece of work, so that no piece depends on what was drawn before it. */
export const seedFor = (seed: number, ...parts: readonly number[]) =>
	parts.reduce(
		(sum, part) => Math.floor(seededRandom(sum ^ Math.imul(part + 1, 0x9e3779b1))() * 2 ** 32),
		seed
	);
