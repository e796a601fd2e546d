import { expect, test } from 'vitest';
import { ListenError } from '../../src/ears/loop/offlineEar';
import type { HeardRecording } from '../../src/jam/tracks/heardTracks';
import { Emitter } from '../../src/lib/emitter';
import type { HeardLoop } from '../../src/music/ears/heard';
import { TrackEar } from '../../src/wiring/trackEar';
import { windowOf } from '../store/sessions/manifests';
import { FakeEar, FakeLooper, NOTES } from './earRig';

const WHOLE = windowOf({ id: 3, from: 0, span: 1000, cycle: 1000 });

/** A loop is recorded, and the ear says `answer` of it. */
async function after(answer: HeardLoop | ListenError) {
	const looper = new FakeLooper();
	const input = { changed: new Emitter<void>(), open: null as never };
	const told: HeardRecording[] = [];
	const notices: string[] = [];
	const listener = new FakeEar(answer);
	const ear = new TrackEar({
		looper,
		tracks: { hear: (recording) => void told.push(recording) },
		input,
		jam: { notify: (sentence) => void notices.push(sentence) },
		ear: listener
	});
	const open = (isOpen: boolean) => {
		input.open = (isOpen ? {} : null) as never;
		input.changed.emit();
		return listener.prepared;
	};
	looper.record(1, 0, 1000);
	looper.close(WHOLE);
	await new Promise((resolve) => setTimeout(resolve, 0));
	return { ear, told, notices, open };
}

test('the notes of a recording go to the tracks', async () => {
	const { told, notices, ear } = await after(NOTES);
	expect(told).toMatchObject([{ track: 0, layer: { id: 3 }, seconds: 1, notes: [{ pitch: 60 }] }]);
	expect(notices).toEqual([]);
	expect(ear.port.sentence).toBe('');
});

test('the network is fetched once, when the input opens', async () => {
	const { open } = await after(NOTES);
	expect([open(false), open(true), open(false), open(true)]).toEqual([0, 1, 1, 1]);
});

test.each(['too-quiet', 'no-notes'] as const)('%s is one sentence, and no notes', async (why) => {
	const { told, notices, ear } = await after({ kind: 'nothing', why });
	expect(told).toEqual([]);
	expect(notices).toHaveLength(1);
	expect(ear.port.sentence).toBe(notices[0]);
});

test('an ear that fails says why', async () => {
	const error = new ListenError('network-missing');
	const { told, notices } = await after(error);
	expect(told).toEqual([]);
	expect(notices).toEqual([error.message]);
});

test('a recording that clipped, or that is out of tune, is heard, and that is said', async () => {
	const clipped = await after({ ...NOTES, isClipped: true });
	expect(clipped.told).toHaveLength(1);
	expect(clipped.ear.port.sentence).toContain('too loud');
	const flat = await after({ ...NOTES, cents: -23.4 });
	expect(flat.told).toHaveLength(1);
	expect(flat.ear.port.sentence).toContain('23 cents below');
});
