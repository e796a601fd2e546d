import { AudioRefused, MAX_CHANNELS, MAX_RATE, MIN_RATE } from './audioReading';

/** Where the samples of a WAV file lie, and how they are written. */
export interface WavLayout {
	readonly encoding: 'whole' | 'float';
	/** Of one sample of one channel, 1–8. */
	readonly sampleBytes: number;
	readonly channels: number;
	readonly sampleRate: number;
	/** Which speakers the channels are for, as bits; 0 if the file does not say. */
	readonly speakers: number;
	readonly dataStart: number;
	readonly frames: number;
	/** Frames that the header promises and the file does not hold. */
	readonly missing: number;
}

interface Chunk {
	readonly start: number;
	/** As written, whether or not the file is that long. */
	readonly size: number;
}

const CODE_PCM = 1;
const CODE_FLOAT = 3;
const CODE_EXTENSIBLE = 0xfffe;
/** Stands where a size does not fit or was not known, as when a recorder streams. */
const UNKNOWN_SIZE = 0xffffffff;
/** A file of nothing but empty chunks ends here. */
const MAX_CHUNKS = 10_000;
const WHOLE_BYTES = [1, 2, 3, 4];
const FLOAT_BYTES = [4, 8];

export const isWav = (view: DataView) =>
	view.byteLength >= 12 &&
	['RIFF', 'RF64', 'BW64'].includes(nameAt(view, 0)) &&
	nameAt(view, 8) === 'WAVE';

/**
 * Reads the header of RIFF WAVE, RF64 (EBU Tech 3306) and BW64 (ITU-R BS.2088). No size in it is
 * believed beyond the file's own. Throws an AudioRefused.
 */
export function readWavHeader(view: DataView): WavLayout {
	const chunks = chunksOf(view);
	const format = chunks.get('fmt ');
	const data = chunks.get('data');
	if (format === undefined || format.start + 16 > view.byteLength) {
		throw damaged('it does not say how its samples are written');
	}
	if (data === undefined) throw damaged('it has no samples');
	const written = readFormat(view, format);
	const frameBytes = written.sampleBytes * written.channels;
	const promised = Math.floor(dataSize(view, data, chunks.get('ds64')) / frameBytes);
	const held = Math.floor((view.byteLength - data.start) / frameBytes);
	return {
		...written,
		dataStart: data.start,
		frames: Math.min(promised, held),
		missing: Math.max(0, promised - held)
	};
}

/** The first chunk of each name. */
function chunksOf(view: DataView): ReadonlyMap<string, Chunk> {
	const chunks = new Map<string, Chunk>();
	let at = 12;
	for (let count = 0; count < MAX_CHUNKS && at + 8 <= view.byteLength; count++) {
		const name = nameAt(view, at);
		const chunk = { start: at + 8, size: view.getUint32(at + 4, true) };
		if (!chunks.has(name)) chunks.set(name, chunk);
		at = chunk.start + chunk.size;
		// Odd chunks are padded; some programs forget to.
		if (chunk.size % 2 === 1 && !isNameAt(view, at)) at++;
	}
	return chunks;
}

function readFormat(view: DataView, { start, size }: Chunk) {
	const code = view.getUint16(start, true);
	const channels = view.getUint16(start + 2, true);
	const sampleRate = view.getUint32(start + 4, true);
	const frameBytes = view.getUint16(start + 12, true);
	const isExtensible = code === CODE_EXTENSIBLE && size >= 40 && start + 40 <= view.byteLength;
	if (channels === 0 || frameBytes % channels !== 0 || sampleRate === 0) {
		throw damaged('its header contradicts itself');
	}
	if (channels > MAX_CHANNELS) {
		throw unsupported(`it has ${channels} channels, and ${MAX_CHANNELS} is the most we can read`);
	}
	if (sampleRate < MIN_RATE || sampleRate > MAX_RATE) {
		throw unsupported(`its sample rate is ${sampleRate} Hz`);
	}
	const sampleBytes = frameBytes / channels;
	const encoding = encodingOf(isExtensible ? view.getUint16(start + 24, true) : code, sampleBytes);
	const speakers = isExtensible ? view.getUint32(start + 20, true) : 0;
	return { encoding, sampleBytes, channels, sampleRate, speakers };
}

function encodingOf(code: number, sampleBytes: number): WavLayout['encoding'] {
	if (code === CODE_PCM && WHOLE_BYTES.includes(sampleBytes)) return 'whole';
	if (code === CODE_FLOAT && FLOAT_BYTES.includes(sampleBytes)) return 'float';
	throw unsupported(`its samples are written in a way that we do not read (code ${code})`);
}

/** In bytes; Infinity: as far as the file goes. */
function dataSize(view: DataView, data: Chunk, wide: Chunk | undefined): number {
	const riffSize = view.getUint32(4, true);
	if (data.size === UNKNOWN_SIZE && wide !== undefined && wide.start + 16 <= view.byteLength) {
		const [low, high] = [
			view.getUint32(wide.start + 8, true),
			view.getUint32(wide.start + 12, true)
		];
		return high * 2 ** 32 + low;
	}
	// A recorder that was cut off never came to write the sizes.
	const isUnfinished = data.size === 0 && (riffSize === 0 || riffSize === UNKNOWN_SIZE);
	return data.size === UNKNOWN_SIZE || isUnfinished ? Infinity : data.size;
}

const nameAt = (view: DataView, at: number) =>
	String.fromCharCode(...[0, 1, 2, 3].map((offset) => view.getUint8(at + offset)));

const isNameAt = (view: DataView, at: number) =>
	at + 4 <= view.byteLength && /^[\x20-\x7e]{4}$/.test(nameAt(view, at));

const damaged = (what: string) =>
	new AudioRefused(
		'damaged',
		`This WAV file is damaged: ${what}. Copy or export it again from where it came from.`
	);

const unsupported = (what: string) =>
	new AudioRefused(
		'unsupported',
		`This WAV file cannot be read: ${what}. Save it as a plain 16-, 24- or 32-bit WAV in an audio editor.`
	);
