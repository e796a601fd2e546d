import { Zip, ZipPassThrough } from 'fflate';
import { foldDown } from './audioFiles/foldDown';
import { isWav, readWavHeader } from './audioFiles/wavHeader';
import { readWavSamples } from './audioFiles/wavSamples';
import { writeWav } from './audioFiles/writeWav';
import { AudioRefused } from './audioFiles/audioReading';
import { unzipped, zipEntries, type ZipEntry } from './zipEntries';

/** One tape of a session: left and right are of one length, full scale at 1. */
export interface SessionTape {
	readonly id: number;
	/** In Hz. */
	readonly sampleRate: number;
	readonly left: Float32Array;
	readonly right: Float32Array;
}

/** What writing a session file came to. */
export type SessionWriting =
	| { readonly kind: 'written'; readonly file: Blob }
	| { readonly kind: 'refused'; readonly reason: 'too-large'; readonly sentence: string };

/** A tape in a session file, read when it is wanted, so that one at a time is in memory. */
export interface FiledTape {
	readonly id: number;
	/** A damaged tape costs that tape and not the session. */
	read(): Promise<
		| { readonly kind: 'read'; readonly tape: SessionTape }
		| { readonly kind: 'damaged'; readonly sentence: string }
	>;
}

export type SessionRefusal = 'not-a-session' | 'damaged' | 'newer-version' | 'too-large';

/** What opening a session file came to. */
export type SessionReading =
	| {
			readonly kind: 'read';
			/** As it was given to be written; its meaning is for the caller to check. */
			readonly manifest: Readonly<Record<string, unknown>>;
			/** In the order of their ids. */
			readonly tapes: readonly FiledTape[];
	  }
	| { readonly kind: 'refused'; readonly reason: SessionRefusal; readonly sentence: string };

/** The most that a session file may unpack to, in bytes. */
export interface SessionLimit {
	readonly manifest: number;
	readonly tape: number;
}

/** A tape of half an hour at 48 kHz, with room to spare. */
export const SESSION_LIMIT: SessionLimit = { manifest: 16e6, tape: 1e9 };

const FORMAT = 'continuo-session';
/** Goes up when a file can no longer be read by what was written before. */
const VERSION = 1;
const MANIFEST_NAME = 'manifest.json';
const TAPE_NAME = /^tapes\/(\d{1,15})\.wav$/;
/** What a zip without zip64 can count to, less its directory. */
const MAX_BYTES = 2 ** 32 - 2 ** 24;
const FRAME_BYTES = 8;

/**
 * A session as one file: a zip, stored and not packed, of `manifest.json` and a 32-bit float WAV a
 * tape, which any audio program opens. Tapes are asked for one after another.
 */
export async function writeSessionFile(
	manifest: object,
	tapes: Iterable<SessionTape> | AsyncIterable<SessionTape>
): Promise<SessionWriting> {
	const parts: Blob[] = [];
	let bytes = 0;
	const zip = new Zip((error, chunk) => {
		if (error !== null) throw error;
		bytes += chunk.length;
		// A blob's bytes may lie on the disk; an array's may not.
		parts.push(new Blob([new Uint8Array(chunk)]));
	});
	const add = (name: string, content: Uint8Array) => {
		const entry = new ZipPassThrough(name);
		zip.add(entry);
		entry.push(content, true);
	};
	const json = JSON.stringify({ format: FORMAT, version: VERSION, session: manifest });
	add(MANIFEST_NAME, new TextEncoder().encode(json));
	for await (const { id, sampleRate, left, right } of tapes) {
		if (bytes + left.length * FRAME_BYTES > MAX_BYTES) return tooLargeToWrite;
		add(`tapes/${id}.wav`, writeWav({ sampleRate, channels: [left, right] }, '32f').bytes);
	}
	zip.end();
	return { kind: 'written', file: new Blob(parts, { type: 'application/zip' }) };
}

