import { expect, test } from 'vitest';
import { pitch, ticks, velocity } from '../../src/music/units';
import { BAR, JamRig, note } from './jamRig';

/** Plays a one-bar phrase from tick 0 and leaves the clock a little before the bar line. */
function phrase(rig: JamRig, from = 0): void {
	rig.play(from, 200, 60);
	rig.play(from + 480, 200, 64);
	rig.play(from + 960, 200, 67);
	rig.play(from + 1440, 200, 65);
}

test('the answer stands on the bar line that follows the phrase, and the loop rests meanwhile', () => {
	const rig = new JamRig({ mode: 'answer' });
	rig.press('record');
	phrase(rig);
	rig.runTo(BAR + 20);
	expect(rig.jam.turn.kind).toBe('answering');
	expect(rig.events(BAR, 2 * BAR).every(({ owner }) => owner === 'partner')).toBe(true);
	expect(rig.events(BAR, 2 * BAR)[0]?.start).toBe(BAR);
	expect(rig.jam.counts).toMatchObject({ answers: 1, misses: 0, bySource: { model: 1 } });
	rig.runTo(2 * BAR + 20);
	expect(rig.jam.turn.kind).toBe('listening');
	expect(rig.events(2 * BAR, 3 * BAR - 1).every(({ owner }) => owner === 'layer 1')).toBe(true);
});

test('partner and player trade cycle by cycle without a loop, too', () => {
	const rig = new JamRig({ mode: 'answer' });
	rig.jam.startStop();
	phrase(rig);
	rig.runTo(BAR + 10);
	expect(rig.jam.turn.kind).toBe('answering');
	phrase(rig, 2 * BAR);
	rig.runTo(3 * BAR + 10);
	expect(rig.jam.turn.kind).toBe('answering');
	expect(rig.jam.counts.answers).toBe(2);
});

test('when nothing was played the partner goes on listening', () => {
	const rig = new JamRig({ mode: 'answer' });
	rig.jam.startStop();
	rig.runTo(BAR + 10);
	expect(rig.jam.turn.kind).toBe('listening');
	phrase(rig, BAR + 20);
	rig.runTo(2 * BAR + 10);
	expect(rig.jam.turn.kind).toBe('answering');
});

test('a note 150 ms before the bar line still shapes the answer', () => {
	const rig = new JamRig({ mode: 'answer' });
	rig.jam.startStop();
	rig.play(0, 200, 60);
	rig.runTo(BAR - 150);
	rig.down(71);
	rig.runTo(BAR + 10);
	const last = rig.composer.requests.at(-1)!.request.call.at(-1);
	expect(last).toMatchObject({ start: BAR - 150, pitch: 71, duration: 150 });
});

test('a pickup before the phrase belongs to the call', () => {
	const rig = new JamRig({ mode: 'answer', countInBars: 1 });
	rig.press('record');
	rig.play(-240, 200, 55);
	phrase(rig);
	rig.runTo(BAR + 10);
	expect(rig.composer.requests.at(-1)!.request.call[0]).toMatchObject({ start: -240, pitch: 55 });
});

test('a model that is too slow is replaced by the phrase in another light, on time, and counted', () => {
	const rig = new JamRig({ mode: 'answer' });
	rig.composer.reply = null;
	rig.press('record');
	phrase(rig);
	expect(rig.events(BAR, 2 * BAR).length).toBe(4);
	rig.runTo(2 * BAR + 10);
	expect(rig.jam.counts.bySource['transposed phrase']).toBe(1);
	expect(rig.jam.counts.misses).toBe(1);
});

test('an answer that comes after its bar line changes nothing before the next one', () => {
	const rig = new JamRig({ mode: 'answer', loopBars: 2 });
	rig.composer.reply = null;
	rig.press('record');
	phrase(rig);
	rig.runTo(2 * BAR + 100);
	const before = rig.score(2 * BAR, 3 * BAR);
	rig.composer.answer(rig.composer.requests.at(-1)!, [
		[note(0, 200, 84), note(BAR, 200, 86), note(BAR + 480, 200, 88)]
	]);
	expect(rig.score(2 * BAR, 3 * BAR)).toEqual(before);
	expect(rig.events(3 * BAR, 4 * BAR).map(({ start }) => start)).toEqual([3 * BAR, 3 * BAR + 480]);
});

