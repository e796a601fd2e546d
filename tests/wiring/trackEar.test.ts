import { expect, test, vi } from 'vitest';
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
		jam: { notice: '', notify: (sentence) => void notices.push(sentence) },
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

test('what is doubtful goes with the notes, by onset: the player says how much counts', async () => {
	const [sure] = NOTES.notes;
	const doubtful = [-0.1, 0.2].map((onset) => ({ ...sure!, onset, likelihood: 0.3 }));
	const { told } = await after({ ...NOTES, doubtful });
	expect(told[0]?.notes).toEqual([doubtful[0], sure, doubtful[1]]);
});

test('the network is fetched once, when the input opens', async () => {
	const { open } = await after(NOTES);
	expect([open(false), open(true), open(false), open(true)]).toEqual([0, 1, 1, 1]);
});

test.each(['too-quiet', 'no-notes'] as const)('%s is one sentence, and no notes', async (why) => {
	const { told, notices, ear } = await after({ kind: 'nothing', why });
	expect(told).toMatchObject([{ layer: { id: 3 }, notes: [] }]);
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
	for (const { ear, notices } of [clipped, flat]) expect(notices).toEqual([ear.port.sentence]);
	const nearly = await after({ ...NOTES, cents: 8 });
	expect(nearly.ear.port.sentence).toContain('8 cents above');
	expect(nearly.notices).toEqual([]);
});

test('a session that is left while the ear is slow leaves no sentence behind', async () => {
	vi.useFakeTimers();
	try {
		const looper = new FakeLooper();
		const slow = new FakeEar(NOTES);
		const answer = new Promise<void>((resolve) => setTimeout(resolve, 10_000));
		const soon = slow.hear.bind(slow);
		slow.hear = (...window) => answer.then(() => soon(...window));
		const ear = new TrackEar({
			looper,
			tracks: { hear: () => undefined },
			input: { changed: new Emitter<void>(), open: null },
			jam: { notice: '', notify: () => undefined },
			ear: slow
		});
		looper.record(1, 0, 1000);
		looper.close(WHOLE);
		ear.forget();
		await vi.advanceTimersByTimeAsync(5000);
		expect(ear.port.sentence).toContain('still being listened to');
		await vi.advanceTimersByTimeAsync(10_000);
		expect(ear.port.sentence).toBe('');
	} finally {
		vi.useRealTimers();
	}
});
