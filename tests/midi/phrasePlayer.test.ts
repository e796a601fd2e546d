import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { PhrasePlayer, type Timer } from '../../src/midi/phrasePlayer';
import type { LiveEvent } from '../../src/music/liveEvent';
import type { Note } from '../../src/music/note';
import { perfTime, pitch, ticks, velocity, type Ticks } from '../../src/music/units';

/** A clock that a test moves; `lateness` is how long after its time a timer runs. */
class FakeTimer implements Timer {
	lateness = 0;
	#now = 1000;
	#alarms: { at: number; wake: () => void }[] = [];

	now() {
		return perfTime(this.#now);
	}

	after(delay: number, wake: () => void) {
		const alarm = { at: this.#now + delay + this.lateness, wake };
		this.#alarms.push(alarm);
		return () => {
			this.#alarms = this.#alarms.filter((other) => other !== alarm);
		};
	}

	get waiting() {
		return this.#alarms.length;
	}

	runTo(moment: number) {
		for (;;) {
			const due = this.#alarms.filter(({ at }) => at <= moment).sort((a, b) => a.at - b.at)[0];
			if (due === undefined) break;
			this.#alarms = this.#alarms.filter((alarm) => alarm !== due);
			this.#now = Math.max(this.#now, due.at);
			due.wake();
		}
		this.#now = moment;
	}
}

/** One millisecond to the tick, tick 0 at 2000. */
const momentOf = (position: Ticks) => perfTime(2000 + position);
const note = (start: number, duration: number, number: number): Note => ({
	start: ticks(start),
	duration: ticks(duration),
	pitch: pitch(number),
	velocity: velocity(0.5)
});

let timer: FakeTimer;
let player: PhrasePlayer;
let heard: { event: LiveEvent; when: number }[];

beforeEach(() => {
	timer = new FakeTimer();
	player = new PhrasePlayer(momentOf, timer);
	heard = [];
	player.events.on((event) => heard.push({ event, when: timer.now() }));
});

const told = () =>
	heard.map(({ event }) => `${event.kind} ${'pitch' in event ? event.pitch : ''} ${event.at}`);

test('notes come at their moments, a pickup before the first, and it ends by itself', () => {
	let changes = 0;
	player.changed.on(() => changes++);
	player.play([note(0, 100, 64), note(-50, 50, 60)], ticks(480));
	expect(player.isPlaying).toBe(true);
	timer.runTo(5000);
	expect(told()).toEqual([
		'note-on 60 2430',
		'note-off 60 2480',
		'note-on 64 2480',
		'note-off 64 2580'
	]);
	expect(heard[0]?.event).toMatchObject({ port: 'demo phrase', velocity: 0.5 });
	expect([player.isPlaying, changes, timer.waiting]).toEqual([false, 2, 0]);
});

test('a late timer delays an event but not its time, and a punctual one is at most 4 ms early', () => {
	const phrase = Array.from({ length: 20 }, (_, index) => note(index * 70, 50, 60 + index));
	for (const lateness of [0, 3, 200]) {
		timer = new FakeTimer();
		timer.lateness = lateness;
		const late = new PhrasePlayer(momentOf, timer);
		let count = 0;
		late.events.on((event) => {
			expect((event.at - 2000) % 10).toBe(0);
			expect(timer.now()).toBeGreaterThanOrEqual(event.at - 4);
			expect(timer.now()).toBeLessThanOrEqual(event.at - 4 + lateness + 1);
			count++;
		});
		late.play(phrase, ticks(0));
		timer.runTo(9000);
		expect(count).toBe(40);
	}
});

test('a tempo that changes on the way moves what is still to come', () => {
	let shift = 0;
	const moved = new PhrasePlayer((position) => perfTime(2000 + position + shift), timer);
	const times: number[] = [];
	moved.events.on(({ at }) => times.push(at));
	moved.play([note(0, 100, 60), note(300, 100, 62)], ticks(0));
	timer.runTo(2150);
	shift = 500;
	timer.runTo(9000);
	expect(times).toEqual([2000, 2100, 2800, 2900]);
});

test('a repeated note is let go before it is struck again', () => {
	player.play([note(100, 100, 60), note(0, 100, 60)], ticks(0));
	timer.runTo(5000);
	expect(told()).toEqual([
		'note-on 60 2000',
		'note-off 60 2100',
		'note-on 60 2100',
		'note-off 60 2200'
	]);
});

test('stopping releases what sounds, plays no more, and does so once', () => {
	player.play([note(0, 1000, 60), note(500, 100, 64)], ticks(0));
	timer.runTo(2300);
	player.stop();
	player.stop();
	timer.runTo(9000);
	expect(told()).toEqual(['note-on 60 2000', 'released  2300']);
	expect([player.isPlaying, timer.waiting]).toEqual([false, 0]);
});

test('a second phrase takes the place of the first', () => {
	player.play([note(0, 1000, 60)], ticks(0));
	timer.runTo(2100);
	player.play([note(0, 100, 72)], ticks(500));
	timer.runTo(9000);
	expect(told()).toEqual([
		'note-on 60 2000',
		'released  2100',
		'note-on 72 2500',
		'note-off 72 2600'
	]);
});

test('whoever hears an event may start another phrase at once', () => {
	const off = player.events.on(() => {
		off();
		player.play([note(0, 10, 72)], ticks(600));
	});
	player.play([note(0, 100, 60), note(0, 100, 64)], ticks(0));
	timer.runTo(9000);
	expect(told()).toEqual([
		'note-on 60 2000',
		'released  2000',
		'note-on 72 2600',
		'note-off 72 2610'
	]);
	expect(timer.waiting).toBe(0);
});

test('a phrase without notes ends at once', () => {
	player.play([], ticks(0));
	timer.runTo(1001);
	expect([player.isPlaying, heard.length]).toEqual([false, 0]);
});

test('the page clock plays too', async () => {
	const real = new PhrasePlayer((position) => perfTime(start + position));
	const start = performance.now();
	const ended = new Promise<void>((resolve) => {
		real.changed.on(() => {
			if (!real.isPlaying) resolve();
		});
	});
	const kinds: string[] = [];
	real.events.on(({ kind }) => kinds.push(kind));
	real.play([note(10, 20, 60)], ticks(0));
	await ended;
	expect(kinds).toEqual(['note-on', 'note-off']);
});

const anyNote = fc
	.tuple(
		fc.integer({ min: -480, max: 2000 }),
		fc.integer({ min: 1, max: 900 }),
		fc.integer({ min: 60, max: 65 })
	)
	.map(([start, duration, number]) => note(start, duration, number));

test('any phrase begins every note, in order, and leaves none sounding', () => {
	fc.assert(
		fc.property(fc.array(anyNote, { maxLength: 40 }), fc.nat(60), (phrase, lateness) => {
			const clock = new FakeTimer();
			clock.lateness = lateness;
			const any = new PhrasePlayer(momentOf, clock);
			const sounding = new Set<number>();
			const starts: number[] = [];
			any.events.on((event) => {
				if (event.kind === 'note-on') sounding.add(event.pitch);
				if (event.kind === 'note-off') sounding.delete(event.pitch);
				if (event.kind === 'note-on') starts.push(event.at - 2000);
			});
			any.play(phrase, ticks(0));
			clock.runTo(20_000);
			expect(starts).toEqual(phrase.map(({ start }) => start).sort((a, b) => a - b));
			expect(sounding.size).toBe(0);
		})
	);
});
