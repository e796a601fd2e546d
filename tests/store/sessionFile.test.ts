import { strFromU8, unzipSync, zipSync, strToU8 } from 'fflate';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSessionFile, writeSessionFile, type SessionTape } from '../../src/store/sessionFile';
import { sine } from './audioFiles/sounds';

const manifest = { name: 'Žofie ♪', tracks: [{ level: 0.5, layers: [1, 2] }], jam: null };
const tape = (id: number, frames: number, sampleRate = 48_000): SessionTape => ({
	id,
	sampleRate,
	left: sine(frames, 440, sampleRate, 3),
	right: sine(frames, 660, sampleRate)
});

async function write(tapes: readonly SessionTape[]): Promise<Blob> {
	const writing = await writeSessionFile(manifest, tapes);
	if (writing.kind !== 'written') throw new Error(writing.sentence);
	return writing.file;
}

async function read(file: Blob) {
	const reading = await readSessionFile(file);
	if (reading.kind !== 'read') throw new Error(reading.sentence);
	return reading;
}

async function tapesOf(file: Blob) {
	const tapes: SessionTape[] = [];
	for (const filed of (await read(file)).tapes) {
		const reading = await filed.read();
		if (reading.kind !== 'read') throw new Error(reading.sentence);
		tapes.push(reading.tape);
	}
	return tapes;
}

async function refusal(file: Blob) {
	const reading = await readSessionFile(file);
	if (reading.kind !== 'refused') throw new Error('the file was read');
	expect(reading.sentence).toMatch(/^[A-Z][^\n]*: [^\n]*\.$/);
	return reading.reason;
}

const bytesOf = async (file: Blob) => new Uint8Array(await file.arrayBuffer());
const zipOf = (files: Readonly<Record<string, Uint8Array>>, level: 0 | 9 = 0) =>
	new Blob([zipSync(files, { level })]);
const manifestOf = (json: unknown) => zipOf({ 'manifest.json': strToU8(JSON.stringify(json)) });

test('manifest and tapes come back bit by bit, at their own sample rates', async () => {
	const tapes = [tape(3, 1000), tape(12, 0), tape(100, 777, 44_100)];
	const file = await write(tapes);
	expect((await read(file)).manifest).toEqual(manifest);
	expect(await tapesOf(file)).toEqual(tapes);
});

test('any samples come back, from tapes that are made one by one', async () => {
	const samples = fc.float32Array({ maxLength: 40 });
	await fc.assert(
		fc.asyncProperty(fc.array(samples, { maxLength: 5 }), async (all) => {
			const tapes = all.map((left, id) => ({
				id,
				sampleRate: 48_000,
				left,
				right: left.toReversed()
			}));
			async function* oneByOne() {
				for (const one of tapes) yield await Promise.resolve(one);
			}
			const writing = await writeSessionFile(manifest, oneByOne());
			if (writing.kind !== 'written') throw new Error(writing.sentence);
			expect(await tapesOf(writing.file)).toEqual(tapes);
		}),
		{ numRuns: 30 }
	);
});

test('the file is a zip that any program opens, with a manifest that says what it is', async () => {
	const files = unzipSync(await bytesOf(await write([tape(7, 10)])));
	expect(Object.keys(files)).toEqual(['manifest.json', 'tapes/7.wav']);
	expect(JSON.parse(strFromU8(files['manifest.json']!))).toEqual({
		format: 'continuo-session',
		version: 1,
		session: manifest
	});
});

test('the same files packed by another program are read', async () => {
	const tapes = [tape(7, 3000)];
	const files = unzipSync(await bytesOf(await write(tapes)));
	const packed = zipOf({ ...files, 'tapes/readme.txt': strToU8('hello') }, 9);
	expect(await tapesOf(packed)).toEqual(tapes);
});