/** Opens what writeSessionFile made, or the same files zipped anew by another program. */
export async function readSessionFile(
	file: Blob,
	limit: SessionLimit = SESSION_LIMIT
): Promise<SessionReading> {
	const entries = await zipEntries(file);
	if (entries === null) return refused((await beginsAsZip(file)) ? 'damaged' : 'not-a-session');
	const described = entries.find(({ name }) => name === MANIFEST_NAME);
	if (described === undefined) return refused('not-a-session');
	if (described.size > limit.manifest) return refused('too-large');
	const bytes = await unzipped(file, described);
	if (bytes === null) return refused('damaged');
	const session = sessionOf(new TextDecoder().decode(bytes));
	if (typeof session === 'string') return refused(session);
	const tapes = tapesIn(entries);
	if (tapes.some(({ entry }) => entry.size > limit.tape)) return refused('too-large');
	return {
		kind: 'read',
		manifest: session,
		tapes: tapes.map(({ id, entry }) => ({ id, read: () => readTape(file, id, entry) }))
	};
}

function sessionOf(json: string): Readonly<Record<string, unknown>> | SessionRefusal {
	const fields = fieldsOf(json);
	if (fields === null) return 'damaged';
	if (fields.format !== FORMAT) return 'not-a-session';
	const { version, session } = fields;
	if (typeof version === 'number' && version > VERSION) return 'newer-version';
	return version === VERSION && isObject(session) ? session : 'damaged';
}

function fieldsOf(json: string): Record<string, unknown> | null {
	try {
		const fields: unknown = JSON.parse(json);
		return isObject(fields) ? fields : null;
	} catch {
		// Not JSON: the caller says that the file is damaged.
		return null;
	}
}

function tapesIn(entries: readonly ZipEntry[]) {
	return entries
		.flatMap((entry) => {
			const number = TAPE_NAME.exec(entry.name)?.[1];
			return number === undefined ? [] : [{ id: Number(number), entry }];
		})
		.sort((a, b) => a.id - b.id);
}

async function readTape(file: Blob, id: number, entry: ZipEntry) {
	const bytes = await unzipped(file, entry);
	const tape = bytes === null ? null : await tapeOf(id, new DataView(bytes.buffer));
	if (tape !== null) return { kind: 'read', tape } as const;
	const sentence = `Recording ${id} of this session is damaged: the rest can be opened without it.`;
	return { kind: 'damaged', sentence } as const;
}

async function tapeOf(id: number, view: DataView): Promise<SessionTape | null> {
	if (!isWav(view)) return null;
	try {
		const layout = readWavHeader(view);
		const sound = foldDown(await readWavSamples(view, layout), layout.speakers);
		const [left, right] = sound.channels;
		if (left === undefined || right === undefined || layout.missing > 0) return null;
		return { id, sampleRate: sound.sampleRate, left, right };
	} catch (error) {
		if (!(error instanceof AudioRefused)) throw error;
		return null;
	}
}

async function beginsAsZip(file: Blob): Promise<boolean> {
	const bytes = new Uint8Array(await file.slice(0, 4).arrayBuffer());
	return bytes.join() === '80,75,3,4';
}

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const sentences: Readonly<Record<SessionRefusal, string>> = {
	'not-a-session': 'This is not a session of Continuo: choose a file whose name ends in .continuo.',
	damaged: 'This session file is damaged: copy it again from where it came from.',
	'newer-version': 'A newer Continuo wrote this session: reload the page and open it again.',
	'too-large': 'This session is larger than we can open: unpack it as a zip to get its recordings.'
};

const refused = (reason: SessionRefusal): SessionReading => ({
	kind: 'refused',
	reason,
	sentence: sentences[reason]
});

const tooLargeToWrite: SessionWriting = {
	kind: 'refused',
	reason: 'too-large',
	sentence:
		'This session has more than 4 GB of sound, too much for one file: clear tracks, or save the tracks as WAV.'
};
