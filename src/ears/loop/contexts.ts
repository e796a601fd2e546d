import type { Candidate } from './candidates';
import { TOGETHER_FRAMES } from './features';
import { KEYS } from './activations';

/** A candidate, and how likely it is a note by itself. */
export interface Weighed extends Candidate {
	readonly likelihood: number;
}

/** Semitones in which a second look sees other candidates that begin together. */
const SEEN = [-24, -19, -12, -7, -5, -2, -1, 1, 2, 5, 7, 12, 19, 24] as const;
/** Frames on either side in which a chord is looked for: 1.5 s. */
const CHORD_FRAMES = 130;
const DOUBLE_FRAMES = 14;

/** What the other candidates of the loop say about each: the second look. */
export function contextsOf(weighed: readonly Weighed[]): readonly (readonly number[])[] {
	const size = (one: Weighed) =>
		weighed.reduce(
			(sum, other) => sum + (Math.abs(other.at - one.at) <= TOGETHER_FRAMES ? other.likelihood : 0),
			0
		);
	const sizes = weighed.map(size);
	const mass = weighed.reduce((sum, { likelihood }) => sum + likelihood, 0);
	const crowd = weighed.reduce((sum, { likelihood }, at) => sum + likelihood * sizes[at]!, 0);
	const polyphony = crowd / Math.max(1e-6, mass);
	return weighed.map((one, index) => {
		const { at, key, likelihood } = one;
		const together = weighed.filter(
			(other) => other !== one && Math.abs(other.at - at) <= TOGETHER_FRAMES
		);
		const around = weighed.filter((other) => Math.abs(other.at - at) <= CHORD_FRAMES);
		const aroundMass = around.reduce((sum, other) => sum + other.likelihood, 1e-6);
		const share = (isKin: (other: number) => boolean, of: readonly Weighed[], all: number) =>
			of.reduce((sum, other) => sum + (isKin(other.key) ? other.likelihood : 0), 0) / all;
		const best = (wanted: (other: Weighed) => boolean, of: readonly Weighed[]) =>
			of.reduce((most, other) => (wanted(other) ? Math.max(most, other.likelihood) : most), 0);
		const doubled = around.filter((other) => other !== one && other.key === key);
		return [
			Math.log((likelihood + 1e-3) / (1 - likelihood + 1e-3)) / 4,
			likelihood,
			...SEEN.map((step) => best((other) => other.key === key + step, together)),
			best(() => true, together),
			sizes[index]! / 6,
			polyphony / 6,
			share((other) => other === key, around, aroundMass) * 4,
			share((other) => (other - key) % 12 === 0, around, aroundMass) * 2,
			share((other) => other === key, weighed, Math.max(1e-6, mass)) * 8,
			best((other) => other.at < at && at - other.at < DOUBLE_FRAMES, doubled),
			best((other) => other.at > at && other.at - at < DOUBLE_FRAMES, doubled),
			key / KEYS
		];
	});
}
