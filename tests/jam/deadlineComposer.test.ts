import { expect, test } from 'vitest';
import { DeadlineComposer } from '../../src/jam/deadlineComposer';
import type { AnswerListener } from '../../src/jam/ports';
import { ticks } from '../../src/music/units';
import { BAR, FakeComposer, FakeTransport, note, request, type OpenRequest } from './jamRig';

/** Writes down what it hears. */
class Listener implements AnswerListener {
	readonly heard: string[] = [];
	bar(candidate: number, notes: readonly unknown[], from: number, to: number): void {
		this.heard.push(`${candidate} [${from},${to}) ${notes.length}`);
	}
	ranked(order: readonly number[]): void {
		this.heard.push(`ranked ${order.join()}`);
	}
	done(): void {
		this.heard.push('done');
	}
	failed(reason: string): void {
		this.heard.push(reason);
	}
}

function setUp() {
	const transport = new FakeTransport();
	const composer = new FakeComposer(transport);
	composer.reply = null;
	const clock = { now: 0 };
	const shared = new DeadlineComposer(composer, () => clock.now);
	const open = () => composer.requests.filter(({ isCancelled }) => !isCancelled);
	return { composer, shared, clock, open };
}

const half = ticks(BAR / 2);
const whole = ticks(BAR);
const tell = ({ listener }: OpenRequest, candidate: number, from: number, to: number) => {
	listener.bar(candidate, [note(from, 100, 60)], ticks(from), ticks(to));
};

test('one request is under way at a time, and the one that is due first comes first', () => {
	const { composer, shared, open } = setUp();
	shared.ask(request(2, { seed: 1 }), new Listener());
	shared.ask(request(9, { seed: 2 }), new Listener());
	shared.ask(request(5, { seed: 3 }), new Listener());
	expect(composer.requests.map((one) => one.request.seed)).toEqual([1]);
	open()[0]!.listener.done();
	expect(composer.requests.map((one) => one.request.seed)).toEqual([1, 3]);
	composer.requests[1]!.listener.done();
	expect(composer.requests.map((one) => one.request.seed)).toEqual([1, 3, 2]);
});

test('what is due clearly sooner is made first, and what gave way begins again, told once', () => {
	const { composer, shared, clock, open } = setUp();
	const early = new Listener();
	const late = new Listener();
	shared.ask(request(4, { seed: 1 }), late);
	tell(composer.requests[0]!, 0, 0, half);
	clock.now = 1;
	shared.ask(request(0.5, { seed: 2 }), early);
	expect(composer.requests[0]!.isCancelled).toBe(true);
	expect(open().map((one) => one.request.seed)).toEqual([2]);
	tell(composer.requests[0]!, 0, half, whole);
	expect(late.heard).toEqual([`0 [0,${half}) 1`]);
	composer.requests[1]!.listener.done();
	expect(early.heard).toEqual(['done']);
	const again = composer.requests[2]!;
	expect(again.request).toMatchObject({ seed: 1, dueIn: 3 });
	tell(again, 0, 0, half);
	tell(again, 0, half, whole);
	again.listener.done();
	expect(late.heard).toEqual([`0 [0,${half}) 1`, `0 [${half},${whole}) 1`, 'done']);
});

test('whose first candidate is whole makes room where another is due as soon, and makes the others then', () => {
	const { composer, shared } = setUp();
	const [first, second] = [new Listener(), new Listener()];
	shared.ask(request(2, { seed: 1 }), first);
	shared.ask(request(2, { seed: 2 }), second);
	tell(composer.requests[0]!, 0, 0, whole);
	expect(composer.requests.map((one) => one.request.seed)).toEqual([1, 2]);
	tell(composer.requests[1]!, 0, 0, whole);
	composer.requests[1]!.listener.done();
	expect(second.heard.at(-1)).toBe('done');
	const again = composer.requests[2]!;
	expect(again.request.seed).toBe(1);
	tell(again, 0, 0, whole);
	tell(again, 1, 0, whole);
	again.listener.ranked([1, 0]);
	again.listener.done();
	const told = `[0,${whole}) 1`;
	expect(first.heard).toEqual([`0 ${told}`, `1 ${told}`, 'ranked 1,0', 'done']);
});

test('what is due at the same bar line is due as soon, whenever that was reckoned: who asked first comes first', () => {
	const { composer, shared, clock } = setUp();
	shared.ask(request(2, { seed: 1 }), new Listener());
	shared.ask(request(2.02, { seed: 2 }), new Listener());
	clock.now = 0.5;
	shared.ask(request(1.49, { seed: 3 }), new Listener());
	tell(composer.requests[0]!, 0, 0, whole);
	tell(composer.requests[1]!, 0, 0, whole);
	expect(composer.requests.map((one) => one.request.seed)).toEqual([1, 2, 3]);
});

test('whose first candidate is whole goes on while the others have time', () => {
	const { composer, shared } = setUp();
	const first = new Listener();
	shared.ask(request(1, { seed: 1 }), first);
	shared.ask(request(3, { seed: 2 }), new Listener());
	tell(composer.requests[0]!, 0, 0, whole);
	tell(composer.requests[0]!, 1, 0, whole);
	composer.requests[0]!.listener.ranked([1, 0]);
	expect(first.heard.slice(-1)).toEqual(['ranked 1,0']);
	expect(composer.requests).toHaveLength(1);
});

test('what is cancelled is told so at once, whether or not its turn has come', () => {
	const { composer, shared, open } = setUp();
	const [running, waiting] = [new Listener(), new Listener()];
	const cancelRunning = shared.ask(request(1, { seed: 1 }), running);
	const cancelWaiting = shared.ask(request(2, { seed: 2 }), waiting);
	shared.ask(request(3, { seed: 3 }), new Listener());
	cancelWaiting();
	cancelRunning();
	cancelRunning();
	expect(running.heard).toEqual(['cancelled']);
	expect(waiting.heard).toEqual(['cancelled']);
	expect(open().map((one) => one.request.seed)).toEqual([3]);
	composer.requests[0]!.listener.done();
	expect(running.heard).toEqual(['cancelled']);
});

test('a failure is passed on and lets the next one begin', () => {
	const { composer, shared } = setUp();
	const first = new Listener();
	shared.ask(request(1, { seed: 1 }), first);
	shared.ask(request(2, { seed: 2 }), new Listener());
	composer.requests[0]!.listener.failed('broken');
	expect(first.heard).toEqual(['broken']);
	expect(composer.requests).toHaveLength(2);
});
