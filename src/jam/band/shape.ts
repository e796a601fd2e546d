import type { Metre } from '../../music/metre';
import type { Note } from '../../music/note';
import type { ChairCommand, ChairName } from './face';
import { thinned } from './thin';
import {
	doubled,
	inOtherRegister,
	leanest,
	otherBars,
	thicker,
	type VariedPart
} from './variation';

/** How little of a part is left. */
export interface Thinness {
	/** Share of each bar's onsets, 0–1. */
	readonly share: number;
	/** One note for each onset. */
	readonly isLean: boolean;
}

/** What a command made of a part without the model: it lasts until another part takes over. */
export interface Shape extends Thinness {
	/** Place in `VARIANTS`. */
	readonly variant: number;
	/** Place in `FULLNESS`. */
	readonly fullness: number;
}

export const WHOLE: Thinness = { share: 1, isLean: false };
export const UNSHAPED: Shape = { ...WHOLE, variant: 0, fullness: 0 };

type Variation = (part: VariedPart) => readonly Note[];

const asItIs: Variation = ({ notes }) => notes;
const both =
	(first: Variation, second: Variation): Variation =>
	(part) =>
		second({ ...part, notes: first(part) });

const VARIANTS: readonly Variation[] = [
	asItIs,
	otherBars,
	inOtherRegister,
	both(otherBars, inOtherRegister)
];
const FULLNESS: readonly Variation[] = [asItIs, thicker, doubled, both(thicker, doubled)];
/** Each command for less leaves so much of the onsets. */
const LESS = 0.65;
/** A bar of 32nds comes down to one note by so little. */
const LEAST = 0.02;

export const isShaped = ({ variant, fullness, share, isLean }: Shape) =>
	variant > 0 || fullness > 0 || share < 1 || isLean;

/** The whole part in this shape, but for what is left out of its bars. */
export const shapedPart = (part: VariedPart, { variant, fullness }: Shape): readonly Note[] =>
	both(VARIANTS[variant]!, FULLNESS[fullness]!)(part);

/** What is left of a bar. Starts count from the bar line. */
export function thinnedTo(
	chair: ChairName,
	notes: readonly Note[],
	{ share, isLean }: Thinness,
	metre: Metre
): readonly Note[] {
	// Cut down and not rounded, so that each bar of two onsets or more loses some.
	const left = thinned(notes, share, metre, 0);
	return isLean ? leanest(chair, left) : left;
}

/** Less and less than now, down to one note a bar. */
export function thinnerThan({ share, isLean }: Thinness): readonly Thinness[] {
	const shares: Thinness[] = [];
	for (let left = share * LESS; left > LEAST; left *= LESS) shares.push({ share: left, isLean });
	return [...shares, { share, isLean: true }, { share: LEAST, isLean: true }];
}

/** What a command can make of a part by itself, in the order of choice. */
export function shapesAfter(
	command: Extract<ChairCommand, 'swap' | 'less' | 'more' | 'simpler'>,
	shape: Shape
): readonly Shape[] {
	const { variant, fullness } = shape;
	if (command === 'simpler') return thinnerThan(shape).map((thin) => ({ ...shape, ...thin }));
	if (command === 'swap') {
		const others = [1, 2, 3].map((step) => (variant + step) % VARIANTS.length);
		return others.map((other) => ({ ...shape, variant: other }));
	}
	if (command === 'more') {
		const whole = { ...shape, ...WHOLE };
		const fuller = [1, 2, 3].filter((one) => one > fullness);
		return [whole, ...fuller.map((one) => ({ ...whole, fullness: one }))];
	}
	const emptier = [2, 1, 0].filter((one) => one < fullness);
	return [
		...emptier.map((one) => ({ ...shape, fullness: one })),
		...thinnerThan(shape).map((thin) => ({ ...shape, fullness: 0, ...thin }))
	];
}
