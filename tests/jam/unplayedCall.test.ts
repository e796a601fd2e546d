import { expect, test } from 'vitest';
import { UnplayedCall, unplayedCall } from '../../src/jam/unplayedCall';
import { chordAt } from '../../src/music/harmony/chord';
import { COMMON_TIME } from '../../src/music/metre';
import { ticks } from '../../src/music/units';
import { chords } from '../music/solo/soloNotes';
import { BAR, JamRig, note } from './jamRig';

/** Trading twos over four chords, one a bar, without a loop. */
function trading(): JamRig {
	const rig = new JamRig({ mode: 'answer', tradeBars: 2, loopBars: 2 });
	rig.jam.chords.type('Dm7 G7 Cmaj7 A7');
	rig.jam.startStop();
	return rig;
}

const played = (rig: JamRig, bar: number) =>
	rig.events(bar * BAR, (bar + 2) * BAR).filter(({ owner }) => owner === 'partner');

test('the lead fills its turn over the form although nobody played, turn after turn', () => {
	const rig = trading();
	for (const bar of [2, 6, 10]) {
		rig.runTo(bar * BAR + 20);
		expect(played(rig, bar)).not.toEqual([]);
		expect(rig.jam.turn.kind).toBe('answering');
		rig.runTo((bar + 2) * BAR + 20);
		expect(played(rig, bar + 2)).toEqual([]);
		expect(rig.jam.turn.kind).toBe('listening');
	}
	expect(rig.jam.counts.bySource.model).toBe(3);
});

test('without a model it is a line over the chords, and says so', () => {
	const rig = trading();
	rig.composer.reply = null;
	rig.runTo(2 * BAR + 20);
	expect(rig.jam.plan?.source).toBe('rules');
	for (const { start, pitch } of played(rig, 2)) {
		const chord = chordAt(rig.jam.chords.spans, ticks(start % (4 * BAR)))!;
		expect(chord.pitchClasses).toContain(pitch % 12);
	}
});

test('what the player plays at the last moment is answered instead', () => {
	const rig = trading();
	rig.play(1.5 * BAR, 240, 61);
	rig.runTo(2 * BAR + 20);
	const { request } = rig.composer.requests.at(-1)!;
	expect(request.call).toMatchObject([note(1.5 * BAR, 240, 61)]);
});

test('where no chords are known nobody fills anything', () => {
	const turn = { before: [], own: [], length: ticks(2 * BAR), metre: COMMON_TIME };
	expect(unplayedCall(turn)).toBeNull();
	expect(unplayedCall({ ...turn, own: chords('C F') })?.standIn).not.toEqual([]);
});

test('a turn over the same chords has the same call, and one over others has another', () => {
	const turn = {
		before: chords('Dm7 G7'),
		own: chords('C A7'),
		length: ticks(2 * BAR),
		metre: COMMON_TIME
	};
	const unplayed = new UnplayedCall();
	const call = unplayed.over(turn);
	expect(call).toEqual(unplayedCall(turn));
	const copies = { before: turn.before.map((span) => ({ ...span })), own: [...turn.own] };
	expect(unplayed.over({ ...turn, ...copies })).toBe(call);
	for (const other of [
		{ ...turn, before: chords('Dm7 F') },
		{ ...turn, own: chords('C F') },
		{ ...turn, own: [] },
		{ ...turn, length: ticks(BAR) },
		{ ...turn, metre: { beats: 3, unit: 4 } as const }
	]) {
		expect(unplayed.over(other)).toEqual(unplayedCall(other));
		expect(unplayed.over(turn)).toEqual(call);
	}
});
