import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CHAIR_COMMANDS, CHAIR_MODES, CHAIRS, TRADE_BARS } from '../../../src/jam/band/face';
import { ticks } from '../../../src/music/units';
import { BAR, JamRig } from '../jamRig';
import { ALL, bandRig, LOOP, pitchesOf, PITCHES, playing, quarters } from './bandRig';

describe('a band that plays to a loop', () => {
	test('is asked a part for each chair, in its task, over the whole loop', () => {
		const rig = playing();
		rig.runTo(BAR);
		expect(rig.composer.requests.map(({ request }) => request.task).sort()).toEqual(
			['bass', 'comp', 'drums', 'harmonise'].sort()
		);
		for (const { request } of rig.composer.requests) {
			expect(request.answerLength).toBe(LOOP);
			expect(request.call).toHaveLength(16);
		}
	});

	test('plays each chair on its own strip, from the first bar on', () => {
		const rig = playing();
		rig.runTo(10);
		for (const chair of ALL) {
			expect(rig.events(0, BAR).some(({ channel }) => channel === chair)).toBe(true);
		}
		expect(pitchesOf(rig, 'bass', 0, LOOP)).toEqual([PITCHES.bass[0]]);
	});

	test('says that nothing came from below the model', () => {
		const rig = playing();
		rig.runTo(3 * BAR);
		expect(rig.jam.band.bars).toMatchObject({ 'last bars': 0, rules: 0 });
		expect(rig.jam.band.bars.model).toBeGreaterThanOrEqual(12);
	});

	test('is silent where the loop is stopped, and ends where it will be', () => {
		const rig = playing();
		rig.runTo(BAR + 100);
		rig.press('stop');
		expect(rig.events(2 * BAR, 3 * BAR)).toEqual([]);
		expect(rig.events(BAR, 2 * BAR).every(({ end }) => end <= 2 * BAR)).toBe(true);
	});

	test('plays by its rules while there is no model, and is never silent', () => {
		const rig = bandRig();
		rig.composer.reply = null;
		rig.composer.status = { ...rig.composer.status, kind: 'loading' };
		for (const chair of ALL) rig.jam.band.change(chair, { mode: 'along' });
		rig.jam.startStop();
		rig.runTo(LOOP);
		for (const chair of ALL) expect(pitchesOf(rig, chair, 0, LOOP)).not.toEqual([]);
		expect(rig.jam.band.bars).toMatchObject({ model: 0, rules: 16 });
	});

	test('does not ask a model that writes melodies alone', () => {
		const rig = bandRig();
		rig.composer.status = { ...rig.composer.status, canAccompany: false };
		rig.jam.band.change('bass', { mode: 'along' });
		rig.jam.startStop();
		rig.runTo(LOOP);
		expect(rig.composer.requests).toEqual([]);
		expect(pitchesOf(rig, 'bass', 0, LOOP)).not.toEqual([]);
	});
});

