import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../src/lib/random';
import { EASY_BUTTONS, EasyKeys } from '../../../src/music/easy/easyKeys';
import { fits, type Harmony } from '../../../src/music/easy/harmony';
import { pitch } from '../../../src/music/units';
import { anyHarmony, chordTones, scaleOn } from './harmonies';

const MIDDLE_C = pitch(60);
const NOTHING: Harmony = { chord: null, scale: null, isStrong: false };
const inC = (symbol: string | null, isStrong = false): Harmony => ({
	chord: symbol === null ? null : chordTones(symbol),
	scale: scaleOn(0, 'major'),
	isStrong
});

const button = fc.integer({ min: 0, max: EASY_BUTTONS - 1 });

/** Presses a button as a finger that lets go at once. */
function tap(keys: EasyKeys, pressed: number, harmony: Harmony): number {
	const finger = {};
	const sounded = keys.press(finger, pressed, harmony);
	keys.release(finger);
	return sounded;
}

const tapAll = (pressed: readonly number[], harmony: Harmony) => {
	const keys = new EasyKeys(MIDDLE_C);
	return pressed.map((one) => tap(keys, one, harmony));
};

const ALL = Array.from({ length: EASY_BUTTONS }, (_, index) => index);

describe('at rest the buttons are', () => {
	test.each([
		[
			'the C major pentatonic scale, while nothing is known',
			NOTHING,
			[60, 62, 64, 67, 69, 72, 74, 76]
		],
		['the scale between beats', inC('C'), [60, 62, 64, 65, 67, 69, 71, 72]],
		['the chord on a beat', inC('C', true), [60, 64, 67, 72, 76, 79, 84, 88]],
		['the scale where no chord is known', inC(null, true), [60, 62, 64, 65, 67, 69, 71, 72]],
		[
			'the chord alone where no scale is known',
			{ chord: chordTones('Dm'), scale: null, isStrong: false },
			[62, 65, 69, 74, 77, 81, 86, 89]
		]
	])('%s', (_, harmony, expected) => {
		expect(new EasyKeys(MIDDLE_C).window(harmony)).toEqual(expected);
		expect(tapAll(ALL, harmony)).toEqual(expected);
	});

	test('without the scale notes that rub against a chord from outside the scale', () => {
		const classes = new EasyKeys(MIDDLE_C).window(inC('E7')).map((one) => one % 12);
		expect(new Set(classes)).toEqual(new Set([0, 2, 4, 5, 8, 11]));
	});
});

test('the note that was played stays while it fits, and else moves no further than it must', () => {
	const keys = new EasyKeys(MIDDLE_C);
	expect(tap(keys, 2, inC('C'))).toBe(64);
	expect(tap(keys, 2, inC('Am', true))).toBe(64);
	expect([63, 65]).toContain(
		tap(keys, 2, { chord: null, scale: scaleOn(10, 'major'), isStrong: false })
	);
});

test('a held note goes on when the chord moves on, and no other button doubles it', () => {
	const keys = new EasyKeys(MIDDLE_C);
	const thumb = {};
	expect(keys.press(thumb, 0, inC('C'))).toBe(60);
	for (const symbol of ['F', 'G7', 'E7', 'Am']) {
		for (const other of ALL.slice(1)) expect(tap(keys, other, inC(symbol, true))).not.toBe(60);
	}
	expect(keys.buttons).toEqual(new Set([0]));
	keys.release(thumb);
	keys.release(thumb);
	expect(keys.buttons).toEqual(new Set());
});

test('several buttons at once are a chord in the order of the buttons', () => {
	const keys = new EasyKeys(MIDDLE_C);
	expect([0, 2, 4].map((one) => keys.press({}, one, inC('C')))).toEqual([60, 64, 67]);
	expect(new EasyKeys(MIDDLE_C).window(inC('F', true)).filter((_, at) => at < 3)).toEqual([
		60, 65, 69
	]);
});

test('the rest moves by octaves, and the notes with it', () => {
	const keys = new EasyKeys(MIDDLE_C);
	tap(keys, 2, inC('C'));
	keys.moveHome(pitch(72));
	expect(keys.window(inC('C'))[2]).toBe(76);
	keys.moveHome(pitch(24));
	expect(keys.window(inC('C'))[2]).toBe(28);
	keys.moveHome(pitch(108));
	expect(keys.window(inC('C')).at(-1)).toBeLessThanOrEqual(127);
});

