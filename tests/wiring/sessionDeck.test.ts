import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SessionManifest } from '../../src/store/sessions/manifest';
import { COMMON_TIME } from '../../src/music/metre';
import { bpm, perfTime, ticks } from '../../src/music/units';
import { note } from '../jam/jamRig';
import { RATE } from '../jam/tracks/fakeLooper';
import { rampPiece } from '../store/sessions/disks';
import { manifestOf, trackOf, windowOf } from '../store/sessions/manifests';
import { result } from '../store/sessions/storeRig';
import { DeckRig } from './deckRig';

const CONTENT = { length: RATE, layers: [windowOf({ tape: 1 })] };
const RECORD = { content: CONTENT, past: [{ length: 0, layers: [] }], future: [] };

let rig: DeckRig;

beforeEach(() => {
	vi.useFakeTimers();
	vi.spyOn(console, 'warn').mockImplementation(() => undefined);
	rig = new DeckRig();
});

afterEach(() => {
	vi.useRealTimers();
	vi.restoreAllMocks();
});

/** A loop on the first track, all of it on the disk. Returns the session's id. */
async function recorded(): Promise<string> {
	const { looper } = rig.session;
	looper.taped.emit(rampPiece(1, 0, RATE));
	looper.restore(0, RECORD, null);
	await looper.read(0, 0, 1);
	expect(await rig.disk.store.settle()).toBe(true);
	return rig.disk.store.current!.id;
}

const manifestIn = async (id: string): Promise<SessionManifest> =>
	result(await rig.disk.store.open(id)).manifest;

/** A session from the disk, as the page opens it. */
const opened = async (id: string) => result(await rig.disk.store.open(id));

const ids = async () => result(await rig.disk.store.list()).map(({ id }) => id);

/** A loop of half a bar with one layer, in which the ear hears one note. Returns the session's id. */
async function recordedAndHeard(): Promise<string> {
	const { looper, jam } = rig.session;
	const heard = windowOf({ from: 0, span: RATE, cycle: RATE });
	const content = { length: RATE, layers: [heard] };
	looper.taped.emit(rampPiece(1, 0, RATE));
	looper.restore(0, { ...RECORD, content }, null);
	await looper.read(0, 0, 1);
	await vi.advanceTimersByTimeAsync(0);
	expect(jam.heard?.layers[0]?.notes).toHaveLength(2);
	await rig.disk.pass();
	expect(await rig.disk.store.settle()).toBe(true);
	return rig.disk.store.current!.id;
}

/** All that is asked has been answered. */
const answered = () => vi.advanceTimersByTimeAsync(0);

test('what was heard goes with its session: it is there at once, and nothing is heard anew', async () => {
	const id = await recordedAndHeard();
	const { jam } = rig.session;
	const before = jam.heard;
	await rig.deck.clear();
	expect(jam.heard).toBeNull();
	rig.ear.told.length = rig.ear.asked.length = 0;
	expect(await rig.deck.bringBack(await opened(id))).toBe('');
	expect(jam.heard).toEqual(before);
	await answered();
	expect([rig.ear.told, rig.ear.asked]).toEqual([[], []]);
});

test('a deleted note stays deleted when its session is opened, and can be brought back', async () => {
	await recordedAndHeard();
	const { jam, tracks } = rig.session;
	tracks.corrections.step(1);
	tracks.corrections.remove();
	expect(jam.heard?.layers[0]?.notes).toEqual([]);
	await rig.disk.pass();
	expect(await rig.disk.store.settle()).toBe(true);
	const { id } = rig.disk.store.current!;
	await rig.deck.clear();
	await rig.deck.bringBack(await opened(id));
	await answered();
	expect(jam.heard?.layers[0]?.notes).toEqual([]);
	tracks.corrections.undo();
	expect(jam.heard?.layers[0]?.notes).toHaveLength(2);
});

test.each([
	['has none', undefined, ''],
	['is damaged', { layers: 'none' }, 'heard anew']
])('a session whose heard part %s is heard anew', async (_, heard, sentence) => {
	const id = await recordedAndHeard();
	const { jam, looper } = rig.session;
	const now = await opened(id);
	const old = { ...(now.manifest.jam as object), heard };
	await rig.deck.clear();
	rig.ear.told.length = 0;
	const said = await rig.deck.bringBack({ ...now, manifest: { ...now.manifest, jam: old } });
	expect(said).toContain(sentence);
	expect(looper.tracks[0]!.record.content.length).toBe(RATE);
	await answered();
	expect(rig.ear.told).toEqual([[1, 0, RATE]]);
	expect(jam.heard?.layers[0]?.notes).toHaveLength(2);
});

test('what was heard is not taken for what another session brings under the same numbers', async () => {
	const id = await recordedAndHeard();
	const { looper, jam } = rig.session;
	const [heard] = looper.tracks[0]!.record.content.layers;
	rig.ear.answer = { kind: 'nothing', why: 'no-notes' };
	const now = await opened(id);
	const other = { ...(now.manifest.jam as object), heard: undefined };
	await rig.deck.bringBack({ ...now, manifest: { ...now.manifest, jam: other } });
	await answered();
	expect(rig.session.state()).toBe('stopped');
	expect(looper.tracks[0]!.record.content.layers).toEqual([heard]);
	expect(jam.heard).toBeNull();
	expect(rig.ear.forgotten).toEqual([1]);
});

test('what is on its way when a session ends belongs to it, and begins no other', async () => {
	const { looper } = rig.session;
	const id = await recorded();
	looper.onWay = () => {
		looper.onWay = () => undefined;
		looper.taped.emit(rampPiece(1, RATE, 1000));
	};
	await rig.deck.clear();
	await rig.disk.store.settle();
	expect(rig.disk.store.current).toBeNull();
	expect(await ids()).toEqual([id]);
	expect(await rig.disk.openedTape(id)).toHaveLength(RATE + 1000);
});

