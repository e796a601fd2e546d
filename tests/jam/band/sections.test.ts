import { expect, test } from 'vitest';
import type { ChairName } from '../../../src/jam/band/face';
import type { SectionName } from '../../../src/jam/face';
import { COMMON_TIME } from '../../../src/music/metre';
import { bpm, ticks } from '../../../src/music/units';
import { BAR, JamRig, note } from '../jamRig';
import { ALL, LOOP, pitchesOf, PITCHES, quarters } from './bandRig';

const A = 60;
const B = 65;

const choose = (rig: JamRig, section: SectionName) => {
	rig.jam.chooseSection(section, rig.now);
};

/** Sections of four bars, A on one pitch and B on another; what the composer makes for B lies as much higher. */
function twoSections(chairs: readonly ChairName[] = ALL, part = quarters, played = quarters) {
	const rig = new JamRig();
	rig.composer.reply = ({ task, answerLength, call }) => {
		const shift = task === 'drums' ? 0 : (call[0]?.pitch ?? A) - A;
		return PITCHES[task].map((pitch) => part(answerLength, pitch + shift));
	};
	const frame = { metre: COMMON_TIME, bpm: bpm(120), length: ticks(LOOP) };
	for (const [section, pitch] of [
		['B', B],
		['A', A]
	] as const) {
		choose(rig, section);
		const notes = played(LOOP, pitch);
		rig.jam.importParts([{ sound: 'piano', by: 'player', notes }], frame);
		rig.jam.chords.type(section === 'A' ? 'C' : 'F');
	}
	for (const chair of chairs) rig.jam.band.change(chair, { mode: 'along' });
	rig.jam.advance();
	rig.jam.startStop();
	rig.runTo(100);
	return rig;
}

/** A note that lasts the bar, in each bar. */
const wholes = (length: number, pitch: number) =>
	Array.from({ length: length / BAR }, (_, index) => note(index * BAR, BAR, pitch));

/** Quarters that tell a key. */
const broken = (length: number, pitch: number) =>
	Array.from({ length: length / 480 }, (_, index) =>
		note(index * 480, 240, pitch + [0, 4, 7][index % 3]!)
	);

const chairEvents = (rig: JamRig, chair: ChairName, from: number, to: number) =>
	rig.events(from, to).filter(({ owner }) => owner === `chair ${chair}`);

test('the band plays B from the line of the change on, and the score knows it before', () => {
	const rig = twoSections(['keys']);
	rig.runTo(2 * BAR);
	choose(rig, 'B');
	rig.runTo(3 * BAR);
	expect(pitchesOf(rig, 'keys', 3 * BAR, LOOP)).toEqual([PITCHES.comp[0]]);
	expect(pitchesOf(rig, 'keys', LOOP, LOOP + BAR)).toEqual([PITCHES.comp[0] + B - A]);
	const told = rig.score(LOOP, LOOP + BAR);
	rig.runTo(LOOP + 10);
	expect(rig.score(LOOP, LOOP + BAR)).toEqual(told);
});

test('back in A its part is there at once, and nothing is asked anew', () => {
	const rig = twoSections(['keys']);
	choose(rig, 'B');
	rig.runTo(LOOP + BAR);
	const asked = rig.composer.requests.length;
	expect(asked).toBe(2);
	choose(rig, 'A');
	choose(rig, 'A');
	const back = rig.jam.loop.pending!.due;
	rig.runTo(back + 10);
	expect(pitchesOf(rig, 'keys', back, back + BAR)).toEqual([PITCHES.comp[0]]);
	rig.runTo(back + LOOP);
	expect(rig.composer.requests).toHaveLength(asked);
	expect(rig.jam.band.bars).toMatchObject({ 'last bars': 0, rules: 0 });
});

