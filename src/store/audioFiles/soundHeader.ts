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
	const claim = flacClaim(new DataView(data)) ?? (await otherClaim(new Uint8Array(data)));
	const { container, seconds } = claim;
	const density = densityOf(container);
	if (seconds * density.least > data.byteLength + density.least) {
		throw new AudioRefused(
			'damaged',
			`This file is damaged: it says that it lasts ${Math.round(seconds)} seconds, and is far too small for that. Copy it again from where it came from.`
		);
	}
	// A header that says less than the bytes show is not believed.
	const isCredible = seconds > 0 && data.byteLength <= seconds * density.most + MAX_TAG_BYTES;
	return isCredible ? claim : { ...claim, seconds: data.byteLength / density.assumed };
}

/**
 * What STREAMINFO (RFC 9639, section 8.2) says, 0 seconds if it does not know; null for other files.
 * The library overlooks the greatest lengths and lets a damaged comment take 256 MB.
 */
function flacClaim(view: DataView): SoundHeader | null {
	if (view.byteLength < FLAC_HEADER_BYTES || view.getUint32(0) !== FLAC_NAME) return null;
	const rate = view.getUint32(18) >>> 12;
	if (rate === 0) throw notAudio();
	const channels = ((view.getUint8(20) >> 1) & 0x7) + 1;
	const frames = (view.getUint8(21) & 0xf) * 2 ** 32 + view.getUint32(22);
	return { container: 'FLAC', seconds: frames / rate, channels };
}

/** 0 seconds if the file does not say. */
async function otherClaim(bytes: Uint8Array): Promise<SoundHeader> {
	const { parseBuffer } = await library();
	const { format } = await parseBuffer(bytes, undefined, {
		duration: true,
		skipCovers: true
	}).catch(() => {
		// Whatever the library stumbles over, the file is none that it could name.
		throw notAudio();
	});
	const { container = '', duration = 0, numberOfChannels = 2 } = format;
	if (container === '' || format.hasAudio === false || format.hasVideo === true) throw notAudio();
	const seconds = Number.isFinite(duration) && duration > 0 ? duration : 0;
	return { container, seconds, channels: Math.max(1, numberOfChannels) };
}

/** Loaded when it is first needed, which may be when the network is gone. */
async function library() {
	try {
		return await import('music-metadata');
	} catch {
		throw new AudioRefused(
			'unsupported',
			'What reads FLAC, MP3 and OGG could not be loaded: check the network and try again, or bring in a WAV file.'
		);
	}
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