test('a session that ended keeps its takes, although the page is empty', async () => {
	const id = await recorded();
	await rig.deck.clear();
	await rig.disk.pass();
	await rig.disk.store.settle();
	expect(rig.session.state()).toBe('empty');
	expect((await manifestIn(id)).tracks[0]!.record.content).toEqual(CONTENT);
});

test('a session that is brought back is never written without its takes', async () => {
	const id = await recorded();
	await rig.deck.clear();
	await rig.disk.store.settle();
	const before = rig.disk.thread.heard.length;
	await rig.deck.bringBack(await opened(id));
	await rig.disk.pass();
	await rig.disk.store.settle();
	expect(rig.session.state()).toBe('stopped');
	expect(rig.session.looper.filled).toEqual([1]);
	const lengths = rig.disk.thread.heard
		.slice(before)
		.filter((request) => request.kind === 'write')
		.map(({ manifest }) => manifest.tracks[0]?.record.content.length);
	expect(lengths.length).toBeGreaterThan(0);
	expect(new Set(lengths)).toEqual(new Set([RATE]));
});

test('a session with damaged keys stays on the disk, and what is on the page stays there', async () => {
	const id = await recorded();
	const other = await opened(id);
	const damaged = { ...other, manifest: { ...other.manifest, jam: { layers: ['no layer'] } } };
	await expect(rig.deck.bringBack(damaged)).rejects.toThrow();
	expect(rig.session.state()).toBe('stopped');
	expect(rig.disk.store.current?.id).toBe(id);
	expect((await manifestIn(id)).tracks[0]!.record.content).toEqual(CONTENT);
});

test('pinned chords and a set key go with their session', async () => {
	const { chords } = rig.session.jam;
	chords.choose('ii–V–I', 'F');
	const id = await recorded();
	await rig.deck.clear();
	expect(chords.isAnyPinned).toBe(false);
	await rig.disk.store.settle();
	await rig.deck.bringBack(await opened(id));
	expect(chords.text).toBe('| Gm7 | C7 | Fmaj7 | % |');
	expect(chords.key?.name).toBe('F major');
	expect(chords.isKeySet).toBe(true);
});

test('both sections go with their session, with their chords and the place where the player was', async () => {
	const { jam } = rig.session;
	const frame = { metre: COMMON_TIME, bpm: bpm(120), length: ticks(1920) };
	for (const [section, pitch, chords] of [
		['A', 60, 'C'],
		['B', 67, 'G']
	] as const) {
		jam.chooseSection(section, perfTime(0));
		const notes = [note(0, 480, pitch)];
		expect(jam.importParts([{ sound: 'bass', by: 'player', notes }], frame)).toBe('');
		jam.chords.type(chords);
	}
	const before = jam.sections.map(({ layers, ...section }) => ({
		...section,
		notes: layers.map(({ notes }) => notes)
	}));
	const id = await recorded();
	await rig.deck.clear();
	expect(jam.sections.map(({ isPresent, isBlank }) => [isPresent, isBlank])).toEqual([
		[true, true],
		[false, true]
	]);
	await rig.disk.store.settle();
	await rig.deck.bringBack(await opened(id));
	const after = jam.sections.map(({ layers, ...section }) => ({
		...section,
		notes: layers.map(({ notes }) => notes)
	}));
	expect(after).toEqual(before);
	expect(jam.chordsOf('A').text).toBe('| C |');
	expect(jam.chordsOf('B').text).toBe('| G |');
});

test('a session of before there were sections is the first of them', async () => {
	const id = await recorded();
	const now = await opened(id);
	const layer = { sound: 'piano', by: 'player', notes: [note(0, 480, 64)] };
	const old = { length: 1920, barFrames: 0, chords: null, layers: [layer] };
	await rig.deck.bringBack({ ...now, manifest: { ...now.manifest, jam: old } });
	const [a, b] = rig.session.jam.sections;
	expect(a).toMatchObject({ isPresent: true, length: 1920 });
	expect(a?.layers[0]?.notes).toMatchObject(layer.notes);
	expect(b).toMatchObject({ isPresent: false, isBlank: true });
});

test('two sessions that are opened at once come one after the other', async () => {
	const first = await recorded();
	await rig.deck.clear();
	const second = await recorded();
	await rig.deck.clear();
	await rig.disk.store.settle();
	await Promise.all([
		rig.deck.bringBack(await opened(first)),
		rig.deck.bringBack(await opened(second))
	]);
	await rig.disk.store.settle();
	expect(rig.disk.store.current?.id).toBe(second);
	for (const id of [first, second]) {
		expect((await manifestIn(id)).tracks[0]!.record.content).toEqual(CONTENT);
	}
});

test('a session from a file becomes a new one with its name, tapes and takes', async () => {
	const track = trackOf({ record: RECORD });
	const manifest = manifestOf({ tracks: [track], tapes: [1], base: null, jam: null });
	const { left, right } = rampPiece(1, 0, RATE + 512);
	async function* sounds() {
		yield await Promise.resolve({ tape: 1, sampleRate: RATE, left, right });
	}
	await rig.deck.bringIn(manifest, sounds());
	await rig.disk.pass();
	await rig.disk.store.settle();
	const { id, name } = rig.disk.store.current!;
	expect(name).toBe(manifest.name);
	expect(id).not.toBe(manifest.id);
	expect((await manifestIn(id)).tracks[0]!.record.content).toEqual(CONTENT);
	expect(await rig.disk.openedTape(id)).toHaveLength(RATE + 512);
});
