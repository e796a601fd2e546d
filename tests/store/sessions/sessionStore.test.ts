import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { EMPTY_RECORD } from '../../../src/music/looper';
import { bpm, frames } from '../../../src/music/units';
import { MemoryDisk } from '../../../src/store/sessions/memoryDisk';
import type { Outcome, SessionStore } from '../../../src/store/sessions/sessionStore';
import { rampPiece } from './disks';
import { trackOf, windowOf } from './manifests';
import { StoreRig } from './storeRig';

/** Takes the writes that succeed only while it has room. */
class FillingDisk extends MemoryDisk {
	override readonly kind = 'opfs';
	room = Infinity;

	override write(path: string, at: number, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
		if (bytes.length <= this.room) return super.write(path, at, bytes);
		return new MemoryDisk(0).write(path, 0, new Uint8Array(1));
	}
}

const STILL = { at: frames(0), position: 0, rate: 1 };
const OPEN = { tape: 1, from: frames(9000), motion: STILL, mode: null };
const CHUNK = 12_000;

let disk: FillingDisk;
let rig: StoreRig;
let store: SessionStore;

beforeEach(() => {
	vi.useFakeTimers();
	vi.spyOn(console, 'warn').mockImplementation(() => undefined);
	disk = new FillingDisk();
	rig = new StoreRig(disk);
	store = rig.visit();
});

afterEach(() => {
	vi.useRealTimers();
	vi.restoreAllMocks();
});

function result<Result>(outcome: Outcome<Result>): Result {
	if (outcome.kind === 'failed') throw new Error(outcome.reason);
	return outcome.result;
}

/** Lets time pass in which the disk works. */
const pass = (milliseconds = 300) => {
	rig.now += milliseconds;
	return vi.advanceTimersByTimeAsync(milliseconds);
};

/** Records so many pieces on a tape of the store. */
function record(pieces: number, tape = 1, from = 0): void {
	for (let piece = from; piece < from + pieces; piece++) {
		store.tape(rampPiece(tape, piece * CHUNK, CHUNK));
	}
}

/** A session of so many pieces, all on the disk. Returns its id. */
async function recorded(pieces = 4, tape = 1): Promise<string> {
	store.begin(48_000);
	record(pieces, tape);
	store.note({ tracks: [trackOf({ open: { ...OPEN, tape } })] });
	expect(await store.settle()).toBe(true);
	return store.current!.id;
}

async function openedTape(id: string, tape = 1): Promise<number[]> {
	const opened = result(await store.open(id));
	const samples: number[] = [];
	for await (const piece of opened.pieces(tape)) samples.push(...piece.left);
	opened.close();
	return samples;
}