test('the model answers in the key of the call', () => {
	const rig = new JamRig({ mode: 'answer' });
	rig.composer.reply = () => [[note(0, 200, 61), note(480, 200, 66), note(960, 200, 70)]];
	rig.press('record');
	for (const [index, number] of [60, 62, 64, 65, 67, 69, 71].entries()) {
		rig.play(index * 240, 200, number);
	}
	rig.runTo(BAR + 10);
	const scale = [0, 2, 4, 5, 7, 9, 11];
	expect(rig.events(BAR, 2 * BAR).every(({ pitch }) => scale.includes(pitch % 12))).toBe(true);
});

test('swap plays another candidate, at once before the answer begins, else from the next bar line', () => {
	const rig = new JamRig({ mode: 'answer', loopBars: 2, closeness: 1 });
	rig.composer.reply = () => [
		[note(0, 200, 60), note(BAR, 200, 60)],
		[note(240, 200, 64), note(BAR + 240, 200, 64)]
	];
	rig.press('record');
	phrase(rig);
	rig.runTo(2 * BAR + 100);
	const first = rig.jam.plan!.candidate;
	const [before] = rig.events(2 * BAR, 3 * BAR);
	rig.jam.band.tell('swap');
	expect(rig.jam.plan!.candidate).not.toBe(first);
	expect(rig.events(2 * BAR, 3 * BAR)).toEqual([before]);
	const [after] = rig.events(3 * BAR, 4 * BAR);
	expect(after!.start - BAR).not.toBe(before!.start);
});

test('while no model is there nobody is asked for another answer, and none is promised', () => {
	const rig = new JamRig({ mode: 'answer', loopBars: 2 });
	rig.composer.status = { ...rig.composer.status, kind: 'loading' };
	rig.press('record');
	phrase(rig);
	rig.runTo(2 * BAR + 100);
	for (let press = 0; press < 20 && rig.jam.notice === ''; press++) rig.jam.band.tell('simpler');
	expect(rig.jam.notice).toBe('This part is as simple as it gets.');
	expect(rig.composer.requests).toHaveLength(0);
});

test('the candidate that is ranked best plays, and the next best is swapped to', () => {
	const rig = new JamRig({ mode: 'answer' });
	rig.composer.reply = () => [60, 62, 64].map((number) => [note(0, 200, number)]);
	rig.composer.order = [2, 0, 1];
	rig.press('record');
	phrase(rig);
	rig.runTo(BAR - 100);
	const planned = () => rig.jam.plan!.notes[0]?.pitch;
	expect(planned()).toBe(64);
	rig.jam.band.tell('swap');
	expect(planned()).toBe(60);
	rig.jam.band.tell('swap');
	expect(planned()).toBe(62);
});

test('a ranking that comes too late changes nothing that is played', () => {
	const rig = new JamRig({ mode: 'answer' });
	rig.composer.reply = null;
	rig.press('record');
	phrase(rig);
	rig.runTo(BAR - 100);
	const open = rig.composer.requests.at(-1)!;
	for (const [index, number] of [60, 62].entries()) {
		open.listener.bar(index, [note(0, 200, number)], ticks(0), ticks(BAR));
	}
	rig.runTo(BAR - 5);
	open.listener.ranked([1, 0]);
	expect(rig.events(BAR, 2 * BAR)[0]?.pitch).toBe(60);
});

test('the composer may read the call long before it is asked', () => {
	const rig = new JamRig({ mode: 'answer', loopBars: 4 });
	rig.press('record');
	rig.play(0, 200, 60);
	rig.play(480, 200, 64);
	rig.runTo(BAR);
	expect(rig.composer.requests).toEqual([]);
	expect(rig.composer.prepared.at(-1)?.call.map(({ pitch }) => pitch)).toEqual([60, 64]);
	const read = rig.composer.prepared.length;
	rig.runTo(1.5 * BAR);
	expect(rig.composer.prepared).toHaveLength(read);
});

test('the composer hears when the answer is due', () => {
	const rig = new JamRig({ mode: 'answer' });
	rig.press('record');
	phrase(rig);
	rig.runTo(BAR);
	for (const { request, askedAt } of rig.composer.requests) {
		expect(request.dueIn).toBeCloseTo((BAR - askedAt) / 960, 2);
	}
	expect(rig.composer.requests.length).toBeGreaterThan(1);
});

