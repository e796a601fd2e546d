import { AudioRefused } from './audioReading';

/** What a file that is not WAV says of itself, as far as its own size makes it credible. */
export interface SoundHeader {
	/** As a player would call it: `FLAC`, `MPEG`, `Ogg`. */
	readonly container: string;
	readonly seconds: number;
	readonly channels: number;
}

/** Bytes that a second of sound takes, whatever it holds. */
interface Density {
	readonly least: number;
	readonly most: number;
	/** Where the file does not say how long it is: few, so that its length is not underrated. */
	readonly assumed: number;
}

/** Whole frames of silence in FLAC come to a few bytes; eight channels of noise at 192 kHz to 4.6 MB. */
const FLAC_DENSITY: Density = { least: 6, most: 4.7e6, assumed: 20_000 };
/** Layer III is 8 to 320 kbit a second. */
const MPEG_DENSITY: Density = { least: 900, most: 41_000, assumed: 4_000 };
/** Vorbis and Opus in silence, and at their best. */
const OTHER_DENSITY: Density = { least: 20, most: 200_000, assumed: 4_000 };

/** Pictures and texts that come with the sound. */
const MAX_TAG_BYTES = 20e6;
/** `fLaC`, with which STREAMINFO begins. */
const FLAC_NAME = 0x664c6143;
const FLAC_HEADER_BYTES = 42;

/**
 * Reads the header and, where that is the only way to learn how long the sound is, the frames'
 * headers. Throws an AudioRefused.
 */
export async function readSoundHeader(data: ArrayBuffer): Promise<SoundHeader> {
	const format = await formatOf(new Uint8Array(data));
	const { container = '', numberOfChannels: channels = 2 } = format;
	const duration = flacSeconds(new DataView(data)) ?? format.duration;
	if (container === '' || format.hasAudio === false || format.hasVideo === true) throw notAudio();
	const density = densityOf(container);
	const isKnown = duration !== undefined && Number.isFinite(duration) && duration > 0;
	if (isKnown && duration * density.least > data.byteLength + density.least) {
		throw new AudioRefused(
			'damaged',
			`This file is damaged: it says that it lasts ${Math.round(duration)} seconds, and is far too small for that. Copy it again from where it came from.`
		);
	}
	// A header that says less than the bytes show is not believed.
	const isCredible = isKnown && data.byteLength <= duration * density.most + MAX_TAG_BYTES;
	const seconds = isCredible ? duration : data.byteLength / density.assumed;
	return { container, seconds, channels: Math.max(1, channels) };
}

async function formatOf(bytes: Uint8Array) {
	const { parseBuffer } = await import('music-metadata');
	try {
		const { format } = await parseBuffer(bytes, undefined, { duration: true, skipCovers: true });
		return format;
	} catch {
		// Whatever the library stumbles over, the file is none that we could name.
		throw notAudio();
	}
}

/**
 * What STREAMINFO (RFC 9639, section 8.2) says: the library overlooks the greatest of the counts.
 * Null for other files and where the count is not known.
 */
function flacSeconds(view: DataView): number | null {
	if (view.byteLength < FLAC_HEADER_BYTES || view.getUint32(0) !== FLAC_NAME) return null;
	const rate = view.getUint32(18) >>> 12;
	const frames = (view.getUint8(21) & 0xf) * 2 ** 32 + view.getUint32(22);
	return rate > 0 && frames > 0 ? frames / rate : null;
}

function densityOf(container: string): Density {
	if (container === 'FLAC') return FLAC_DENSITY;
	return container.startsWith('MPEG') ? MPEG_DENSITY : OTHER_DENSITY;
}

const notAudio = () =>
	new AudioRefused(
		'not-audio',
		'This is not a sound file that we know, or its beginning is damaged: bring in WAV, FLAC, MP3 or OGG.'
	);
