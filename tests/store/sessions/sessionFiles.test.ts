import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeSlot } from '../../../src/store/sessions/manifestSlot';
import { reasonOf } from '../../../src/store/sessions/sessionError';
import { SessionFiles } from '../../../src/store/sessions/sessionFiles';
import { FRAME_BYTES, HEADER_BYTES } from '../../../src/store/sessions/tapeFormat';
import { rampPiece, TornDisk } from './disks';
import { manifestOf } from './manifests';

const TAPE = 'sessions/s/tapes/3.f32';

describe('a manifest', () => {
	test('whose write is torn at any byte leaves the one before, and the next write succeeds', async () => {
		const size = writeSlot(manifestOf({ id: 's', name: 'new' }), 2).length;
		for (let bytes = 0; bytes < size; bytes += 7) {
			const disk = new TornDisk();
			const files = new SessionFiles(disk);
			await files.writeManifest(manifestOf({ id: 's', name: 'first' }));
			await files.writeManifest(manifestOf({ id: 's', name: 'old' }));
			disk.bytesLeft = bytes;
			await expect(files.writeManifest(manifestOf({ id: 's', name: 'new' }))).rejects.toThrow();
			disk.bytesLeft = Infinity;
			expect((await new SessionFiles(disk).readManifest('s')).name).toBe('old');
			await files.writeManifest(manifestOf({ id: 's', name: 'newer' }));
			expect((await new SessionFiles(disk).readManifest('s')).name).toBe('newer');
		}
	});

	test('is the last that was written, by however many visits', async () => {
		const disk = new TornDisk();
		for (let visit = 0; visit < 5; visit++) {
			const files = new SessionFiles(disk);
			for (const name of [`${visit} a`, `${visit} b`, `${visit} c`]) {
				await files.writeManifest(manifestOf({ id: 's', name }));
				expect((await files.readManifest('s')).name).toBe(name);
			}
		}
	});

	test('of an id that leads elsewhere is refused', async () => {
		const files = new SessionFiles(new TornDisk());
		for (const id of ['', '..', 'a/b', 'a'.repeat(81)]) {
			await expect(files.readManifest(id)).rejects.toThrow('no session');
		}
	});
});

describe('a tape', () => {
	test('holds what was appended, however it is cut into pieces and repeated after failures', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 8 }),
				fc.nat(2000),
				async (lengths, bytesLeft) => {
					const disk = new TornDisk();
					const { tapes } = new SessionFiles(disk);
					let from = 0;
					const pieces = lengths.map((length) => {
						const piece = rampPiece(3, from, length);
						from += length;
						return piece;
					});
					disk.bytesLeft = bytesLeft;
					const failure = await tapes.append('s', 44_100, pieces).catch(reasonOf);
					disk.bytesLeft = Infinity;
					if (failure !== undefined) await tapes.append('s', 44_100, pieces);
					const { left, right } = await tapes.read('s', 3, 0, from);
					expect(left).toEqual(rampPiece(3, 0, from).left);
					expect(right).toEqual(rampPiece(3, 0, from).right);
					expect(await tapes.infos('s')).toEqual({
						tapes: [{ tape: 3, frames: from, sampleRate: 44_100 }],
						damaged: 0
					});
				}
			)
		);
	});

	test('has silence where a stretch is missing, and reads as silence beyond its end', async () => {
		const { tapes } = new SessionFiles(new TornDisk());
		await tapes.append('s', 48_000, [rampPiece(3, 1, 2), rampPiece(3, 100_000, 1)]);
		expect([...(await tapes.read('s', 3, 0, 4)).left]).toEqual([0, 1, 2, 0]);
		expect([...(await tapes.read('s', 3, 99_999, 4)).left]).toEqual([0, 100_000, 0, 0]);
		expect([...(await tapes.read('s', 9, 0, 2)).right]).toEqual([0, 0]);
	});

	test('that was cut anywhere has the whole frames that are left', async () => {
		const disk = new TornDisk();
		const { tapes } = new SessionFiles(disk);
		await tapes.append('s', 48_000, [rampPiece(3, 0, 10)]);
		for (let size = HEADER_BYTES + 10 * FRAME_BYTES; size >= 0; size--) {
			await disk.write(TAPE, size, new Uint8Array(0));
			const { tapes: infos, damaged } = await tapes.infos('s');
			if (size < HEADER_BYTES) expect({ infos, damaged }).toEqual({ infos: [], damaged: 1 });
			else expect(infos[0]?.frames).toBe(Math.floor((size - HEADER_BYTES) / FRAME_BYTES));
		}
	});

	test('whose header is not ours, or is of another version, is counted as damaged', async () => {
		for (const place of [0, 4, 12]) {
			const disk = new TornDisk();
			const { tapes } = new SessionFiles(disk);
			await tapes.append('s', 48_000, [rampPiece(3, 0, 10), rampPiece(4, 0, 5)]);
			const bytes = await disk.read(TAPE, 0, 1000);
			bytes[place] = 99;
			await disk.write(TAPE, 0, bytes);
			const { tapes: infos, damaged } = await tapes.infos('s');
			expect({ tapes: infos.map(({ tape }) => tape), damaged }).toEqual({ tapes: [4], damaged: 1 });
		}
	});
});

describe('a copy', () => {
	test('is the whole session under its own name, and stays when the original goes', async () => {
		const files = new SessionFiles(new TornDisk());
		await files.writeManifest(manifestOf({ id: 's' }));
		await files.tapes.append('s', 48_000, [rampPiece(3, 0, 1000)]);
		await files.duplicate('s', { id: 'copy', name: 'The copy' });
		await files.remove('s');
		expect(await files.ids()).toEqual(['copy']);
		expect(await files.readManifest('copy')).toEqual(manifestOf({ id: 'copy', name: 'The copy' }));
		expect((await files.tapes.read('copy', 3, 0, 1000)).left).toEqual(rampPiece(3, 0, 1000).left);
	});

	test('that does not fit leaves nothing behind', async () => {
		const disk = new TornDisk();
		const files = new SessionFiles(disk);
		await files.writeManifest(manifestOf({ id: 's' }));
		await files.tapes.append('s', 48_000, [rampPiece(3, 0, 1000)]);
		disk.bytesLeft = 100;
		await expect(files.duplicate('s', { id: 'copy' })).rejects.toThrow('full');
		expect(await files.ids()).toEqual(['s']);
	});
});
