import { describe, expect, test } from 'vitest';
import { CHAIRS, type ChairCommand, type ChairName } from '../../../src/jam/band/face';
import type { AnswerRequest } from '../../../src/jam/ports';
import type { Note } from '../../../src/music/note';
import { ticks } from '../../../src/music/units';
import { BAR, note, type JamRig } from '../jamRig';
import { bandRig, LOOP, reply } from './bandRig';

/** A part whose bars differ from each other, with chords and room between its notes. */
const walking = ({ task, answerLength }: AnswerRequest, base: number): Note[] =>
	Array.from({ length: answerLength / 480 }, (_, beat) => {
		if (task === 'drums') return [note(beat * 480, 120, beat % 2 === 0 ? 36 : 38)];
		const root = base + [0, 7, 4, 12][(beat + Math.floor(beat / 4)) % 4]!;
		return task === 'comp'
			? [note(beat * 480, 400, root), note(beat * 480, 400, root + 4)]
			: [note(beat * 480, 400, root)];
	}).flat();

/** How the composer behaves once the band plays. */
const COMPOSERS = {
	prompt: (rig: JamRig) => {
		rig.composer.reply = reply;
	},
	'of one candidate': (rig: JamRig) => {
		rig.composer.reply = (request) => [walking(request, 48)];
	},
	'silent after the plan': (rig: JamRig) => {
		rig.composer.reply = (request) => [walking(request, 48)];
	},
	silent: (rig: JamRig) => {
		rig.composer.reply = null;
	},
	loading: (rig: JamRig) => {
		rig.composer.reply = null;
		rig.composer.status = { ...rig.composer.status, kind: 'loading' };
	}
} as const;
type ComposerName = keyof typeof COMPOSERS;

/** The band plays the second round of the loop, and the clock stands at `moment` of its second bar. */
function bandAt(composer: ComposerName, chair: ChairName, moment: number): JamRig {
	const rig = bandRig();
	COMPOSERS[composer](rig);
	rig.jam.change({ mode: 'off' });
	rig.jam.band.change(chair, { mode: 'along' });
	rig.jam.advance();
	rig.jam.startStop();
	rig.runTo(LOOP - BAR, 100);
	if (composer === 'silent after the plan') rig.composer.reply = null;
	rig.runTo(LOOP + BAR, 100);
	rig.runTo(LOOP + BAR + moment, 40);
	rig.jam.band.command(chair);
	return rig;
}

/** The chair's notes over [from, to), in order, as `start end pitch`. */
const heard = (rig: JamRig, chair: ChairName, from: number, to: number) =>
	rig
		.events(from, to)
		.filter(({ owner }) => owner === (chair === 'lead' ? 'partner' : `chair ${chair}`))
		.map(({ start, end, pitch }) => `${start} ${end} ${pitch}`)
		.sort();

/** Where the first note begins that is in one of the two alone. */
const firstOther = (one: readonly string[], other: readonly string[]) =>
	Math.min(
		...[
			...one.filter((each) => !other.includes(each)),
			...other.filter((each) => !one.includes(each))
		].map((each) => Number(each.split(' ')[0]))
	);

/** From just after the bar line to just before the next one; at 120 BPM a tick is about a millisecond. */
const MOMENTS = [1, 961, 1700, 1850, 1915];
const COMMANDS = ['swap', 'less', 'more', 'simpler', 'out'] as const satisfies ChairCommand[];
const BEFORE = LOOP + BAR;
const LINE = BEFORE + BAR;

/** What is planned when a command is given over two bars from there, and what is played. */
function commanded(rig: JamRig, chair: ChairName, command: ChairCommand) {
	const from = rig.transport.position();
	const planned = heard(rig, chair, from, LINE + BAR);
	rig.jam.band.tell(command);
	rig.runTo(LINE + BAR - 20, 40);
	return { from, planned, played: heard(rig, chair, from, LINE + BAR) };
}

