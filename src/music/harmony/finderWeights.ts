import { EVERYTHING, QUALITIES } from './chordStates';
import { PLANES, WIDTH } from './chordFeatures';
import { KEY_WIDTH } from './keyFeatures';
import { HIDDEN, KEY_HIDDEN, SCALES, WEIGHTS } from './finderNumbers';

const KINDS = QUALITIES.length;

/** The sizes of what was learnt, in the order in which it is written. Rows go to columns. */
const SIZES = {
	hidden: WIDTH * HIDDEN,
	hiddenBias: HIDDEN,
	out: HIDDEN * (EVERYTHING + 1),
	outBias: EVERYTHING + 1,
	template: PLANES * KINDS * 12,
	motion: KINDS * KINDS * 12,
	degrees: 2 * 12 * 12,
	arrival: 2 * 12 * KINDS,
	prior: 2 * 12 * KINDS,
	silence: 2,
	keyHidden: KEY_WIDTH * KEY_HIDDEN,
	keyHiddenBias: KEY_HIDDEN,
	keyOut: KEY_HIDDEN * 2,
	keyOutBias: 2,
	keyDirect: KEY_WIDTH * 2
} as const;
type Name = keyof typeof SIZES;
export type FinderWeights = Readonly<Record<Name, Float32Array>>;

let weights: FinderWeights | null = null;

/** The numbers of the chord finder, unpacked at the first call. Throws if the file does not fit them. */
export function finderWeights(): FinderWeights {
	weights ??= unpacked();
	return weights;
}

function unpacked(): FinderWeights {
	const bytes = Int8Array.from(atob(WEIGHTS), (letter) => letter.charCodeAt(0));
	const names = Object.keys(SIZES) as Name[];
	const expected = names.reduce((sum, name) => sum + SIZES[name], 0);
	if (bytes.length !== expected) {
		throw new RangeError(
			`the chord finder has ${String(bytes.length)} numbers, not ${String(expected)}`
		);
	}
	let from = 0;
	const read = names.map((name) => {
		const part = bytes.subarray(from, from + SIZES[name]);
		from += SIZES[name];
		return [name, Float32Array.from(part, (value) => value * SCALES[name])] as const;
	});
	return Object.fromEntries(read) as Record<Name, Float32Array>;
}
