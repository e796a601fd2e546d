import type { TapeChunk } from '../audio/looper/protocol';
import {
	renderContent,
	type ReadTape,
	type RenderedLoop,
	type StereoSound
} from '../audio/looper/renderContent';
import type { Course } from '../lib/course';

/** A loop as it sounds over `count` frames from the master frame `from` on. */
export interface Stretches {
	readonly loop: RenderedLoop;
	readonly from: number;
	readonly count: number;
	readonly sampleRate: number;
	readonly read: ReadTape;
}

/** Rendered at once: some tens of milliseconds of work. */
const STRETCH_SECONDS = 2;
/** Each stretch loads the tapes anew, so that long ones are rendered in fewer. */
const MOST_LOADS = 16;

/** The whole of it, stretch by stretch, so that the page stays awake. Rejects when it is called off. */
export async function renderInStretches(
	{ loop, from, count, sampleRate, read }: Stretches,
	{ signal, tell }: Course
): Promise<StereoSound> {
	const whole = { left: new Float32Array(count), right: new Float32Array(count) };
	const readOnce = remembered(read, signal);
	const size = Math.ceil(Math.max(STRETCH_SECONDS * sampleRate, tapeFrames(loop) / MOST_LOADS));
	for (let at = 0; at < count; at += size) {
		signal.throwIfAborted();
		const frames = Math.min(size, count - at);
		const { left, right } = await renderContent(loop, from + at, frames, readOnce);
		whole.left.set(left, at);
		whole.right.set(right, at);
		tell((at + frames) / count);
		await new Promise((resume) => setTimeout(resume, 0));
	}
	return whole;
}

/** How much sound is loaded for a stretch. */
function tapeFrames({ content }: RenderedLoop): number {
	const reaches = new Map<number, number>();
	for (const { tape, from, span } of content.layers) {
		reaches.set(tape, Math.max(reaches.get(tape) ?? 0, from + span));
	}
	return [...reaches.values()].reduce((sum, reach) => sum + reach, 0);
}

/** The audio thread copies each piece of a tape once. */
function remembered(read: ReadTape, signal: AbortSignal): ReadTape {
	const pieces = new Map<string, Promise<TapeChunk>>();
	return (tape, from, frames) => {
		signal.throwIfAborted();
		const place = `${tape} ${from} ${frames}`;
		const piece = pieces.get(place) ?? read(tape, from, frames);
		pieces.set(place, piece);
		return piece;
	};
}
