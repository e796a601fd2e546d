import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TRACK_REFUSALS } from '../../../src/jam/tracks/trackRules';
import { TRACK_ACTIONS } from '../../../src/music/looper';
import { perfTime, ticks } from '../../../src/music/units';
import { RATE } from './fakeLooper';
import { TracksRig } from './tracksRig';

const BAR = 1920;

function playing(): TracksRig {
	const rig = new TracksRig();
	rig.recordFirst(4 * RATE);
	rig.pass(900);
	return rig;
}

test('what cannot be done is told in its sentence, and nothing is sent', () => {
	const rig = new TracksRig();
	for (const action of TRACK_ACTIONS) {
		if (action === 'record') continue;
		rig.press(action);
		expect(rig.jam.notice).toBe(TRACK_REFUSALS[action]);
	}
	expect(rig.looper.presses()).toEqual([]);
	rig.press('record');
	expect(rig.jam.notice).toBe('');
	rig.press('record', 0);
	expect(rig.jam.notice).toBe(TRACK_REFUSALS.record);
});

test('silence is not recorded while no input is open: the pedal says why', () => {
	const rig = new TracksRig();
	rig.inputTrouble = 'The microphone is blocked.';
	rig.press('record');
	expect(rig.jam.notice).toBe('The microphone is blocked.');
	expect(rig.looper.presses()).toEqual([]);
	expect(rig.jam.isRunning).toBe(false);
	rig.inputTrouble = '';
	rig.press('record');
	expect(rig.looper.presses()).toHaveLength(1);
	// What is recorded is closed all the same.
	rig.inputTrouble = 'The microphone is blocked.';
	rig.pass(RATE);
	rig.press('close');
	expect(rig.looper.presses()).toHaveLength(2);
});

test('what was pressed already and waits is taken off when it is pressed again', () => {
	const rig = playing();
	rig.press('mute');
	expect(rig.tracks.tracks[0]!.pending?.action).toBe('mute');
	rig.press('mute');
	expect(rig.tracks.tracks[0]!.pending).toBeNull();
	expect(rig.looper.presses().at(-1)).toBe('cancel');
});

test('what waits on all tracks is taken off at once', () => {
	const rig = playing();
	rig.press('record', 1);
	rig.press('mute', 0);
	rig.tracks.cancelPending();
	expect(rig.tracks.tracks.map(({ pending }) => pending).every((none) => none === null)).toBe(true);
	expect(rig.state(1)).toBe('empty');
});

test('a soloed track hushes those that are not', () => {
	const rig = new TracksRig();
	const hushed = () =>
		rig.looper.commands
			.filter(({ kind }) => kind === 'configure')
			.slice(-8)
			.map(({ isHushed }) => isHushed);
	expect(hushed()).toEqual(Array(8).fill(false));
	rig.tracks.changeTrack(2, { isSoloed: true });
	rig.tracks.changeTrack(4, { isSoloed: true });
	expect(hushed()).toEqual([true, true, false, true, false, true, true, true]);
	rig.tracks.changeTrack(0, { level: 0.5 });
	expect(rig.looper.last('configure')).toMatchObject({
		track: 0,
		isHushed: true,
		settings: { level: 0.5 }
	});
});

test('monitoring is off at first, and goes to the looper when it changes', () => {
	const rig = new TracksRig();
	expect(rig.looper.last('monitor')?.isOn).toBe(false);
	rig.tracks.change({ isMonitoring: true });
	expect(rig.looper.last('monitor')?.isOn).toBe(true);
});

test.each([
	['play', false],
	['overdub', true]
] as const)('after recording comes %s, as is set', (afterRecord, thenOverdub) => {
	const rig = new TracksRig();
	rig.tracks.change({ afterRecord });
	rig.recordFirst(4 * RATE);
	expect(rig.looper.last('press')?.options?.thenOverdub).toBe(thenOverdub);
});

