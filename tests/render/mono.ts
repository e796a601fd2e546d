import { RATE } from './sounds';

/** The first channel of what `plan` builds. All is planned before the first frame is rendered. */
export async function render(
	seconds: number,
	plan: (context: OfflineAudioContext) => void
): Promise<Float32Array> {
	const context = new OfflineAudioContext(1, Math.round(seconds * RATE), RATE);
	plan(context);
	return (await context.startRendering()).getChannelData(0);
}

export const firstSound = (samples: Float32Array) => samples.findIndex((sample) => sample !== 0);

export const lastSound = (samples: Float32Array) => samples.findLastIndex((sample) => sample !== 0);

/** A buffer that holds `value(frame)`. */
export function bufferOf(frames: number, value: (frame: number) => number): AudioBuffer {
	const buffer = new AudioBuffer({ length: frames, numberOfChannels: 1, sampleRate: RATE });
	buffer.copyToChannel(
		Float32Array.from({ length: frames }, (_, frame) => value(frame)),
		0
	);
	return buffer;
}
