import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { EMPTY_RECORD } from '../../../src/music/looper';
import { bpm } from '../../../src/music/units';
import { rampPiece } from './disks';
import { trackOf, windowOf } from './manifests';
import { PIECE, result, StoreRig } from './storeRig';

let rig: StoreRig;

beforeEach(() => {
	vi.useFakeTimers();
	vi.spyOn(console, 'warn').mockImplementation(() => undefined);
	rig = new StoreRig();
});

afterEach(() => {
	vi.useRealTimers();
	vi.restoreAllMocks();
});

describe('recording', () => {
	test('a session begins with its first take, and what was noted before is in it', async () => {
		rig.store.note({ bpm: bpm(77) });
		await rig.pass();
		expect(rig.store.current).toBeNull();
		expect(result(await rig.store.list())).toEqual([]);
		const id = await rig.recorded(1);
		expect(result(await rig.store.list())).toMatchObject([{ id, seconds: 0.25, failure: null }]);
		expect(result(await rig.store.open(id)).manifest).toMatchObject({
			bpm: 77,
			sampleRate: 48_000
		});
	});

	test('the manifest is on the disk before the first sound', async () => {
		await rig.recorded(1);
		const kinds = rig.thread.heard.map(({ kind }) => kind);
		expect(kinds.indexOf('write')).toBeLessThan(kinds.indexOf('append'));
	});

	test('what was noted is written at most four times a second, and the newest is', async () => {
		const id = await rig.recorded(1);
		const writes = () => rig.thread.heard.filter(({ kind }) => kind === 'write').length;
		const before = writes();
		for (let tempo = 60; tempo < 160; tempo++) {
			rig.store.note({ bpm: bpm(tempo) });
			await rig.pass(10);
		}
		await rig.pass();
		expect(writes() - before).toBeGreaterThan(1);
		expect(writes() - before).toBeLessThanOrEqual(6);
		rig.kill();
		expect(result(await rig.store.open(id)).manifest.bpm).toBe(159);
	});

	test('a released tape leaves the disk after the manifest that named it', async () => {
		const id = await rig.recorded(1);
		rig.record(1, 2);
		rig.store.released(1);
		expect(await rig.store.settle()).toBe(true);
		expect(await rig.disk.list(`sessions/${id}/tapes`)).toEqual(['2.f32']);
		const kinds = rig.thread.heard.map(({ kind }) => kind);
		expect(kinds.at(-1)).toBe('release');
		expect(kinds.at(-2)).toBe('write');
	});

	test('the browser is asked to keep our files once, at the first take', async () => {
		expect(rig.persistCalls).toBe(0);
		rig.record(3);
		await rig.pass();
		expect(rig.persistCalls).toBe(1);
		expect(rig.store.isPersistent).toBe(true);
	});

	test('sides of unlike lengths and tapes of an earlier visit are refused', async () => {
		const id = await rig.recorded();
		rig.kill();
		result(await rig.store.open(id)).adopt();
		expect(() => {
			rig.store.tape(rampPiece(1, 0, 10));
		}).toThrow('earlier visit');
		const lame = { ...rampPiece(2, 0, 10), right: new Float32Array(9) };
		expect(() => {
			rig.store.tape(lame);
		}).toThrow('10 frames left, 9 right');
	});
});

describe('after a kill', () => {
	test('the next visit offers the session, and the open recording is a take of it', async () => {
		const id = await rig.recorded(4);
		rig.kill();
		expect(result(await rig.store.unfinished())).toMatchObject({ id, seconds: 1 });
		const { manifest, tapes, sentence } = result(await rig.store.open(id));
		expect(tapes).toEqual([{ tape: 1, frames: 48_000, sampleRate: 48_000 }]);
		expect(manifest.tracks[0]).toMatchObject({
			open: null,
			record: { content: { layers: [{ tape: 1, from: 512, span: 48_000 - 512 }] } }
		});
		expect(sentence).toBe('');
	});

	test('a session that goes on keeps its takes and gets new ones', async () => {
		const id = await rig.recorded();
		rig.kill();
		result(await rig.store.open(id)).adopt();
		expect(rig.store.current?.id).toBe(id);
		rig.record(2, 2);
		expect(await rig.store.settle()).toBe(true);
		expect(await rig.openedTape(id, 1)).toHaveLength(4 * PIECE);
		expect(await rig.openedTape(id, 2)).toHaveLength(2 * PIECE);
		expect(result(await rig.store.list())).toHaveLength(1);
	});

	test('a tape that no manifest names yet is laid on an empty track', async () => {
		const id = await rig.recorded(4);
		rig.record(8, 5);
		expect(await rig.store.settle()).toBe(true);
		rig.kill();
		const { tracks } = result(await rig.store.open(id)).manifest;
		expect(tracks.map(({ record }) => record.content.layers[0]?.tape ?? null)).toEqual([
			1,
			5,
			null,
			null,
			null,
			null,
			null,
			null
		]);
	});

	test('this page is not offered its own session', async () => {
		await rig.recorded();
		expect(result(await rig.store.unfinished())).toBeNull();
	});
});

describe('damage', () => {
	const spoil = async (path: string, bytes: string) => {
		await rig.disk.write(path, 0, new TextEncoder().encode(bytes));
	};

	test('without a manifest that can be read the tapes speak, and the sentence says so', async () => {
		const id = await rig.recorded();
		await spoil(`sessions/${id}/manifest.0.json`, 'rubbish');
		await spoil(`sessions/${id}/manifest.1.json`, '');
		rig.kill();
		const { manifest, sentence } = result(await rig.store.open(id));
		expect(manifest).toMatchObject({ id, name: 'Recovered session', sampleRate: 48_000 });
		expect(manifest.tracks[0]?.record.content.layers).toMatchObject([{ tape: 1 }]);
		expect(sentence).toMatch(/description of this session was lost/);
	});

	test('one that cannot be read has a reason in the list, and the others open', async () => {
		const whole = await rig.recorded();
		await spoil('sessions/empty/manifest.0.json', 'rubbish');
		rig.kill();
		expect(result(await rig.store.list())).toMatchObject([
			{ id: whole, failure: null },
			{ id: 'empty', failure: 'damaged' }
		]);
		expect(await rig.store.open('empty')).toMatchObject({
			kind: 'failed',
			reason: 'damaged',
			sentence: expect.stringMatching(/damaged and cannot be read/) as string
		});
		expect(await rig.openedTape(whole)).toHaveLength(4 * PIECE);
		expect(result(await rig.store.unfinished())?.id).toBe(whole);
	});

	test('a tape that lacks its end is silent there, and the sentence says how much', async () => {
		const id = await rig.recorded(4);
		const layers = [windowOf({ tape: 1, from: 512, span: 96_000 - 512 })];
		const content = { length: 96_000, layers };
		rig.store.note({ tracks: [trackOf({ record: { ...EMPTY_RECORD, content } })] });
		expect(await rig.store.settle()).toBe(true);
		expect(result(await rig.store.open(id)).sentence).toMatch(/last 1\.0 s .* stay silent/);
		const samples = await rig.openedTape(id);
		expect(samples).toHaveLength(96_000);
		expect(samples[47_999]).toBe(47_999);
		expect(samples.slice(48_000).every((sample) => sample === 0)).toBe(true);
	});

	test('a session that is not there is missing', async () => {
		expect(await rig.store.open('nowhere')).toMatchObject({ kind: 'failed', reason: 'missing' });
		expect(await rig.store.rename('../..', 'x')).toMatchObject({
			kind: 'failed',
			reason: 'missing'
		});
	});
});