const inBar = (notes: readonly string[]) => notes.filter((each) => parseInt(each, 10) >= LINE);

describe('a command is heard in the bar after the next bar line, and within a bar, whenever it comes:', () => {
	const cases = Object.keys(COMPOSERS).flatMap((composer) =>
		CHAIRS.map((chair) => [composer as ComposerName, chair] as const)
	);
	test.each(cases)('a composer that is %s, the %s', (composer, chair) => {
		for (const command of COMMANDS) {
			for (const moment of MOMENTS) {
				const rig = bandAt(composer, chair, moment);
				const { from, planned, played } = commanded(rig, chair, command);
				const what = `${command} at ${moment}`;
				expect(rig.jam.notice, what).toBe('');
				expect(inBar(planned), what).not.toEqual([]);
				expect(inBar(played), what).not.toEqual(inBar(planned));
				const delay = (firstOther(planned, played) - from) / BAR;
				expect(delay, what).toBeLessThanOrEqual(1);
			}
		}
	});
});

const viewOf = (rig: JamRig, chair: ChairName) =>
	rig.jam.band.chairs.find(({ name }) => name === chair)?.part;

test('what rules made of a part says so, and gives way to what the model makes', () => {
	const rig = bandAt('silent after the plan', 'keys', 200);
	expect(viewOf(rig, 'keys')?.source).toBe('model');
	rig.jam.band.tell('more');
	expect(viewOf(rig, 'keys')?.source).toBe('variation');
	expect(rig.jam.band.bars.variation).toBe(0);
	rig.runTo(LINE + 10);
	expect(rig.jam.band.bars.variation).toBe(1);
	const { request, listener } = rig.composer.requests.at(-1)!;
	for (const [candidate, notes] of [walking(request, 48), walking(request, 50)].entries()) {
		listener.bar(candidate, notes, ticks(0), request.answerLength);
	}
	listener.done();
	rig.runTo(LINE + BAR + 10);
	expect(viewOf(rig, 'keys')?.source).toBe('model');
	expect(heard(rig, 'keys', LINE + BAR, LINE + 2 * BAR)[0]).toContain(' 62');
});

test('a part that cannot be less says so in a sentence', () => {
	const rig = bandAt('silent', 'bass', 200);
	rig.composer.status = { ...rig.composer.status, kind: 'loading' };
	for (let press = 0; press < 20 && rig.jam.notice === ''; press++) rig.jam.band.tell('simpler');
	expect(rig.jam.notice).toBe('This part is as simple as it gets.');
	for (let press = 0; press < 20 && rig.jam.notice !== ''; press++) rig.jam.band.tell('more');
	for (let press = 0; press < 20; press++) rig.jam.band.tell('less');
	expect(rig.jam.notice).toBe('There is nothing to take away from this part.');
});

test('spares are asked for when the plan is there, and are due after everything else', () => {
	const rig = bandRig();
	rig.composer.reply = null;
	rig.jam.band.change('keys', { mode: 'along' });
	rig.jam.advance();
	rig.jam.startStop();
	rig.runTo(BAR);
	expect(rig.composer.requests).toHaveLength(1);
	const [plan] = rig.composer.requests;
	rig.composer.answer(plan!, [walking(plan!.request, 48)]);
	rig.runTo(2 * BAR);
	expect(rig.composer.requests).toHaveLength(2);
	const [, spares] = rig.composer.requests;
	expect(spares!.request.dueIn).toBeGreaterThan(20);
	const before = heard(rig, 'keys', 2 * BAR, LOOP);
	rig.composer.answer(spares!, [walking(spares!.request, 50), walking(spares!.request, 53)]);
	rig.runTo(2 * BAR + 100);
	expect(heard(rig, 'keys', 2 * BAR, LOOP)).toEqual(before);
	expect(viewOf(rig, 'keys')).toMatchObject({ candidate: 1, candidates: 3 });
	rig.runTo(LOOP + 2 * BAR);
	expect(rig.composer.requests).toHaveLength(2);
});