test('a second loop of fixed length is whole bars of the first', () => {
	const rig = playing();
	rig.tracks.change({ bars: 4 });
	rig.press('record', 1);
	expect(rig.looper.last('press')?.options?.length).toBe(8 * RATE);
	const due = rig.looper.tracks[1]!.pending!.due!;
	expect((due - rig.looper.base!.origin) % (2 * RATE)).toBe(0);
	expect(rig.tracks.secondsUntilPending(1)).toBeCloseTo((due - rig.context.frame) / RATE, 9);
	rig.runTo(due + 2 * RATE);
	expect(rig.tracks.phase(1)).toBeCloseTo(0.25, 9);
	rig.runTo(due + 8 * RATE + 1000);
	expect(rig.tracks.tracks[1]).toMatchObject({ state: 'playing', bars: 4, seconds: 8, layers: 1 });
});

test.each([-300, -200, -1, 0, 1, 200, 250, 300])(
	'a press %d ms from the bar line goes out with the frame that the player heard',
	(offset) => {
		const rig = playing();
		const line = rig.transport.frameOf(ticks(4 * BAR));
		rig.runTo(line + RATE);
		const at = perfTime((line / RATE) * 1000 + offset);
		rig.tracks.press(1, 'record', at);
		expect(rig.looper.last('press')?.at).toBe(line + (offset * RATE) / 1000);
	}
);

test('how much of the pass was heard goes from 0 to 1 and begins anew', () => {
	const rig = playing();
	const { origin, length } = rig.looper.base!;
	for (const share of [0, 0.25, 0.75]) {
		rig.runTo(origin + 2 * length + share * length);
		expect(rig.tracks.phase(0)).toBeCloseTo(share, 9);
	}
	rig.jam.startStop();
	expect(rig.tracks.phase(0)).toBe(0);
});

test('a track that is not there is a programmer’s mistake', () => {
	const rig = new TracksRig();
	expect(() => {
		rig.tracks.select(8);
	}).toThrow('no track 8');
	expect(() => {
		rig.tracks.press(-1, 'record', rig.now);
	}).toThrow('no track -1');
});

test('whatever is pressed in whatever order, transport, grid and base stay of one mind', () => {
	const step = fc.oneof(
		fc.record({ kind: fc.constant('tap' as const), wait: fc.integer({ min: 30, max: 600 }) }),
		fc.record({ kind: fc.constant('hold' as const) }),
		fc.record({ kind: fc.constant('press' as const), action: fc.constantFrom(...TRACK_ACTIONS) }),
		fc.record({ kind: fc.constant('keep' as const), bars: fc.integer({ min: 1, max: 4 }) }),
		fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 3000 }) }),
		fc.record({ kind: fc.constant('select' as const), track: fc.integer({ min: 0, max: 2 }) }),
		fc.record({
			kind: fc.constant('jam' as const),
			command: fc.constantFrom('startStop' as const, 'panic' as const)
		}),
		fc.record({
			kind: fc.constant('tracks' as const),
			command: fc.constantFrom(
				'doubleBars' as const,
				'halveBars' as const,
				'cancelPending' as const
			)
		})
	);
	fc.assert(
		fc.property(fc.array(step, { maxLength: 30 }), fc.boolean(), (steps, isMetronome) => {
			const rig = new TracksRig({ countInBars: 1 });
			rig.tracks.change({ tempoFrom: isMetronome ? 'metronome' : 'first-loop' });
			let target = 0;
			for (const act of steps) {
				if (act.kind === 'tap') {
					rig.tap();
					rig.pass(act.wait);
				} else if (act.kind === 'hold') rig.hold();
				else if (act.kind === 'press') rig.press(act.action, target);
				else if (act.kind === 'keep') rig.tracks.keepLast(act.bars, rig.now);
				else if (act.kind === 'wait') rig.pass(act.ms);
				else if (act.kind === 'jam') rig.jam[act.command]();
				else if (act.kind === 'tracks') rig.tracks[act.command]();
				else {
					target = act.track;
					rig.tracks.select(target);
				}
				rig.wake();
				const { grid, base } = rig.looper;
				expect(rig.tracks.grid).toEqual(grid);
				if (!rig.transport.isRunning) expect(grid).toBeNull();
				if (base === null || !rig.transport.isRunning) continue;
				expect(grid).not.toBeNull();
				const line = rig.transport.frameOf(ticks(100 * BAR));
				expect(Math.abs(line - grid!.origin) % grid!.barFrames).toBe(0);
			}
		}),
		{ numRuns: 150, seed: 12 }
	);
});
