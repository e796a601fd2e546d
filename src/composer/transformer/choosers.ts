import type { Random } from '../../lib/random';

/** Takes one class by its logits, among those that are allowed (1 in the mask). */
export interface Chooser {
	choose(logits: Float32Array, allowed: Uint8Array): number;
	/** The same, but more daring. */
	readonly hotter: Chooser;
}

/** Always the likeliest, the first of equals. */
export class Greedy implements Chooser {
	get hotter(): this {
		return this;
	}

	choose(logits: Float32Array, allowed: Uint8Array): number {
		let best = -1;
		for (let index = 0; index < logits.length; index++) {
			if (allowed[index] === 1 && (best < 0 || logits[index]! > logits[best]!)) best = index;
		}
		return best;
	}
}

const LIKELIEST = new Greedy();

export interface Manner {
	/** 1 is as the model learned. */
	readonly temperature: number;
	/** The likeliest classes that hold this share of the chances stay in the draw. */
	readonly topP: number;
	/** So do those that have at least this share of the likeliest one's chance. */
	readonly minP: number;
}

const DARING = 1.25;
const HOTTEST = 2;
const COLDEST = 0.05;
/** Below the least logit that stays in the draw: what is as far down needs no exact look. */
const MARGIN = 0.01;

/** Draws by chance: temperature, then min-p (Nguyen 2024), then top-p (Holtzman 2020). */
export class Sampler implements Chooser {
	readonly #random: Random;
	readonly #manner: Manner;

	constructor(random: Random, manner: Manner) {
		this.#random = random;
		this.#manner = manner;
	}

	get hotter(): Sampler {
		const { temperature } = this.#manner;
		const hotter = Math.max(temperature, Math.min(HOTTEST, temperature * DARING));
		return new Sampler(this.#random, { ...this.#manner, temperature: hotter });
	}

	choose(logits: Float32Array, allowed: Uint8Array): number {
		const { topP, minP } = this.#manner;
		const temperature = Math.max(COLDEST, this.#manner.temperature);
		const likeliest = logits[LIKELIEST.choose(logits, allowed)]!;
		const least = likeliest + temperature * Math.log(minP) - MARGIN;
		const candidates: { index: number; chance: number }[] = [];
		for (let index = 0; index < logits.length; index++) {
			if (allowed[index] !== 1 || logits[index]! < least) continue;
			const chance = Math.exp((logits[index]! - likeliest) / temperature);
			if (chance >= minP) candidates.push({ index, chance });
		}
		candidates.sort((one, other) => other.chance - one.chance || one.index - other.index);
		return this.#drawn(nucleus(candidates, topP));
	}

	#drawn(candidates: readonly { index: number; chance: number }[]): number {
		const total = candidates.reduce((sum, { chance }) => sum + chance, 0);
		let left = this.#random() * total;
		for (const { index, chance } of candidates) {
			left -= chance;
			if (left < 0) return index;
		}
		return candidates.at(-1)!.index;
	}
}

/** The fewest of the sorted candidates that together have the share `topP`. */
function nucleus<Candidate extends { chance: number }>(
	candidates: readonly Candidate[],
	topP: number
): readonly Candidate[] {
	const total = candidates.reduce((sum, { chance }) => sum + chance, 0);
	let sum = 0;
	const size = candidates.findIndex(({ chance }) => {
		sum += chance;
		return sum >= topP * total;
	});
	return size < 0 ? candidates : candidates.slice(0, size + 1);
}