test('a hand that goes on beyond the last button goes on up', () => {
	const keys = new EasyKeys(MIDDLE_C);
	tap(keys, 7, inC(null));
	const climbed = Array.from({ length: 14 }, () => {
		keys.slide(1);
		return tap(keys, 7, inC(null));
	});
	expect(climbed).toEqual([74, 76, 77, 79, 81, 83, 84, 86, 88, 89, 91, 93, 95, 96]);
	keys.slide(-3);
	expect(tap(keys, 0, inC(null))).toBeLessThan(96);
});

test.each([-1, 8, 0.5, NaN])('%s is no button', (wrong) => {
	expect(() => new EasyKeys(MIDDLE_C).press({}, wrong, NOTHING)).toThrow(RangeError);
});

describe('whatever is pressed over whatever harmonies', () => {
	const presses = fc.array(fc.tuple(button, anyHarmony), { maxLength: 200 });

	test('every note fits, and goes up, down or stays as the buttons do', () => {
		fc.assert(
			fc.property(presses, (all) => {
				const keys = new EasyKeys(MIDDLE_C);
				let last: { readonly button: number; readonly sounded: number } | null = null;
				for (const [pressed, harmony] of all) {
					const sounded = tap(keys, pressed, harmony);
					expect(fits(sounded, harmony)).toBe(true);
					if (last !== null && pressed !== last.button) {
						expect(Math.sign(sounded - last.sounded)).toBe(Math.sign(pressed - last.button));
					} else if (last !== null && fits(last.sounded, harmony)) {
						expect(Math.abs(sounded - last.sounded)).toBeLessThanOrEqual(2);
					}
					last = { button: pressed, sounded };
				}
			})
		);
	});

	test('the window rises from button to button, farther for farther ones, and shows what will sound', () => {
		fc.assert(
			fc.property(presses, (all) => {
				const keys = new EasyKeys(MIDDLE_C);
				for (const [pressed, harmony] of all) {
					const shown = keys.window(harmony);
					for (let above = 1; above < EASY_BUTTONS; above++) {
						expect(shown[above]!).toBeGreaterThan(shown[above - 1]!);
					}
					expect(tap(keys, pressed, harmony)).toBe(shown[pressed]);
				}
			})
		);
	});

	test('it never strays far from its rest', () => {
		fc.assert(
			fc.property(presses, (all) => {
				const keys = new EasyKeys(MIDDLE_C);
				for (const [pressed, harmony] of all) {
					const sounded = tap(keys, pressed, harmony);
					expect(sounded).toBeGreaterThan(60 - 36);
					expect(sounded).toBeLessThan(77 + 36);
				}
			})
		);
	});

	test('no two buttons that are held together have one pitch, and all of them fitted when they began', () => {
		const act = fc.record({
			finger: fc.integer({ min: 0, max: 4 }),
			isDown: fc.boolean(),
			button,
			harmony: anyHarmony
		});
		fc.assert(
			fc.property(fc.array(act, { maxLength: 120 }), (acts) => {
				const keys = new EasyKeys(MIDDLE_C);
				const fingers = Array.from({ length: 5 }, () => ({}));
				const held = new Map<number, { readonly button: number; readonly sounded: number }>();
				for (const { finger, isDown, button: pressed, harmony } of acts) {
					keys.release(fingers[finger]!);
					held.delete(finger);
					if (!isDown) continue;
					const sounded = keys.press(fingers[finger]!, pressed, harmony);
					expect(fits(sounded, harmony)).toBe(true);
					for (const other of held.values()) {
						if (other.button !== pressed) expect(other.sounded).not.toBe(sounded);
					}
					held.set(finger, { button: pressed, sounded });
				}
			})
		);
	});
});

test('a child that presses anything at all over a song plays with it', () => {
	const random = seededRandom(7);
	const song = ['C', 'Am', 'F', 'G7', 'Dm7', 'E7', 'Am', 'Bb'];
	const keys = new EasyKeys(MIDDLE_C);
	let [onBeat, chordal] = [0, 0];
	for (let press = 0; press < 4000; press++) {
		const harmony = inC(song[Math.floor(press / 8) % song.length]!, press % 2 === 0);
		const sounded = tap(keys, Math.floor(random() * EASY_BUTTONS), harmony);
		if (!harmony.isStrong) continue;
		onBeat++;
		if (harmony.chord!.includes(sounded % 12)) chordal++;
	}
	expect(chordal / onBeat).toBeGreaterThan(0.9);
});