test('a swap in one section leaves the part of the other, and is still there when it comes back', () => {
	const rig = twoSections(['keys']);
	const unswapped = pitchesOf(rig, 'keys', 2 * BAR, 3 * BAR);
	rig.jam.band.command('keys');
	rig.jam.band.tell('swap');
	rig.runTo(BAR + 10);
	const swapped = pitchesOf(rig, 'keys', 2 * BAR, 3 * BAR);
	expect(swapped).not.toEqual(unswapped);
	choose(rig, 'B');
	rig.runTo(LOOP + 100);
	expect(pitchesOf(rig, 'keys', LOOP, LOOP + BAR)).toEqual([PITCHES.comp[0] + B - A]);
	choose(rig, 'A');
	rig.runTo(2 * LOOP + 10);
	expect(pitchesOf(rig, 'keys', 2 * LOOP + 2 * BAR, 2 * LOOP + 3 * BAR)).toEqual(swapped);
});

test('no chair sounds on over the line', () => {
	const rig = twoSections();
	rig.composer.reply = null;
	choose(rig, 'B');
	choose(rig, 'B');
	const { due } = rig.jam.loop.pending!;
	for (const moment of [due - 400, due + 10]) {
		rig.runTo(moment);
		const over = rig
			.events(due - BAR, due + BAR)
			.filter(({ start, end }) => start < due && end > due);
		expect(over).toEqual([]);
	}
});

test('the last bar before a change announces it: a fill, and a step of the bass to what comes', () => {
	const rig = twoSections(['bass', 'drums']);
	rig.runTo(BAR + 100);
	const plain = chairEvents(rig, 'drums', 2 * BAR, 3 * BAR);
	choose(rig, 'B');
	choose(rig, 'B');
	expect(rig.jam.loop.pending?.due).toBe(2 * BAR);
	choose(rig, 'B');
	rig.runTo(2 * BAR + 100);
	choose(rig, 'B');
	choose(rig, 'B');
	choose(rig, 'B');
	rig.runTo(2 * BAR + 200);
	expect(chairEvents(rig, 'drums', 2 * BAR, 3 * BAR)).toEqual(plain);
	rig.runTo(3 * BAR - 1500);
	choose(rig, 'B');
	choose(rig, 'B');
	const due = 3 * BAR;
	expect(rig.jam.loop.pending?.due).toBe(due);
	const drums = chairEvents(rig, 'drums', 2 * BAR, due);
	const isInLastBeat = ({ start }: { start: number }) => start >= due - 480;
	expect(plain.filter(isInLastBeat)).toHaveLength(1);
	expect(drums.filter(isInLastBeat)).toHaveLength(4);
	const bass = chairEvents(rig, 'bass', 2 * BAR, due);
	const last = bass.at(-1)!;
	expect(last.start).toBe(due - 480);
	// F, the root of B, lies a step away.
	expect([4, 6, 3, 7]).toContain(last.pitch % 12);
	expect(bass.every(({ start, end }) => start === last.start || end <= last.start)).toBe(true);
});

test('pressed in the last bar it is announced from the next beat on, and what sounded stays; taken off, it is as before', () => {
	const rig = twoSections(['drums']);
	rig.runTo(2 * BAR + 500);
	const before = chairEvents(rig, 'drums', 2 * BAR, 3 * BAR);
	choose(rig, 'B');
	choose(rig, 'B');
	const now = rig.transport.position();
	const announced = chairEvents(rig, 'drums', 2 * BAR, 3 * BAR);
	const heard = (events: typeof before) => events.filter(({ start }) => start < now + 100);
	expect(heard(announced)).toEqual(heard(before));
	expect(announced).not.toEqual(before);
	choose(rig, 'B');
	expect(chairEvents(rig, 'drums', 2 * BAR, 3 * BAR)).toEqual(before);
	rig.press('stop');
	expect(chairEvents(rig, 'drums', 2 * BAR, 3 * BAR)).not.toEqual(before);
});

