import { expect, test } from 'vitest';
import { readAudioFile } from '../../src/store/audioFiles/readAudioFile';
import { webDecoder } from '../../src/store/audioFiles/webDecoder';
import flac from '../fixtures/audio/tones.flac?url';
import mp3 from '../fixtures/audio/tones.mp3?url';
import ogg from '../fixtures/audio/tones.ogg?url';
import { loudness } from '../store/audioFiles/loudness';
import { RATE } from './sounds';

const fixture = async (url: string) => new Uint8Array(await (await fetch(url)).arrayBuffer());

/** Reads a file as the app does. */
async function read(bytes: Uint8Array<ArrayBuffer>, rate = RATE) {
	const decoder = webDecoder(new OfflineAudioContext(1, 1, rate));
	const reading = await readAudioFile(bytes.buffer, decoder);
	if (reading.kind === 'refused') return { reason: reading.reason, channels: [] };
	return { reason: null, channels: reading.sound.channels.map((side) => [...side]) };
}

const FILES = { flac, mp3, ogg };

test.each(
	Object.entries(FILES).flatMap(([kind, url]) =>
		[44_100, RATE].map((rate) => [kind, rate, url] as const)
	)
)('the browser decodes %s at %d Hz, left and right in their places', async (_, rate, url) => {
	const { reason, channels } = await read(await fixture(url), rate);
	expect(reason).toBeNull();
	expect(channels).toHaveLength(2);
	// Chromium leaves the last 128 frames of Vorbis out.
	expect(channels[0]!.length).toBeGreaterThanOrEqual(Math.floor((4282 / 44_100) * rate));
	expect(channels[0]!.length).toBeLessThanOrEqual(0.1 * rate);
	expect(channels[0]!.findIndex((sample) => Math.abs(sample) > 0.1)).toBeLessThan(6);
	expect(loudness(channels[0]!, 440, rate)).toBeCloseTo(0.5, 1);
	expect(loudness(channels[1]!, 660, rate)).toBeCloseTo(0.5, 1);
	expect(loudness(channels[0]!, 660, rate)).toBeLessThan(0.05);
});

test('what the browser cannot decode is refused with a reason', async () => {
	expect((await read((await fixture(flac)).fill(7, 42))).reason).toBe('damaged');
	expect((await read(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8))).reason).toBe('not-audio');
});