describe('recording', () => {
	test('a session begins with its first take, and what was noted before is in it', async () => {
		store.note({ bpm: bpm(77) });
		await pass();
		expect(store.current).toBeNull();
		expect(result(await store.list())).toEqual([]);
		const id = await recorded(1);
		expect(result(await store.list())).toMatchObject([{ id, seconds: 0.25, failure: null }]);
		expect(result(await store.open(id)).manifest).toMatchObject({ bpm: 77, sampleRate: 48_000 });
	});

	test('the manifest is on the disk before the first sound', async () => {
		await recorded(1);
		const kinds = rig.thread.heard.map(({ kind }) => kind);
		expect(kinds.indexOf('write')).toBeLessThan(kinds.indexOf('append'));
	});

	test('what was noted is written at most four times a second, and the newest is', async () => {
		const id = await recorded(1);
		const writes = () => rig.thread.heard.filter(({ kind }) => kind === 'write').length;
		const before = writes();
		for (let tempo = 60; tempo < 160; tempo++) {
			store.note({ bpm: bpm(tempo) });
			await pass(10);
		}
		await pass();
		expect(writes() - before).toBeGreaterThan(1);
		expect(writes() - before).toBeLessThanOrEqual(6);
		rig.kill(store);
		store = rig.visit();
		expect(result(await store.open(id)).manifest.bpm).toBe(159);
	});

	test('a released tape leaves the disk after the manifest that named it', async () => {
		const id = await recorded(1);
		record(1, 2);
		store.released(1);
		expect(await store.settle()).toBe(true);
		expect(await disk.list(`sessions/${id}/tapes`)).toEqual(['2.f32']);
		const kinds = rig.thread.heard.map(({ kind }) => kind);
		expect(kinds.at(-1)).toBe('release');
		expect(kinds.at(-2)).toBe('write');
	});

	test('the browser is asked to keep our files once, at the first take', async () => {
		expect(rig.persistCalls).toBe(0);
		record(3);
		await pass();
		expect(rig.persistCalls).toBe(1);
		expect(store.isPersistent).toBe(true);
	});

	test('sides of unlike lengths and tapes of an earlier visit are refused', async () => {
		const id = await recorded();
		rig.kill(store);
		store = rig.visit();
		result(await store.open(id)).adopt();
		expect(() => {
			store.tape(rampPiece(1, 0, 10));
		}).toThrow('earlier visit');
		const lame = { ...rampPiece(2, 0, 10), right: new Float32Array(9) };
		expect(() => {
			store.tape(lame);
		}).toThrow('10 frames left, 9 right');
	});
});

describe('after a kill', () => {
	test('the next visit offers the session, and the open recording is a take of it', async () => {
		const id = await recorded(4);
		rig.kill(store);
		store = rig.visit();
		expect(result(await store.unfinished())).toMatchObject({ id, seconds: 1 });
		const { manifest, tapes, sentence } = result(await store.open(id));
		expect(tapes).toEqual([{ tape: 1, frames: 48_000, sampleRate: 48_000 }]);
		expect(manifest.tracks[0]).toMatchObject({
			open: null,
			record: { content: { layers: [{ tape: 1, from: 512, span: 48_000 - 512 }] } }
		});
		expect(sentence).toBe('');
	});

	test('a session that goes on keeps its takes and gets new ones', async () => {
		const id = await recorded();
		rig.kill(store);
		store = rig.visit();
		result(await store.open(id)).adopt();
		expect(store.current?.id).toBe(id);
		record(2, 2);
		expect(await store.settle()).toBe(true);
		expect(await openedTape(id, 1)).toHaveLength(4 * CHUNK);
		expect(await openedTape(id, 2)).toHaveLength(2 * CHUNK);
		expect(result(await store.list())).toHaveLength(1);
	});

	test('a tape that no manifest names yet is laid on an empty track', async () => {
		const id = await recorded(4);
		record(8, 5);
		expect(await store.settle()).toBe(true);
		rig.kill(store);
		store = rig.visit();
		const { tracks } = result(await store.open(id)).manifest;
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
		await recorded();
		expect(result(await store.unfinished())).toBeNull();
	});
});