test('a damaged tape costs that tape, and the others are read', async () => {
	const bytes = await bytesOf(await write([tape(1, 1000), tape(2, 1000)]));
	bytes[4000]! ^= 1;
	const { tapes } = await read(new Blob([bytes]));
	expect(await tapes[0]?.read()).toEqual({
		kind: 'damaged',
		sentence: 'Recording 1 of this session is damaged: the rest can be opened without it.'
	});
	expect((await tapes[1]?.read())?.kind).toBe('read');
});

test.each([
	['nothing', new Blob([]), 'not-a-session'],
	['text', new Blob(['not a session']), 'not-a-session'],
	['a zip of something else', zipOf({ 'a.txt': strToU8('a') }), 'not-a-session'],
	['another format', manifestOf({ format: 'other', version: 1, session: {} }), 'not-a-session'],
	['no JSON', zipOf({ 'manifest.json': strToU8('{') }), 'damaged'],
	['a list', manifestOf([]), 'damaged'],
	['no session', manifestOf({ format: 'continuo-session', version: 1 }), 'damaged'],
	['version zero', manifestOf({ format: 'continuo-session', version: 0, session: {} }), 'damaged'],
	[
		'a newer version',
		manifestOf({ format: 'continuo-session', version: 2, session: {} }),
		'newer-version'
	]
])('%s is refused', async (_, file, reason) => {
	expect(await refusal(file)).toBe(reason);
});

test('a file that was cut short anywhere is refused', async () => {
	const file = await write([tape(1, 100), tape(2, 100)]);
	for (let size = 4; size < file.size; size += 7) {
		expect(await refusal(file.slice(0, size))).toBe('damaged');
	}
});

test('more than the limit is refused before it is unpacked', async () => {
	const file = await write([tape(1, 1000)]);
	const tight = await readSessionFile(file, { manifest: 1e6, tape: 7000 });
	expect(tight.kind === 'refused' && tight.reason).toBe('too-large');
	const tighter = await readSessionFile(file, { manifest: 10, tape: 1e6 });
	expect(tighter.kind === 'refused' && tighter.reason).toBe('too-large');
});

/** Sets a field of every directory entry, or of the one at `index`. */
function lie(bytes: Uint8Array, offset: number, value: number, index: number): Blob {
	const lying = bytes.slice();
	const view = new DataView(lying.buffer);
	let entry = -1;
	for (let at = 0; at + 4 <= lying.length; at++) {
		if (view.getUint32(at, true) !== 0x02014b50) continue;
		entry++;
		if (entry === index) view.setUint32(at + offset, value, true);
	}
	return new Blob([lying]);
}

test('a zip that claims to unpack to more than it can is refused', async () => {
	const files = unzipSync(await bytesOf(await write([tape(1, 1000)])));
	const bytes = await bytesOf(zipOf(files, 9));
	const [SIZE, PACKED] = [24, 20];
	expect(await refusal(lie(bytes, SIZE, 0xffffffff, 1))).toBe('damaged');
	expect(await refusal(lie(bytes, PACKED, bytes.length + 1, 1))).toBe('damaged');
	expect(await refusal(lie(bytes, SIZE, 5000, 0))).toBe('damaged');
	const short = (await read(lie(bytes, SIZE, 100, 1))).tapes[0];
	expect((await short?.read())?.kind).toBe('damaged');
});

test('whatever byte of a session is changed, nothing is thrown', async () => {
	const bytes = await bytesOf(await write([tape(1, 20)]));
	for (let at = 0; at < bytes.length; at++) {
		const changed = bytes.slice();
		changed[at]! ^= 1 << (at % 8);
		const reading = await readSessionFile(new Blob([changed]));
		if (reading.kind !== 'read') continue;
		for (const filed of reading.tapes) await filed.read();
	}
});

test('more than 4 GB is refused in words, and nothing of it is held', async () => {
	const huge: SessionTape = {
		...tape(1, 1),
		left: new Proxy(new Float32Array(1), {
			get: (samples, field) =>
				field === 'length' ? 2 ** 30 : (Reflect.get(samples, field) as unknown)
		})
	};
	expect(await writeSessionFile(manifest, [huge])).toMatchObject({
		kind: 'refused',
		reason: 'too-large'
	});
});
