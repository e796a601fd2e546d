import { describe, expect, test, vi } from 'vitest';
import { Ensemble } from '../../../src/jam/band/ensemble';
import { isSemitoneApart } from '../../../src/jam/band/rules/nearest';
import { COMMON_TIME } from '../../../src/music/metre';
import { bpm, ticks } from '../../../src/music/units';
import { BAR, JamRig } from '../jamRig';
import { LOOP, pitchesOf, PITCHES, playing, quarters, reply } from './bandRig';

/** A band whose composer plays these pitches in a task. */
function playingAs(
	task: keyof typeof PITCHES,
	pitch: number,
	chairs: Parameters<typeof playing>[0]
) {
	const rig = playing(chairs);
	rig.composer.reply = (request) =>
		request.task === task ? [quarters(request.answerLength, pitch)] : reply(request);
	rig.runTo(100);
	for (const chair of chairs ?? []) {
		// What is wished for is asked again.
		rig.jam.band.change(chair, { adventure: 0.5 });
	}
	rig.runTo(BAR);
	return rig;
}

/** What a chair plays on the strong beats of the second bar. */
const onStrong = (rig: ReturnType<typeof playing>, chair: string) =>
	rig
		.events(BAR, 2 * BAR)
		.filter(({ owner, start }) => owner === `chair ${chair}` && start % 960 === 0)
		.map(({ pitch }) => pitch as number);

describe('where it counts', () => {
	test('keys give way to the bass', () => {
		const rig = playingAs('comp', PITCHES.bass[0] + 13, ['keys', 'bass']);
		expect(pitchesOf(rig, 'bass', BAR, 2 * BAR)).toEqual([PITCHES.bass[0]]);
		expect(onStrong(rig, 'keys')).toHaveLength(2);
		for (const pitch of onStrong(rig, 'keys')) {
			expect(isSemitoneApart(pitch, PITCHES.bass[0])).toBe(false);
		}
		// Between the strong beats it may pass.
		expect(pitchesOf(rig, 'keys', BAR, 2 * BAR)).toContain(PITCHES.bass[0] + 13);
	});

	test('the bass gives way to the player, who plays 67', () => {
		const rig = playingAs('bass', 42, ['bass']);
		expect(onStrong(rig, 'bass')).toHaveLength(2);
		for (const pitch of onStrong(rig, 'bass')) expect(isSemitoneApart(pitch, 67)).toBe(false);
	});

	test('chairs give way to the lead while it is heard', () => {
		const rig = playing(['lead', 'keys']);
		const written = { lead: 86, comp: 85 } as const;
		rig.composer.reply = ({ task, answerLength }) => [
			quarters(answerLength, task === 'lead' ? written.lead : written.comp)
		];
		rig.jam.band.change('keys', { adventure: 0.5 });
		rig.runTo(2 * LOOP);
		const at = 2 * LOOP + BAR;
		rig.runTo(at);
		const on = (owner: string) =>
			rig.events(at, at + 1).flatMap((event) => (event.owner === owner ? [event.pitch] : []));
		expect(on('partner')).toEqual([written.lead]);
		expect(on('chair keys')).toHaveLength(1);
		expect(isSemitoneApart(on('chair keys')[0]!, written.lead)).toBe(false);
		rig.jam.band.change('lead', { mode: 'listen' });
		rig.runTo(at + BAR);
		expect(rig.events(at + BAR, at + BAR + 1).map(({ pitch }) => pitch)).toContain(written.comp);
	});

	test('what is drawn and kept is settled too', () => {
		const rig = playingAs('comp', PITCHES.bass[0] + 13, ['keys', 'bass']);
		const drawn = rig.jam.band.chairs.find(({ name }) => name === 'keys')!.part!.notes;
		const strong = drawn.filter(({ start }) => start % 960 === 0);
		expect(strong.length).toBeGreaterThan(0);
		for (const { pitch } of strong) expect(isSemitoneApart(pitch, PITCHES.bass[0])).toBe(false);
	});
});

test('what sounds beside a chair is told anew only when it has changed', () => {
	const rig = playing(['lead', 'keys']);
	rig.runTo(2 * LOOP + 100);
	const around = vi.spyOn(Ensemble.prototype, 'inBar');
	const told = () => {
		around.mockClear();
		rig.events(2 * LOOP + BAR, 2 * LOOP + 2 * BAR);
		return around.mock.results.map(({ value }) => value as unknown);
	};
	const before = told();
	expect(before).toHaveLength(1);
	expect(told()[0]).toBe(before[0]);
	rig.jam.band.change('lead', { mode: 'listen' });
	const after = told();
	expect(after[0]).not.toBe(before[0]);
	expect(after[0]).not.toEqual(before[0]);
	around.mockRestore();
});

test('harmony keeps under the melody, unless the player says how high', () => {
	const rig = playingAs('harmonise', 81, ['harmony']);
	expect(pitchesOf(rig, 'harmony', BAR, 2 * BAR)).toEqual([57]);
	rig.jam.band.change('harmony', { register: 1 });
	rig.runTo(2 * BAR);
	expect(pitchesOf(rig, 'harmony', 2 * BAR, 3 * BAR)).toEqual([81]);
});

test('harmony keeps under the tune where that rests, too, whatever the player plays in the bass', () => {
	const rig = new JamRig();
	rig.composer.reply = ({ answerLength }) => [quarters(answerLength, 74)];
	const parts = [
		{ sound: 'piano' as const, by: 'player' as const, notes: quarters(BAR, 67) },
		{ sound: 'bass' as const, by: 'player' as const, notes: quarters(LOOP, 50) }
	];
	rig.jam.importParts(parts, { metre: COMMON_TIME, bpm: bpm(120), length: ticks(LOOP) });
	rig.jam.band.change('harmony', { mode: 'along' });
	rig.jam.advance();
	rig.jam.startStop();
	rig.runTo(BAR + 100);
	expect(pitchesOf(rig, 'harmony', BAR, LOOP)).toEqual([62]);
	const drawn = rig.jam.band.chairs.find(({ name }) => name === 'harmony')!.part!.notes;
	expect(new Set(drawn.map(({ pitch }) => pitch as number))).toEqual(new Set([62]));
});
