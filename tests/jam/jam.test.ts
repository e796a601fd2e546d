import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CHAIR_COMMANDS, CHAIR_MODES, CHAIRS } from '../../src/jam/band/face';
import { clicksBetween } from '../../src/jam/metronome';
import { PhraseDesk } from '../../src/jam/phraseDesk';
import { chairOfTrack, savedLoop } from '../../src/jam/savedLoop';
import { TapTempo } from '../../src/jam/tapTempo';
import { Emitter } from '../../src/lib/emitter';
import type { Note } from '../../src/music/note';
import { bpm, perfTime, ticks, type Ticks } from '../../src/music/units';
import { BAR, JamRig, note } from './jamRig';
import { bandRig, LOOP } from './band/bandRig';

const ACTIONS = [
	'record',
	'close',
	'overdub',
	'finish',
	'play',
	'stop',
	'undo',
	'redo',
	'clear'
] as const;
const COMMANDS = ['startStop', 'cancelPending', 'panic'] as const;

test('whatever is pressed in whatever order, the score stays sound', () => {
	const step = fc.oneof(
		fc.record({ kind: fc.constant('press' as const), action: fc.constantFrom(...ACTIONS) }),
		fc.record({ kind: fc.constant('command' as const), name: fc.constantFrom(...COMMANDS) }),
		fc.record({
			kind: fc.constant('tell' as const),
			chair: fc.constantFrom(...CHAIRS),
			command: fc.constantFrom(...CHAIR_COMMANDS)
		}),
		fc.record({
			kind: fc.constant('seat' as const),
			chair: fc.constantFrom(...CHAIRS),
			mode: fc.constantFrom(...CHAIR_MODES)
		}),
		fc.record({ kind: fc.constant('down' as const), key: fc.integer({ min: 58, max: 64 }) }),
		fc.record({ kind: fc.constant('up' as const), key: fc.integer({ min: 58, max: 64 }) }),
		fc.record({ kind: fc.constant('wait' as const), by: fc.integer({ min: 1, max: 2500 }) }),
		fc.record({ kind: fc.constant('tempo' as const), bpm: fc.integer({ min: 40, max: 240 }) }),
		fc.record({
			kind: fc.constant('mode' as const),
			mode: fc.constantFrom('off' as const, 'answer' as const, 'along' as const)
		})
	);
	fc.assert(
		fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
			const rig = new JamRig({ loopBars: 1, mode: 'answer', isMetronomeOn: true });
			const { jam } = rig;
			for (const act of steps) {
				if (act.kind === 'press') rig.press(act.action);
				else if (act.kind === 'command') jam[act.name]();
				else if (act.kind === 'seat') jam.band.change(act.chair, { mode: act.mode });
				else if (act.kind === 'tell') {
					jam.band.command(act.chair);
					jam.band.tell(act.command);
				} else if (act.kind === 'down') rig.down(act.key);
				else if (act.kind === 'up') rig.up(act.key);
				else if (act.kind === 'tempo') jam.setBpm(bpm(act.bpm));
				else if (act.kind === 'mode') jam.change({ mode: act.mode });
				else rig.runTo(rig.transport.position() + act.by, 60);
				const now = rig.transport.position();
				const events = rig.events(now - 100, now + 2 * BAR);
				expect(new Set(events.map(({ key }) => key)).size).toBe(events.length);
				for (const { start, end } of events) expect(end).toBeGreaterThan(start);
				expect(jam.isRunning).toBe(jam.turn.kind !== 'idle');
			}
		}),
		{ numRuns: 150, seed: 11 }
	);
});

test('clicks stand on the beats, and the first of the bar is accented', () => {
	const clicks = [...clicksBetween({ beats: 3, unit: 4 }, ticks(-480), ticks(1920))];
	expect(clicks.map(({ start }) => start)).toEqual([-480, 0, 480, 960, 1440]);
	expect(clicks.map(({ pitch }) => pitch === clicks[1]?.pitch)).toEqual([
		false,
		true,
		false,
		false,
		true
	]);
});

test('the count-in clicks even without the metronome', () => {
	const rig = new JamRig({ countInBars: 1 });
	rig.press('record');
	expect(rig.events(-BAR, BAR).map(({ start }) => start)).toEqual([-1920, -1440, -960, -480]);
});

