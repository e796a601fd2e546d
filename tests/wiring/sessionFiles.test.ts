import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { writeSessionFile } from '../../src/store/sessionFile';
import { readSessionFrom, sessionFileOf } from '../../src/wiring/sessionFiles';
import { manifestOf, trackOf, windowOf } from '../store/sessions/manifests';
import { result, StoreRig } from '../store/sessions/storeRig';

beforeEach(() => {
	vi.useFakeTimers();
});

afterEach(() => {
	vi.useRealTimers();
});

test('a session that is saved to a file can be opened from it, takes and all', async () => {
	const rig = new StoreRig();
	const id = await rig.recorded(4);
	const content = { length: 47_488, layers: [windowOf({ span: 47_488, cycle: 47_488 })] };
	const record = { content, past: [{ length: 0, layers: [] }], future: [] };
	rig.store.note({ tracks: [trackOf({ record })], jam: null });
	await rig.store.settle();
	const opened = result(await rig.store.open(id));
	const written = await sessionFileOf(opened);
	if (written.kind === 'refused') throw new Error(written.sentence);
	const reading = await readSessionFrom(new File([written.file], 'a.continuo'));
	if (reading.kind === 'refused') throw new Error(reading.sentence);
	expect(reading.manifest).toEqual(opened.manifest);
	const tapes: number[] = [];
	for await (const { tape, left } of reading.sounds()) tapes.push(tape, left.length);
	expect(tapes).toEqual([1, 48_000]);
	expect(reading.damage()).toBe('');
});

test('a file whose description is damaged rejects, and is not half opened', async () => {
	const manifest = { ...manifestOf(), tracks: ['no track'] };
	const written = await writeSessionFile(manifest, []);
	if (written.kind === 'refused') throw new Error(written.sentence);
	await expect(readSessionFrom(new File([written.file], 'a.continuo'))).rejects.toThrow();
});
