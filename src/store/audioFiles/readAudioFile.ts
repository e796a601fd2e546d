import {
	AUDIO_LIMIT,
	AudioRefused,
	checkLength,
	type AudioLimit,
	type AudioReading
} from './audioReading';
import { foldDown, USUAL_SPEAKERS } from './foldDown';
import { resample } from './resample';
import { frameCount, type Sound } from './sound';
import { readSoundHeader } from './soundHeader';
import { isWav, readWavHeader } from './wavHeader';
import { readWavSamples } from './wavSamples';

/** What decodes FLAC, MP3 and OGG: the browser. */
export interface AudioDecoder {
	/** In Hz: what every file that is read comes out at. */
	readonly sampleRate: number;
	/** May take the data away; rejects for what it cannot decode. */
	decode(data: ArrayBuffer): Promise<Sound>;
}

/** A sound on its way in. */
interface Decoded {
	readonly sound: Sound;
	/** Bits of WAVE_FORMAT_EXTENSIBLE; 0 if nobody knows. */
	readonly speakers: number;
	readonly remarks: readonly string[];
}

/**
 * Left and right of a WAV, FLAC, MP3 or OGG file at the decoder's sample rate. How long it is, is
 * learnt from the header before anything is decoded, and no header is believed beyond the file's
 * own size. WAV of the same rate comes out exactly as written.
 */
export async function readAudioFile(
	file: Blob | ArrayBuffer,
	decoder: AudioDecoder,
	limit: AudioLimit = AUDIO_LIMIT
): Promise<AudioReading> {
	try {
		const data = await dataOf(file, limit);
		const view = new DataView(data);
		const decoded = isWav(view)
			? await decodeWav(view, decoder.sampleRate, limit)
			: await decodeOther(data, decoder, limit);
		if (frameCount(decoded.sound) === 0) throw empty();
		return { kind: 'read', ...(await finish(decoded, decoder.sampleRate)) };
	} catch (error) {
		if (!(error instanceof AudioRefused)) throw error;
		return { kind: 'refused', reason: error.reason, sentence: error.message };
	}
}

async function dataOf(file: Blob | ArrayBuffer, limit: AudioLimit): Promise<ArrayBuffer> {
	const size = file instanceof Blob ? file.size : file.byteLength;
	if (size === 0) throw empty();
	// 64-bit floats take twice what they come to.
	if (size > limit.bytes * 2) {
		throw new AudioRefused(
			'too-long',
			`This file has ${Math.round(size / 1e6)} MB, more than we can hold: cut it in an audio editor and bring in the part that you need.`
		);
	}
	if (file instanceof ArrayBuffer) return file;
	try {
		return await file.arrayBuffer();
	} catch {
		// The file was moved or changed since it was chosen, or its disk is gone.
		throw new AudioRefused('damaged', 'This file cannot be opened any more: choose it again.');
	}
}

async function decodeWav(view: DataView, rate: number, limit: AudioLimit): Promise<Decoded> {
	const layout = readWavHeader(view);
	const { frames, channels, sampleRate, missing, speakers } = layout;
	const heldRate = Math.max(rate, sampleRate);
	checkLength({ seconds: frames / sampleRate, channels }, heldRate, limit);
	const remarks =
		missing > 0 && Number.isFinite(missing)
			? ['The file ends before its header says: what is there was read.']
			: [];
	return { sound: await readWavSamples(view, layout), speakers, remarks };
}

async function decodeOther(
	data: ArrayBuffer,
	decoder: AudioDecoder,
	limit: AudioLimit
): Promise<Decoded> {
	const header = await readSoundHeader(data);
	checkLength(header, decoder.sampleRate, limit);
	const sound = await decoder.decode(data).catch(() => {
		throw new AudioRefused(
			'damaged',
			`This ${header.container} file could not be decoded: it is damaged, or this browser does not know its kind. Open it in an audio editor and save it as WAV.`
		);
	});
	const channels = sound.channels.length;
	checkLength({ seconds: frameCount(sound) / sound.sampleRate, channels }, sound.sampleRate, limit);
	return { sound, speakers: USUAL_SPEAKERS[channels] ?? 0, remarks: [] };
}

async function finish(
	{ sound, speakers, remarks }: Decoded,
	rate: number
): Promise<{ readonly sound: Sound; readonly remarks: readonly string[] }> {
	const said = [...remarks];
	const wrong = sound.channels.reduce((sum, samples) => sum + hushWrong(samples), 0);
	if (wrong > 0) said.push(`${wrong} samples of the file were no numbers and became silence.`);
	if (sound.channels.length > 2) {
		said.push(`The file has ${sound.channels.length} channels: they were folded down to stereo.`);
	}
	const stereo = foldDown(sound, speakers);
	if (stereo.sampleRate === rate) return { sound: stereo, remarks: said };
	said.push(`The file was converted from ${sound.sampleRate} Hz to ${rate} Hz.`);
	const channels = await resample(stereo.channels, stereo.sampleRate, rate);
	return { sound: { sampleRate: rate, channels }, remarks: said };
}

/** Returns how many samples were no finite numbers; they are 0 now. */
function hushWrong(samples: Float32Array): number {
	let wrong = 0;
	for (let frame = 0; frame < samples.length; frame++) {
		if (Number.isFinite(samples[frame]!)) continue;
		samples[frame] = 0;
		wrong++;
	}
	return wrong;
}

const empty = () =>
	new AudioRefused('empty', 'This file holds no sound: choose another, or record it anew.');