test.each([
	['even taps', [0, 500, 1000, 1500], 120],
	['one tap astray', [0, 500, 1000, 1400, 1900], 120],
	['a pause begins a new count', [0, 500, 5000, 5600], 100],
	['faster than we play', [0, 100, 200], 240],
	['a single tap', [0], null]
])('tapping: %s', (_, taps, tempo) => {
	const counter = new TapTempo();
	expect(taps.map((tap) => counter.tap(perfTime(tap))).at(-1) ?? null).toBe(tempo);
});

function deskOn(rig: JamRig) {
	const played: { notes: readonly Note[]; from: Ticks }[] = [];
	const player = {
		changed: new Emitter<void>(),
		isPlaying: false,
		play: (notes: readonly Note[], from: Ticks) => played.push({ notes, from }),
		stop: () => undefined
	};
	const metre = { beats: 3, unit: 4 };
	const phrase = { metre, length: ticks(2880), notes: [note(0, 240, 60)] };
	const load = (name: string) =>
		Promise.resolve(name === 'good' ? phrase : 'This phrase cannot be read.');
	return { played, desk: new PhraseDesk({ jam: rig.jam, player, load, now: () => rig.now }) };
}

test('a phrase is recorded into an empty loop of its own metre and length', async () => {
	const rig = new JamRig({ countInBars: 1 });
	const { desk, played } = deskOn(rig);
	await desk.play('good');
	expect(rig.jam.settings).toMatchObject({ metre: { beats: 3, unit: 4 }, loopBars: 2 });
	expect(rig.jam.loop.state).toBe('armed');
	expect(played.map(({ from }) => from)).toEqual([0]);
});

test('while trading, a phrase waits for the player’s next turn', async () => {
	const rig = new JamRig({ mode: 'answer' });
	const { desk, played } = deskOn(rig);
	rig.press('record');
	rig.play(0, 200, 60);
	rig.runTo(BAR + 100);
	await desk.play('good');
	expect(played.map(({ from }) => from)).toEqual([2 * BAR]);
});

test('a damaged phrase is told in a sentence, and the jam goes on', async () => {
	const rig = new JamRig();
	const { desk, played } = deskOn(rig);
	await desk.play('bad');
	expect(rig.jam.notice).toBe('This phrase cannot be read.');
	expect(played).toEqual([]);
});

test('a saved answer follows the loop, on a track that says whose it is', () => {
	const rig = new JamRig({ mode: 'answer' });
	expect(savedLoop(rig.jam)).toBeNull();
	rig.press('record');
	rig.play(0, 200, 60);
	rig.play(960, 200, 64);
	rig.runTo(BAR + 100);
	const saved = savedLoop(rig.jam)!;
	expect(saved.tracks.map(({ name, isByAi }) => [name, isByAi])).toEqual([
		['Player, layer 1', false],
		['Continuo (AI)', true]
	]);
	expect(saved.length).toBe(2 * BAR);
	expect(saved.tracks[1]?.notes.every(({ start }) => start >= BAR)).toBe(true);
});

test('every chair that plays is saved on a track of its own, which says who composed it', () => {
	const rig = bandRig();
	for (const chair of ['keys', 'bass', 'drums'] as const) {
		rig.jam.band.change(chair, { mode: 'along' });
	}
	rig.jam.band.change('harmony', { mode: 'listen' });
	rig.jam.advance();
	rig.jam.startStop();
	rig.runTo(LOOP + BAR);
	rig.jam.band.command('keys');
	rig.jam.band.tell('keep');
	const saved = savedLoop(rig.jam)!;
	expect(saved.tracks.map(({ name, isByAi, sound }) => [name, isByAi, sound])).toEqual([
		['Player, layer 1', false, 'piano'],
		['Continuo keys (AI), layer 2', true, 'piano'],
		['Continuo bass (AI)', true, 'bass'],
		['Continuo drums (AI)', true, 'drums']
	]);
	expect(saved.tracks.map(({ name }) => chairOfTrack(name))).toEqual([
		null,
		'keys',
		'bass',
		'drums'
	]);
	expect(saved.length).toBe(LOOP);
	expect(saved.tracks[2]?.notes).toHaveLength(16);
});

test('what rules alone played is not said to be by a model', () => {
	const rig = bandRig();
	rig.composer.reply = null;
	rig.composer.status = { ...rig.composer.status, kind: 'loading' };
	rig.jam.band.change('bass', { mode: 'along' });
	rig.jam.advance();
	expect(savedLoop(rig.jam)?.tracks[1]).toMatchObject({
		name: 'Continuo bass (rules)',
		isByAi: false
	});
});
