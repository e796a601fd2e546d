import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeWav } from '../../src/store/audioFiles/writeWav';

/** The rate at which Chromium's fake microphone is exact to the sample. */
export const MICROPHONE_RATE = 44_100;

/** A microphone for Chromium that hears a sound again and again; the browser needs no permission. */
export interface FakeMicrophone {
	readonly flags: readonly string[];
	/** An input that is opened from now on hears this instead, from its beginning. */
	play(samples: Float32Array): Promise<void>;
	remove(): Promise<void>;
}

/** `samples` are mono, at `sampleRate`; the browser resamples other rates than MICROPHONE_RATE. */
export async function fakeMicrophone(
	samples: Float32Array,
	sampleRate = MICROPHONE_RATE
): Promise<FakeMicrophone> {
	const folder = await mkdtemp(join(tmpdir(), 'continuo-microphone-'));
	const file = join(folder, 'microphone.wav');
	const play = (sound: Float32Array) =>
		writeFile(file, writeWav({ sampleRate, channels: [sound] }, '16').bytes);
	await play(samples);
	return {
		play,
		flags: [
			'--use-fake-device-for-media-stream',
			'--use-fake-ui-for-media-stream',
			`--use-file-for-fake-audio-capture=${file}`
		],
		remove: () => rm(folder, { recursive: true })
	};
}

/** A click at the start of each second. */
export const clicks = (seconds: number) =>
	Float32Array.from({ length: seconds * MICROPHONE_RATE }, (_, frame) =>
		frame % MICROPHONE_RATE < 40 ? 0.8 : 0
	);