test('what is thrown away is silent at once, and the loop plays on in its place', () => {
	const rig = new JamRig({ mode: 'answer' });
	rig.press('record');
	phrase(rig);
	rig.runTo(BAR + 100);
	rig.jam.band.tell('out');
	expect(rig.jam.turn.kind).toBe('silenced');
	expect(rig.events(BAR, 2 * BAR).map(({ owner }) => owner)).toEqual(Array(4).fill('layer 1'));
	rig.runTo(3 * BAR + 10);
	expect(rig.jam.turn.kind).toBe('answering');
});

test('a kept answer becomes a layer of the loop from the next pass on', () => {
	const rig = new JamRig({ mode: 'along' });
	rig.press('record');
	phrase(rig);
	rig.runTo(BAR + 100);
	expect(rig.jam.turn.kind).toBe('along');
	const plan = rig.events(BAR, 2 * BAR).filter(({ owner }) => owner === 'partner');
	rig.jam.band.tell('keep');
	expect(rig.events(BAR, 2 * BAR).filter(({ owner }) => owner === 'layer 2')).toEqual([]);
	const kept = rig.events(2 * BAR, 3 * BAR).filter(({ owner }) => owner === 'layer 2');
	expect(kept.map(({ start, pitch }) => [start - BAR, pitch])).toEqual(
		plan.map(({ start, pitch }) => [start, pitch])
	);
	expect(rig.jam.loop.layers.map(({ by }) => by)).toEqual(['player', 'partner']);
	rig.press('undo');
	rig.runTo(2 * BAR + 10);
	expect(rig.jam.loop.layers).toHaveLength(1);
});

test.each([
	['answer', 'answer'],
	['along', 'lead']
] as const)('in %s the composer is asked for its %s', (mode, task) => {
	const rig = new JamRig({ mode });
	rig.press('record');
	phrase(rig);
	rig.press('record');
	rig.runTo(3 * BAR);
	expect(new Set(rig.composer.requests.map(({ request }) => request.task))).toEqual(
		new Set([task])
	);
});

test('along, a new plan comes each cycle while the loop plays on', () => {
	const rig = new JamRig({ mode: 'along' });
	rig.press('record');
	phrase(rig);
	rig.runTo(3 * BAR + 10);
	expect(rig.jam.counts.answers).toBe(3);
	expect(rig.events(3 * BAR, 4 * BAR).filter(({ owner }) => owner === 'layer 1')).toHaveLength(4);
});

test('keeping without a loop is refused in a sentence', () => {
	const rig = new JamRig({ mode: 'answer' });
	rig.jam.startStop();
	phrase(rig);
	rig.runTo(BAR + 100);
	rig.jam.band.tell('keep');
	expect(rig.jam.notice).toContain('Record a loop first');
});

test('a loop closed by a late press is answered in its own bar', () => {
	const rig = new JamRig({ mode: 'answer', loopBars: 'free' });
	rig.press('record');
	phrase(rig);
	rig.runTo(BAR + 200);
	rig.press('close');
	rig.runTo(BAR + 260);
	expect(rig.jam.turn.kind).toBe('answering');
	expect(rig.events(BAR + 260, 2 * BAR).length).toBeGreaterThan(0);
});

test('however seldom the jam is woken, the answer begins on its bar line', () => {
	for (const stepMs of [1, 20, 200, 400]) {
		const rig = new JamRig({ mode: 'answer' });
		rig.press('record');
		phrase(rig);
		rig.runTo(1900, stepMs);
		expect(rig.events(BAR, 2 * BAR).length).toBeGreaterThan(0);
		rig.runTo(2 * BAR + 10, stepMs);
		expect(rig.jam.counts.answers).toBe(1);
	}
});

test('a single note at the very end, which is heard of after the bar line, is answered in that bar', () => {
	const rig = new JamRig({ mode: 'answer' });
	rig.press('record');
	rig.runTo(BAR - 20);
	const playedAt = rig.now;
	rig.runTo(BAR + 200);
	rig.jam.hear({
		kind: 'note-on',
		port: 'test',
		channel: 1,
		pitch: pitch(69),
		velocity: velocity(0.8),
		at: playedAt
	});
	rig.runTo(BAR + 300);
	expect(rig.jam.turn.kind).toBe('answering');
	expect(rig.events(BAR + 300, 2 * BAR).map(({ owner }) => owner)).toEqual(['partner']);
});