describe('a command is heard from the next bar line on:', () => {
	test('another mode', () => {
		const rig = playing(['bass']);
		rig.runTo(BAR + 200);
		rig.jam.band.change('bass', { mode: 'out' });
		rig.runTo(BAR + 400);
		expect(pitchesOf(rig, 'bass', BAR, 2 * BAR)).toEqual([PITCHES.bass[0]]);
		expect(pitchesOf(rig, 'bass', 2 * BAR, 4 * BAR)).toEqual([]);
		expect(rig.jam.band.chairs.find(({ name }) => name === 'bass')?.changesAt).toBe(2 * BAR);
		rig.jam.band.change('bass', { mode: 'along' });
		expect(pitchesOf(rig, 'bass', 2 * BAR, 4 * BAR)).toEqual([PITCHES.bass[0]]);
	});

	test('the next candidate, and no note that sounds is broken', () => {
		const rig = playing(['bass']);
		rig.runTo(BAR + 200);
		const before = rig.score(BAR, 2 * BAR);
		rig.jam.band.command('bass');
		rig.jam.band.tell('swap');
		rig.runTo(BAR + 300);
		expect(rig.score(BAR, 2 * BAR)).toEqual(before);
		expect(pitchesOf(rig, 'bass', 2 * BAR, 3 * BAR)).toEqual([PITCHES.bass[1]]);
	});

	test('when all candidates are heard the first comes again', () => {
		const rig = playing(['bass']);
		rig.runTo(100);
		rig.jam.band.command('bass');
		for (let swap = 0; swap < 3; swap++) {
			rig.jam.band.tell('swap');
			rig.runTo((swap + 1) * BAR + 100);
		}
		expect(pitchesOf(rig, 'bass', 3 * BAR, LOOP)).toEqual([PITCHES.bass[0]]);
	});

	test('fewer onsets for simpler, and the strong ones stay', () => {
		const rig = playing(['bass']);
		rig.runTo(100);
		rig.jam.band.command('bass');
		rig.jam.band.tell('simpler');
		const starts = rig
			.events(BAR, 2 * BAR)
			.filter(({ owner }) => owner === 'chair bass')
			.map(({ start }) => start - BAR);
		expect(starts).toEqual([0, 480, 960].filter((start) => starts.includes(ticks(start))));
		expect(starts).toContain(0);
		expect(starts.length).toBeLessThan(4);
	});

	test('keep makes a layer from there, and the chair listens', () => {
		const rig = playing(['bass']);
		rig.runTo(BAR + 100);
		rig.jam.band.command('bass');
		rig.jam.band.tell('keep');
		rig.runTo(BAR + 200);
		expect(rig.jam.loop.layers).toHaveLength(2);
		expect(rig.jam.loop.layers[1]).toMatchObject({ by: 'partner', sound: 'bass' });
		const starts = rig
			.events(BAR, 3 * BAR)
			.filter(({ pitch }) => pitch === PITCHES.bass[0])
			.map(({ start, owner }) => `${start} ${owner}`);
		expect(starts).toEqual([
			...[0, 1, 2, 3].map((beat) => `${BAR + beat * 480} chair bass`),
			...[0, 1, 2, 3].map((beat) => `${2 * BAR + beat * 480} layer 2`)
		]);
	});

	test('what is less like that is not heard again', () => {
		const rig = playing(['bass']);
		rig.runTo(100);
		rig.jam.band.command('bass');
		rig.jam.band.tell('less');
		for (let bar = 1; bar < 6; bar++) {
			rig.jam.band.tell('swap');
			rig.runTo(bar * BAR + 100);
			expect(pitchesOf(rig, 'bass', bar * BAR, (bar + 1) * BAR)).not.toContain(PITCHES.bass[0]);
		}
	});

	test('out', () => {
		const rig = playing(['drums']);
		rig.runTo(100);
		rig.jam.band.command('drums');
		rig.jam.band.tell('out');
		expect(pitchesOf(rig, 'drums', BAR, LOOP)).toEqual([]);
	});
});

test('a chair that trades plays every other stretch, the player first', () => {
	for (const tradeBars of [1, 2] as const) {
		const rig = bandRig();
		rig.jam.band.change('keys', { mode: 'trade', tradeBars });
		rig.jam.startStop();
		rig.runTo(10);
		for (let bar = 0; bar < 8; bar++) {
			const isHeard = pitchesOf(rig, 'keys', bar * BAR, (bar + 1) * BAR).length > 0;
			expect(isHeard).toBe(Math.floor(bar / tradeBars) % 2 === 1);
		}
	}
});

test('a chair that listens has a plan and plays nothing of it', () => {
	const rig = bandRig();
	rig.jam.band.change('keys', { mode: 'listen' });
	rig.jam.startStop();
	rig.runTo(BAR);
	const chair = rig.jam.band.chairs.find(({ name }) => name === 'keys');
	expect(chair?.part).toMatchObject({ source: 'model', candidates: 3 });
	expect(pitchesOf(rig, 'keys', 0, LOOP)).toEqual([]);
});

test('a busy player makes the band quiet, and gets it back', () => {
	const rig = playing(['keys']);
	const count = (bar: number) =>
		rig.events(bar * BAR, (bar + 1) * BAR).filter(({ owner }) => owner === 'chair keys').length;
	rig.runTo(2 * BAR);
	expect(count(1)).toBe(4);
	for (let at = 2 * BAR; at < 4 * BAR; at += 240) rig.play(at, 100, 72);
	rig.runTo(4 * BAR + 10);
	expect(count(4)).toBeLessThan(3);
	rig.runTo(8 * BAR);
	expect(count(8)).toBe(4);
});

test('a dial is asked of the model at once, and what it makes plays from the next bar on', () => {
	const rig = playing(['bass']);
	rig.runTo(BAR + 100);
	rig.composer.reply = ({ answerLength }) => [quarters(answerLength, 45)];
	rig.jam.band.change('bass', { density: 1 });
	rig.runTo(BAR + 200);
	expect(rig.composer.requests.at(-1)?.request.controls).toMatchObject({ density: { class: 8 } });
	expect(pitchesOf(rig, 'bass', 2 * BAR, 3 * BAR)).toEqual([45]);
});

