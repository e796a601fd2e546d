import { expect, test } from 'vitest';
import { Answer } from '../../src/jam/answer';
import { Asking } from '../../src/jam/asking';
import { DEFAULT_SETTINGS } from '../../src/jam/settings';
import { COMMON_TIME } from '../../src/music/metre';
import { seconds, ticks } from '../../src/music/units';
import { BAR, FakeComposer, FakeTransport, note } from './jamRig';

const wishes = { controls: {}, chordLock: [], chords: [] };
const answerAt = (start: number) =>
	new Answer(
		{ start: ticks(start), length: ticks(BAR), metre: COMMON_TIME, section: 'A' },
		{ notes: [note(0, 240, 60)], loop: [], wishes },
		null
	);

function setUp() {
	const composer = new FakeComposer(new FakeTransport());
	composer.reply = null;
	const asking = new Asking(
		composer,
		() => 0,
		() => undefined
	);
	const drive = (answer: Answer) => {
		asking.drive(answer, seconds(1), DEFAULT_SETTINGS);
	};
	return { composer, asking, drive };
}

test('spares that fail leave the answer that is being made alone', () => {
	const { composer, asking, drive } = setUp();
	const next = answerAt(BAR);
	drive(next);
	composer.requests[0]!.listener.bar(0, [note(0, 240, 72)], ticks(0), ticks(BAR / 2));
	asking.askFurther(answerAt(0), DEFAULT_SETTINGS, seconds(9));
	composer.requests[1]!.listener.failed('broken');
	drive(next);
	expect(composer.requests).toHaveLength(2);
	expect(composer.requests[0]!.isCancelled).toBe(false);
});

test('an answer whose requests fail is asked for three times, and the next one again', () => {
	const { composer, drive } = setUp();
	const failAlways = (answer: Answer) => {
		for (let look = 0; look < 10; look++) {
			drive(answer);
			composer.requests.at(-1)!.listener.failed('broken');
		}
	};
	failAlways(answerAt(BAR));
	expect(composer.requests).toHaveLength(3);
	failAlways(answerAt(2 * BAR));
	expect(composer.requests).toHaveLength(6);
});
