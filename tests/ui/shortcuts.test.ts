import { expect, test } from 'vitest';
import type { DialogName } from '../../src/ui/dialogs/dialogShelf.svelte';
import type { Hands } from '../../src/ui/shortcut';
import { SHORTCUTS } from '../../src/ui/shortcuts';
import { perfTime } from '../../src/music/units';
import { FakeBand, withBand } from '../browser/tracksPage/fakeBand';
import { FakeTracks } from '../browser/tracksPage/fakeTracks';
import { JamRig } from '../jam/jamRig';

const at = perfTime(0);

function hands() {
	const tracks = new FakeTracks();
	const band = new FakeBand();
	const jam = withBand(new JamRig().jam, band);
	const shown: DialogName[] = [];
	const show = (dialog: DialogName) => {
		shown.push(dialog);
	};
	const easyKeys = {
		isOn: false,
		switchTo: (isOn: boolean) => {
			easyKeys.isOn = isOn;
		}
	};
	const follow = {
		isOn: false,
		switchTo: (isOn: boolean) => {
			follow.isOn = isOn;
		}
	};
	return { jam, band, tracks, easyKeys, follow, shown, show } satisfies Hands & {
		shown: DialogName[];
		band: FakeBand;
	};
}

const run = (id: string, on: Hands) =>
	SHORTCUTS.find((shortcut) => shortcut.id === id)!.run(on, at);

test('no two shortcuts are the same action', () => {
	const ids = SHORTCUTS.map(({ id }) => id);
	expect(new Set(ids).size).toBe(ids.length);
});

test('with shift comes after without, so that it is found first from the end', () => {
	for (const [place, { code, withShift = false }] of SHORTCUTS.entries()) {
		if (!withShift) continue;
		const plain = SHORTCUTS.findIndex((other) => other.code === code && other.withShift !== true);
		expect(plain).toBeLessThan(place);
	}
});

test('the pedal works the keys’ loop until an audio track is selected, and then has two edges', () => {
	const on = hands();
	expect(run('pedal', on)).toBeUndefined();
	expect(on.jam.loop.state).not.toBe('empty');
	expect(on.tracks.calls).toEqual([]);
	on.tracks.target = 3;
	run('pedal', on)?.(at);
	expect(on.tracks.calls).toEqual([['pedalDown'], ['pedalUp']]);
});

test.each(['overdub', 'stop', 'play', 'undo', 'redo', 'clear'])('%s goes to the target', (id) => {
	const on = hands();
	run(id, on);
	expect(on.tracks.calls).toEqual([]);
	on.tracks.target = 5;
	run(id, on);
	expect(on.tracks.calls).toEqual([['press', 5, id]]);
});

test('sections have keys of their own, and one that turns to the other', () => {
	const on = hands();
	const present = () => on.jam.sections.find(({ isPresent }) => isPresent)?.name;
	run('section-b', on);
	expect(present()).toBe('B');
	run('section', on);
	expect(present()).toBe('A');
	run('section', on);
	run('section-a', on);
	expect(present()).toBe('A');
});

test('the key for overdubbing finishes the overdub', () => {
	const on = hands();
	on.tracks.target = 0;
	on.tracks.set(0, { state: 'overdubbing', mode: 'overdub' });
	run('overdub', on);
	expect(on.tracks.calls).toEqual([['press', 0, 'finish']]);
});

test('mute mutes and takes the mute off; the keys have none', () => {
	const on = hands();
	run('mute', on);
	on.tracks.target = 1;
	run('mute', on);
	on.tracks.set(1, { state: 'muted' });
	run('mute', on);
	expect(on.tracks.calls).toEqual([
		['press', 1, 'mute'],
		['press', 1, 'unmute']
	]);
});

test('targets are selected by number and one after the other', () => {
	const on = hands();
	for (const id of ['track-8', 'next-track', 'previous-track', 'track-1', 'keys']) run(id, on);
	expect(on.tracks.calls.map(([, target]) => target)).toEqual([7, 'keys', 7, 0, 'keys']);
});

test('the bars of the first loop change only where they can', () => {
	const on = hands();
	run('double-bars', on);
	on.tracks.guess = { bars: 2, bpm: on.jam.bpm, canDouble: true, canHalve: false };
	run('double-bars', on);
	run('halve-bars', on);
	expect(on.tracks.calls).toEqual([['doubleBars']]);
});

test('escape cancels what waits on the keys’ loop and on the tracks', () => {
	const on = hands();
	run('cancel', on);
	expect(on.tracks.calls).toEqual([['cancelPending']]);
});

test('keys go from heard note to heard note; while one is selected, deleting, undo and escape are for notes', () => {
	const on = hands();
	run('next-heard', on);
	run('previous-heard', on);
	on.tracks.corrections.isOpen = true;
	for (const id of ['clear', 'undo', 'cancel']) run(id, on);
	expect(on.tracks.calls).toEqual([
		['stepHeard', 1],
		['stepHeard', -1],
		['removeHeard'],
		['undoHeard'],
		['closeHeard']
	]);
});

test('the bar line of the first loop is moved by beats and by hundredths of a second', () => {
	const on = hands();
	for (const id of ['line-earlier', 'line-later', 'line-beat-earlier', 'line-beat-later'])
		run(id, on);
	expect(on.tracks.calls).toEqual([
		['nudgeLine', -0.01],
		['nudgeLine', 0.01],
		['moveLine', -480],
		['moveLine', 480]
	]);
});

test('one key goes on to the next likely count', () => {
	const on = hands();
	run('next-reading', on);
	expect(on.tracks.calls).toEqual([['nextReading']]);
});

test('one key turns easy keys on and off', () => {
	const on = hands();
	run('easy-keys', on);
	expect(on.easyKeys.isOn).toBe(true);
	run('easy-keys', on);
	expect(on.easyKeys.isOn).toBe(false);
});

test('the input has a key', () => {
	const on = hands();
	run('input', on);
	expect(on.shown).toEqual(['input']);
});

test('six keys command the chair that is under command', () => {
	const on = hands();
	for (const code of [1, 2, 3, 4, 5, 6]) {
		SHORTCUTS.find((shortcut) => shortcut.code === `Digit${code}`)!.run(on, at);
	}
	const told = ['keep', 'swap', 'out', 'less', 'more', 'simpler'];
	expect(on.band.calls).toEqual(told.map((command) => ['tell', command]));
});

test('the chairs are put under command one after the other, round', () => {
	const on = hands();
	for (const id of ['next-chair', 'previous-chair', 'previous-chair']) run(id, on);
	expect(on.band.calls.map(([, chair]) => chair)).toEqual(['harmony', 'lead', 'drums']);
});

test('the key for the mode is for the chair under command', () => {
	const on = hands();
	on.band.command('bass');
	for (let press = 0; press < 4; press++) run('partner-mode', on);
	expect(on.band.calls.slice(1)).toEqual(
		['listen', 'along', 'trade', 'out'].map((mode) => ['change', 'bass', { mode }])
	);
});

test('one key follows the input and lets it go', () => {
	const on = hands();
	run('follow-input', on);
	expect(on.follow.isOn).toBe(true);
	run('follow-input', on);
	expect(on.follow.isOn).toBe(false);
});