test('a preset seats the whole band, and is forgotten when one dial is moved', () => {
	const rig = bandRig();
	rig.jam.band.choosePreset('Blues shuffle');
	expect(rig.jam.band).toMatchObject({ preset: 'Blues shuffle', style: 'blues' });
	expect(rig.jam.settings).toMatchObject({ mode: 'answer', tradeBars: 4 });
	rig.jam.band.change('bass', { level: 0.3 });
	expect(rig.jam.band.preset).toBeNull();
});

test('the lead is the partner: what is set in one is seen in the other', () => {
	const rig = new JamRig({ mode: 'answer' });
	rig.jam.band.change('lead', { mode: 'along', adventure: 0 });
	expect(rig.jam.settings).toMatchObject({ mode: 'along', temperature: 0.1 });
	rig.jam.change({ mode: 'off' });
	expect(rig.jam.band.chairs[0]?.settings.mode).toBe('out');
});

test('what comes too late for the bar line is heard from the second beat on', () => {
	const rig = playing(['bass']);
	rig.runTo(BAR - 30);
	rig.jam.band.command('bass');
	rig.jam.band.tell('out');
	rig.runTo(BAR + 100);
	const starts = rig
		.events(BAR, 3 * BAR)
		.filter(({ owner }) => owner === 'chair bass')
		.map(({ start }) => start);
	expect(starts).toEqual([BAR]);
});

test('the lead that plays along leaves room, too', () => {
	const rig = bandRig();
	rig.composer.reply = ({ answerLength }) => [quarters(answerLength, 80)];
	rig.jam.change({ mode: 'along' });
	rig.jam.startStop();
	const count = (bar: number) =>
		rig.events(bar * BAR, (bar + 1) * BAR).filter(({ owner }) => owner === 'partner').length;
	rig.runTo(4 * BAR + 10);
	expect(count(4)).toBe(4);
	for (let at = 4 * BAR + 240; at < 6 * BAR; at += 240) rig.play(at, 100, 72);
	rig.runTo(6 * BAR + 10);
	expect(count(6)).toBeLessThan(3);
});

test('closeness alone decides which candidate is the best, where it is asked for', () => {
	const rig = bandRig();
	rig.composer.reply = ({ answerLength }) => [
		quarters(answerLength, 61),
		quarters(answerLength, 67),
		quarters(answerLength, 66).map((each) => ({ ...each, start: ticks(each.start + 180) }))
	];
	rig.composer.order = [0, 1, 2];
	const played = (closeness: number) => {
		rig.jam.band.change('harmony', { mode: 'along', closeness });
		rig.jam.advance();
		return rig.jam.band.chairs[1]?.part?.notes[0]?.pitch;
	};
	expect(played(1)).toBe(67);
	expect(played(0)).toBe(66);
	expect(played(0.5)).toBe(61);
});

test('nothing comes into a bar that has begun, and nothing that sounds is broken, whatever is done twenty times in it', () => {
	const action = fc.oneof(
		fc.record({
			kind: fc.constant('mode' as const),
			chair: fc.constantFrom(...CHAIRS),
			mode: fc.constantFrom(...CHAIR_MODES),
			tradeBars: fc.constantFrom(...TRADE_BARS)
		}),
		fc.record({
			kind: fc.constant('tell' as const),
			chair: fc.constantFrom(...CHAIRS),
			command: fc.constantFrom(...CHAIR_COMMANDS)
		})
	);
	fc.assert(
		fc.property(fc.array(action, { minLength: 20, maxLength: 20 }), (actions) => {
			const rig = playing();
			rig.runTo(BAR + 5);
			const isChairs = (owner: string) => owner.startsWith('chair');
			const heard = () =>
				rig
					.events(BAR, 2 * BAR)
					.filter(({ owner }) => isChairs(owner))
					.map(({ key }) => key);
			let before = heard();
			for (const [index, done] of actions.entries()) {
				if (done.kind === 'mode') {
					rig.jam.band.change(done.chair, { mode: done.mode, tradeBars: done.tradeBars });
				} else {
					rig.jam.band.command(done.chair);
					rig.jam.band.tell(done.command);
				}
				const hasBegun = (key: string) => Number(key.split(':')[1]) <= rig.transport.position();
				const left = heard();
				expect(before).toEqual(expect.arrayContaining(left));
				expect(left.filter(hasBegun)).toEqual(before.filter(hasBegun));
				before = left;
				rig.runTo(BAR + (index + 1) * 80);
			}
		}),
		{ numRuns: 30 }
	);
});
