import { inSlices } from './inSlices';
import type { WavLayout } from './wavHeader';
import type { Sound } from './sound';

const SLICE_FRAMES = 2 ** 19;

type SampleAt = (at: number) => number;

/** The samples exactly as written, as far as 32-bit floats hold them: all of 8, 16, 24 and 32f bits. */
export async function readWavSamples(view: DataView, layout: WavLayout): Promise<Sound> {
	const { frames, sampleBytes, dataStart, sampleRate } = layout;
	const channels = Array.from({ length: layout.channels }, () => new Float32Array(frames));
	const sampleAt = readerOf(view, layout);
	const stride = sampleBytes * channels.length;
	await inSlices(frames, SLICE_FRAMES, (from, to) => {
		channels.forEach((samples, channel) => {
			let at = dataStart + from * stride + channel * sampleBytes;
			for (let frame = from; frame < to; frame++, at += stride) samples[frame] = sampleAt(at);
		});
	});
	return { sampleRate, channels };
}

function readerOf(view: DataView, { encoding, sampleBytes }: WavLayout): SampleAt {
	if (encoding === 'float') {
		if (sampleBytes === 8) return (at) => view.getFloat64(at, true);
		return (at) => view.getFloat32(at, true);
	}
	// Only samples of 8 bits have no sign.
	if (sampleBytes === 1) return (at) => (view.getUint8(at) - 2 ** 7) / 2 ** 7;
	if (sampleBytes === 2) return (at) => view.getInt16(at, true) / 2 ** 15;
	if (sampleBytes === 3) {
		return (at) => (view.getInt16(at + 1, true) * 2 ** 8 + view.getUint8(at)) / 2 ** 23;
	}
	return (at) => view.getInt32(at, true) / 2 ** 31;
}