describe('damage', () => {
	const spoil = async (path: string, bytes: string) => {
		await disk.write(path, 0, new TextEncoder().encode(bytes));
	};

	test('without a manifest that can be read the tapes speak, and the sentence says so', async () => {
		const id = await recorded();
		await spoil(`sessions/${id}/manifest.0.json`, 'rubbish');
		await spoil(`sessions/${id}/manifest.1.json`, '');
		rig.kill(store);
		store = rig.visit();
		const { manifest, sentence } = result(await store.open(id));
		expect(manifest).toMatchObject({ id, name: 'Recovered session', sampleRate: 48_000 });
		expect(manifest.tracks[0]?.record.content.layers).toMatchObject([{ tape: 1 }]);
		expect(sentence).toMatch(/description of this session was lost/);
	});

	test('one that cannot be read has a reason in the list, and the others open', async () => {
		const whole = await recorded();
		await spoil('sessions/empty/manifest.0.json', 'rubbish');
		rig.kill(store);
		store = rig.visit();
		expect(result(await store.list())).toMatchObject([
			{ id: whole, failure: null },
			{ id: 'empty', failure: 'damaged' }
		]);
		expect(await store.open('empty')).toMatchObject({
			kind: 'failed',
			reason: 'damaged',
			sentence: expect.stringMatching(/damaged and cannot be read/) as string
		});
		expect(await openedTape(whole)).toHaveLength(4 * CHUNK);
		expect(result(await store.unfinished())?.id).toBe(whole);
	});

	test('a tape that lacks its end is silent there, and the sentence says how much', async () => {
		const id = await recorded(4);
		const layers = [windowOf({ tape: 1, from: 512, span: 96_000 - 512 })];
		const content = { length: 96_000, layers };
		store.note({ tracks: [trackOf({ record: { ...EMPTY_RECORD, content } })] });
		expect(await store.settle()).toBe(true);
		expect(result(await store.open(id)).sentence).toMatch(/last 1\.0 s .* stay silent/);
		const samples = await openedTape(id);
		expect(samples).toHaveLength(96_000);
		expect(samples[47_999]).toBe(47_999);
		expect(samples.slice(48_000).every((sample) => sample === 0)).toBe(true);
	});

	test('a session that is not there is missing', async () => {
		expect(await store.open('nowhere')).toMatchObject({ kind: 'failed', reason: 'missing' });
		expect(await store.rename('../..', 'x')).toMatchObject({ kind: 'failed', reason: 'missing' });
	});
});

describe('a full disk', () => {
	test('is said before it is full', async () => {
		rig.free = 150e6;
		record(1);
		await pass();
		expect(store.status).toMatchObject({ kind: 'low' });
		expect(store.status.sentence).toMatch(/about 6 minutes/);
		rig.free = 1e12;
		await pass(11_000);
		record(1, 1, 1);
		await pass();
		expect(store.status).toEqual({ kind: 'safe', sentence: '' });
	});

	test('loses nothing: recording goes on in memory, and is written once there is room', async () => {
		record(2);
		await pass();
		disk.room = 0;
		record(20, 1, 2);
		await pass();
		expect(store.status).toMatchObject({ kind: 'full' });
		expect(store.status.sentence).toMatch(/goes on in memory/);
		expect(await store.settle()).toBe(false);
		disk.room = Infinity;
		await pass(3000);
		expect(store.status.kind).toBe('safe');
		expect(await openedTape(store.current!.id)).toEqual([...rampPiece(1, 0, 22 * CHUNK).left]);
	});

	test('beyond the limit of memory it says so, and what is missing is silence in its place', async () => {
		rig.kill(store);
		store = rig.visit({ mostHeldBytes: 3 * CHUNK * 8 });
		disk.room = 0;
		record(5);
		await pass();
		expect(store.status.sentence).toMatch(/memory set aside are full/);
		disk.room = Infinity;
		await pass(3000);
		record(1, 1, 5);
		expect(await store.settle()).toBe(true);
		const samples = await openedTape(store.current!.id);
		expect(samples).toHaveLength(6 * CHUNK);
		expect(samples[3 * CHUNK - 1]).toBe(3 * CHUNK - 1);
		expect(samples[3 * CHUNK]).toBe(0);
		expect(samples[5 * CHUNK]).toBe(5 * CHUNK);
	});

	test('makes room first by what was removed', async () => {
		const old = await recorded();
		result(await store.remove(old));
		await recorded(1, 2);
		disk.room = 0;
		record(1, 2, 1);
		await pass();
		expect(store.canUndoRemove).toBe(false);
		expect(await disk.list('sessions')).not.toContain(old);
	});
});

