/**
 * Web Audio for Node: the classes of node-web-audio-api stand where a browser has its own. Import
 * this before anything that makes nodes.
 */
import { RATE } from './sounds';

declare global {
	interface PromiseConstructor {
		withResolvers<T>(): {
			promise: Promise<T>;
			resolve: (value: T | PromiseLike<T>) => void;
			reject: (reason?: unknown) => void;
		};
	}
}

/** Node 20 has none, and node-web-audio-api needs it. */
function withResolvers<T>() {
	let resolve!: (value: T | PromiseLike<T>) => void;
	let reject!: (reason?: unknown) => void;
	const promise = new Promise<T>((settle, fail) => {
		resolve = settle;
		reject = fail;
	});
	return { promise, resolve, reject };
}

if (!('withResolvers' in Promise)) Object.assign(Promise, { withResolvers });
const webAudio = await import('node-web-audio-api');
/** Tone knows the browser's classes as members of the window, and looks once, as it loads. */
Object.assign(globalThis, { self: globalThis, window: globalThis, TONE_SILENCE_LOGGING: true });
for (const [name, value] of Object.entries(webAudio)) {
	if (/^[A-Z]/.test(name)) Object.assign(globalThis, { [name]: value });
}

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
