import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
	DOUBLE_TAP_MS,
	HOLD_MS,
	PedalGestures,
	type Gesture
} from '../../../src/jam/tracks/pedalGestures';
import { perfTime } from '../../../src/music/units';

/** The button is down over [down, up), in milliseconds. */
interface Press {
	readonly down: number;
	readonly up: number;
}

/** The definition, in other words: each press is the first or the second of its gesture. */
function gesturesOf(presses: readonly Press[]): { kind: string; at: number }[] {
	const found: { kind: string; at: number }[] = [];
	for (let index = 0; index < presses.length; index++) {
		const first = presses[index]!;
		const second = presses[index + 1];
		if (first.up - first.down >= HOLD_MS) {
			found.push({ kind: 'undo-redo', at: first.down + HOLD_MS });
		} else if (second !== undefined && second.down - first.down <= DOUBLE_TAP_MS) {
			const isHeld = second.up - second.down >= HOLD_MS;
			found.push(
				isHeld ? { kind: 'clear', at: second.down + HOLD_MS } : { kind: 'stop', at: first.down }
			);
			index++;
		} else found.push({ kind: 'tap', at: first.down });
	}
	return found;
}

/** What is left standing. */
function standing(gestures: readonly Gesture[]): { kind: string; at: number }[] {
	const left: { kind: string; at: number }[] = [];
	for (const { kind, at } of gestures) {
		if (kind === 'take-back') left.pop();
		else left.push({ kind, at });
	}
	return left;
}

const anyPresses = fc
	.array(
		fc.record({
			gap: fc.oneof(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 400, max: 3000 })),
			length: fc.oneof(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 800, max: 2500 }))
		}),
		{ minLength: 1, maxLength: 12 }
	)
	.map((steps) => {
		let at = 0;
		return steps.map(({ gap, length }) => {
			const down = at + gap;
			at = down + length;
			return { down, up: at };
		});
	});

interface Step {
	readonly at: number;
	/** When the page handles it. */
	readonly handled: number;
	readonly kind: 'look' | 'down' | 'up';
}

/** The page looks every 25 ms and handles events as they come, but for stretches in which it is blocked. */
function stepsOf(presses: readonly Press[], blocks: readonly Press[]): Step[] {
	const handled = (at: number) =>
		blocks.reduce((moment, { down, up }) => (moment >= down && moment < up ? up : moment), at);
	const end = (presses.at(-1)?.up ?? 0) + 3000;
	const steps: Step[] = [];
	let last = -1;
	for (let at = 0; at < end; at += 25) {
		const moment = handled(at);
		if (moment !== last) steps.push({ at: moment, handled: moment, kind: 'look' });
		last = moment;
	}
	for (const { down, up } of presses) {
		steps.push({ at: down, handled: handled(down), kind: 'down' });
		steps.push({ at: up, handled: handled(up), kind: 'up' });
	}
	// The look that was waiting through a block may come before the events that were.
	return steps
		.map((step, order) => ({ ...step, order }))
		.sort((left, right) => left.handled - right.handled || left.order - right.order);
}

function play(steps: readonly Step[]): Gesture[] {
	const machine = new PedalGestures();
	return steps.flatMap(({ kind, at, handled }) => {
		if (kind === 'look') return machine.advance(perfTime(handled));
		return kind === 'down' ? machine.down(perfTime(at)) : machine.up(perfTime(at));
	});
}

test('every sequence of presses leaves standing exactly the gestures that the definition says', () => {
	fc.assert(
		fc.property(anyPresses, (presses) => {
			expect(standing(play(stepsOf(presses, [])))).toEqual(gesturesOf(presses));
		}),
		{ numRuns: 500, seed: 1 }
	);
});

test('a page that is blocked for a second or two finds the same gestures', () => {
	const block = fc.record({
		gap: fc.integer({ min: 200, max: 3000 }),
		length: fc.integer({ min: 100, max: 2000 })
	});
	fc.assert(
		fc.property(anyPresses, fc.array(block, { maxLength: 6 }), (presses, list) => {
			let at = 0;
			const blocks = list.map(({ gap, length }) => {
				const down = at + gap;
				at = down + length;
				return { down, up: at };
			});
			expect(standing(play(stepsOf(presses, blocks)))).toEqual(gesturesOf(presses));
		}),
		{ numRuns: 500, seed: 2 }
	);
});

test('a tap acts as the button goes down, not as it comes up', () => {
	const machine = new PedalGestures();
	expect(machine.down(perfTime(70))).toEqual([{ kind: 'tap', at: 70 }]);
	expect(machine.up(perfTime(150))).toEqual([]);
});

test('the second press of a double tap stops at the first one’s moment', () => {
	const machine = new PedalGestures();
	machine.down(perfTime(100));
	machine.up(perfTime(160));
	expect(machine.down(perfTime(400))).toEqual([
		{ kind: 'take-back', at: 400 },
		{ kind: 'stop', at: 100 }
	]);
});

test('a hold is noticed while the button is still down', () => {
	const machine = new PedalGestures();
	machine.down(perfTime(0));
	const found: Gesture[] = [];
	for (let now = 25; now <= 1000; now += 25) found.push(...machine.advance(perfTime(now)));
	expect(found).toEqual([
		{ kind: 'take-back', at: 1000 },
		{ kind: 'undo-redo', at: 1000 }
	]);
});

test('in a page whose timers run once a second a hold is noticed too', () => {
	const machine = new PedalGestures();
	machine.down(perfTime(0));
	expect([1500, 2500].map((now) => machine.advance(perfTime(now)).length)).toEqual([0, 2]);
});

test('a release that was never heard of does not spoil the next press', () => {
	const machine = new PedalGestures();
	machine.down(perfTime(0));
	expect(standing(machine.down(perfTime(500)))).toEqual([{ kind: 'tap', at: 500 }]);
});

test('once forgotten, a press that is down becomes nothing more', () => {
	const machine = new PedalGestures();
	machine.down(perfTime(0));
	machine.forget();
	expect(machine.up(perfTime(1500))).toEqual([]);
	expect(machine.down(perfTime(1600)).map(({ kind }) => kind)).toEqual(['tap']);
});
