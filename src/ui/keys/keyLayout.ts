import { pitch, type Pitch } from '../../music/units';

/** One key; lengths are shares of the keyboard's width. */
export interface Key {
	readonly pitch: Pitch;
	readonly isBlack: boolean;
	readonly left: number;
	readonly width: number;
}

const SEMITONES = 12;
const NAMES = ['C', 'C♯', 'D', 'D♯', 'E', 'F', 'F♯', 'G', 'G♯', 'A', 'A♯', 'B'];
const BLACK_KEYS = new Set([1, 3, 6, 8, 10]);
/** Of a white key's width. */
const BLACK_WIDTH = 0.6;
/** Of the keyboard's height. */
export const BLACK_HEIGHT = 0.6;
/** A finger's width on touch screens, in CSS pixels (WCAG 2.5.5). */
const NARROWEST_WHITE = 44;
const FEWEST_WHITES = 8;
const MOST_WHITES = 22;
const HIGHEST_PITCH = 127;

export const isBlackKey = (key: number) => BLACK_KEYS.has(key % SEMITONES);

export const isC = (key: number) => key % SEMITONES === 0;

/** As musicians count octaves: middle C begins the fourth. */
export const octaveOf = (key: number) => Math.floor(key / SEMITONES) - 1;

export const pitchClassName = (key: number) => NAMES[key % SEMITONES]!;

/** As musicians name a key: middle C is `C4`. */
export const pitchName = (key: number) => `${pitchClassName(key)}${octaveOf(key)}`;

/** How many white keys a keyboard of `width` CSS pixels gets. */
export const whitesIn = (width: number) =>
	Math.min(MOST_WHITES, Math.max(FEWEST_WHITES, Math.floor(width / NARROWEST_WHITE)));

/** The keys of a keyboard of `whites` white keys, from the white key `lowest` up. */
export function keysFrom(lowest: Pitch, whites: number): readonly Key[] {
	const width = 1 / whites;
	const keys: Key[] = [];
	let placed = 0;
	for (let key: number = lowest; key <= HIGHEST_PITCH; key++) {
		const isBlack = isBlackKey(key);
		if (placed === whites) break;
		keys.push({
			pitch: pitch(key),
			isBlack,
			left: isBlack ? (placed - BLACK_WIDTH / 2) * width : placed * width,
			width: isBlack ? BLACK_WIDTH * width : width
		});
		if (!isBlack) placed++;
	}
	return keys;
}

/** The key under a point given in shares of the keyboard's width and height. */
export function keyAt(keys: readonly Key[], x: number, y: number): Key | null {
	const under = keys.filter(({ left, width }) => x >= left && x < left + width);
	const black = y < BLACK_HEIGHT ? under.find(({ isBlack }) => isBlack) : undefined;
	return black ?? under.find(({ isBlack }) => !isBlack) ?? null;
}