describe('the shelf', () => {
	test('renames the current session and others', async () => {
		const first = await recorded();
		const second = await recorded(1, 2);
		result(await store.rename(first, 'First'));
		result(await store.rename(second, 'Second'));
		expect(await store.settle()).toBe(true);
		const names = result(await store.list()).map(({ id, name }) => [id, name]);
		expect(new Map(names as [string, string][])).toEqual(
			new Map([
				[first, 'First'],
				[second, 'Second']
			])
		);
	});

	test('a copy is a session of its own', async () => {
		const id = await recorded();
		result(await store.rename(id, 'Tune'));
		const copy = result(await store.duplicate(id));
		expect(result(await store.list()).map(({ name }) => name)).toContain('Tune (copy)');
		result(await store.remove(id));
		expect(await openedTape(copy)).toHaveLength(4 * CHUNK);
	});

	test('what was removed is back after undo, and gone after the next visit', async () => {
		const id = await recorded();
		result(await store.remove(id));
		expect(store.current).toBeNull();
		expect(result(await store.list())).toEqual([]);
		expect(result(await store.undoRemove())).toBe(id);
		expect(await openedTape(id)).toHaveLength(4 * CHUNK);
		result(await store.remove(id));
		rig.kill(store);
		store = rig.visit();
		await pass();
		expect(result(await store.undoRemove())).toBeNull();
		expect(await disk.list('sessions')).toEqual([]);
	});

	test('ten removals can be undone, the newest first', async () => {
		const ids: string[] = [];
		for (let count = 1; count <= 12; count++) ids.push(await recorded(1, count));
		for (const id of ids) result(await store.remove(id));
		for (const id of ids.slice(2).reverse()) expect(result(await store.undoRemove())).toBe(id);
		expect(result(await store.undoRemove())).toBeNull();
		expect(await disk.list('sessions')).toHaveLength(10);
	});
});

describe('two tabs', () => {
	test('a session that another tab has is not offered, opened, renamed or removed', async () => {
		const id = await recorded();
		const other = rig.visit();
		expect(result(await other.unfinished())).toBeNull();
		for (const outcome of [
			await other.open(id),
			await other.rename(id, 'mine'),
			await other.remove(id)
		]) {
			expect(outcome).toMatchObject({ kind: 'failed', reason: 'busy' });
			expect(outcome).toHaveProperty('sentence', expect.stringMatching(/another tab/));
		}
		store.begin(48_000);
		await pass();
		expect(result(await other.open(id)).manifest.id).toBe(id);
	});

	test('what one tab removed is not purged by another that starts', async () => {
		const id = await recorded();
		result(await store.remove(id));
		rig.visit();
		await pass();
		expect(result(await store.undoRemove())).toBe(id);
	});
});

describe('when the worker dies', () => {
	test('a new one gets what the old had not written, and nothing is lost', async () => {
		record(2);
		await pass();
		rig.thread.dieAt = 'append';
		record(5, 1, 2);
		await pass(5000);
		expect(rig.threads).toHaveLength(2);
		expect(store.status.kind).toBe('safe');
		expect(await openedTape(store.current!.id)).toEqual([...rampPiece(1, 0, 7 * CHUNK).left]);
	});

	test('again and again, the status says so, and every call ends', async () => {
		for (let death = 0; death < 4; death++) {
			rig.thread.dieAt = 'list';
			expect(await store.list()).toMatchObject({ kind: 'failed', reason: 'stopped' });
			await pass(10);
		}
		expect(rig.threads).toHaveLength(4);
		expect(store.status).toMatchObject({ kind: 'failed' });
		expect(await store.list()).toMatchObject({ kind: 'failed', reason: 'stopped' });
		record(1);
		expect(await store.settle()).toBe(false);
	});
});

test('without a disk the page says that sessions do not last', async () => {
	store = new StoreRig(new MemoryDisk()).visit();
	await pass();
	expect(store.status).toMatchObject({ kind: 'memory' });
	expect(store.status.sentence).toMatch(/gone when the page closes/);
});