test('the bass lets go only for a step to what comes: not for a stop, nor for a change that is off', () => {
	const rig = twoSections(['bass'], wholes);
	rig.runTo(2 * BAR + 500);
	const bass = () => chairEvents(rig, 'bass', 2 * BAR, 3 * BAR);
	const before = bass();
	const line = 3 * BAR - 480;
	expect(before.some(({ start, end }) => start < line && end > line)).toBe(true);
	choose(rig, 'B');
	choose(rig, 'B');
	expect(bass().some(({ start, end }) => start < line && end > line)).toBe(false);
	choose(rig, 'B');
	expect(bass()).toEqual(before);
	rig.press('stop');
	expect(bass()).toEqual(before);
});

test('while B is recorded the band is silent, and comes in with its loop', () => {
	const rig = new JamRig({ loopBars: 2 });
	rig.jam.band.change('keys', { mode: 'along' });
	rig.press('record');
	rig.play(0, 400, 60);
	rig.runTo(2 * BAR + 200);
	expect(pitchesOf(rig, 'keys', 2 * BAR, 4 * BAR)).not.toEqual([]);
	choose(rig, 'B');
	rig.play(4 * BAR, 400, 65);
	expect(pitchesOf(rig, 'keys', 4 * BAR, 6 * BAR)).toEqual([]);
	rig.runTo(6 * BAR + 100);
	expect(pitchesOf(rig, 'keys', 6 * BAR, 8 * BAR)).not.toEqual([]);
});

test('a lead that plays along has its line for B from its first note on', () => {
	const rig = twoSections([]);
	rig.jam.change({ mode: 'along' });
	rig.runTo(LOOP + BAR);
	choose(rig, 'B');
	rig.runTo(2 * LOOP - 400);
	const told = rig
		.events(2 * LOOP, 2 * LOOP + BAR)
		.filter(({ owner }) => owner === 'partner')
		.map(({ start, pitch }) => [start, pitch]);
	expect(told[0]?.[0]).toBe(2 * LOOP);
	rig.runTo(2 * LOOP + 50);
	expect(rig.jam.turn.kind).toBe('along');
	const sounding = rig
		.events(2 * LOOP, 2 * LOOP + BAR)
		.filter(({ owner }) => owner === 'partner')
		.map(({ start, pitch }) => [start, pitch]);
	expect(sounding).toEqual(told);
});

test('a line that is coming for B is not kept in A; it is in B', () => {
	const rig = twoSections([]);
	rig.jam.change({ mode: 'along' });
	choose(rig, 'B');
	rig.runTo(LOOP - 100);
	expect(rig.jam.plan).toMatchObject({ start: LOOP, isProvisional: true });
	rig.jam.band.command('lead');
	rig.jam.band.tell('keep');
	expect(rig.jam.notice).toBe('There is no plan to keep.');
	expect(rig.jam.sections.map(({ layers }) => layers.length)).toEqual([1, 1]);
	rig.runTo(LOOP + 100);
	rig.jam.band.tell('keep');
	expect(rig.jam.notice).toBe('');
	expect(rig.jam.sections.map(({ layers }) => layers.length)).toEqual([1, 2]);
});

test("a section's last line before a change is what its next one falls back on", () => {
	const rig = twoSections([], quarters, broken);
	rig.jam.change({ mode: 'along' });
	rig.runTo(LOOP + BAR);
	expect(rig.jam.plan?.source).toBe('model');
	choose(rig, 'B');
	rig.composer.reply = null;
	rig.runTo(2 * LOOP + BAR);
	choose(rig, 'A');
	rig.runTo(3 * LOOP + 50);
	expect(rig.jam.plan).toMatchObject({ start: 3 * LOOP, source: 'cached plan' });
});

test('a line that the model was too late for is a miss where the section ends, too', () => {
	const rig = twoSections([]);
	rig.jam.change({ mode: 'along' });
	rig.composer.reply = null;
	rig.runTo(LOOP + BAR);
	choose(rig, 'B');
	rig.runTo(2 * LOOP - 50);
	expect(rig.jam.counts.misses).toBe(0);
	rig.runTo(2 * LOOP + 50);
	expect(rig.jam.counts.misses).toBe(1);
});
