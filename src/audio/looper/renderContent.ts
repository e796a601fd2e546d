import {
	framesToSeam,
	positionAt,
	type LayerWindow,
	type Motion,
	type TrackContent
} from '../../music/looper';
import { BlockPool } from './blockPool';
import { ContentPlayer } from './contentPlayer';
import { Layer, type Content } from './layer';
import { BLOCK_FLOATS, BLOCK_FRAMES, type TapeChunk } from './protocol';
import { Tape } from './tape';

/** Reads part of a tape; what is not there is silent. */
export type ReadTape = (tape: number, from: number, frames: number) => Promise<TapeChunk>;

/** How much of a tape is read at once: the audio thread copies it. */
const READ_FRAMES = 2 ** 15;

/** What a track is, for rendering. */
export interface RenderedLoop {
	readonly content: TrackContent;
	readonly motion: Motion;
}

/** Stereo sound. */
export interface StereoSound {
	readonly left: Float32Array<ArrayBuffer>;
	readonly right: Float32Array<ArrayBuffer>;
}

/** What the loop sounds over `frames` frames from the master frame `from` on, away from the audio thread. */
export async function renderContent(
	{ content, motion }: RenderedLoop,
	from: number,
	frames: number,
	read: ReadTape
): Promise<StereoSound> {
	const sound = { left: new Float32Array(frames), right: new Float32Array(frames) };
	const { length } = content;
	if (length === 0) return sound;
	const loaded = await load(content, read);
	const player = new ContentPlayer(null);
	for (let frame = 0; frame < frames;) {
		const position = positionAt(motion, length, from + frame);
		const end = Math.min(frames, frame + framesToSeam(position, length, motion.rate));
		player.play(loaded, sound, { from: frame, to: end, position, rate: motion.rate });
		frame = end;
	}
	return sound;
}

async function load({ length, layers }: TrackContent, read: ReadTape): Promise<Content> {
	const tapes = new Map<number, Tape>();
	const pool = new BlockPool();
	for (const { tape } of layers) {
		if (tapes.has(tape)) continue;
		tapes.set(tape, await loadTape(tape, reachOf(tape, layers), pool, read));
	}
	const loaded = layers.map((window) => new Layer(window, tapes.get(window.tape)!));
	for (const layer of loaded) while (layer.settle());
	return { length, layers: loaded };
}

/** How much of a tape the layers need. */
const reachOf = (tape: number, layers: readonly LayerWindow[]) =>
	Math.max(...layers.filter((layer) => layer.tape === tape).map(({ from, span }) => from + span));

async function loadTape(
	id: number,
	frames: number,
	pool: BlockPool,
	read: ReadTape
): Promise<Tape> {
	const tape = new Tape(id, -Infinity);
	for (let from = 0; from < frames; from += READ_FRAMES) {
		const { left, right } = await read(id, from, Math.min(READ_FRAMES, frames - from));
		const blocks = Math.ceil(left.length / BLOCK_FRAMES) + 1;
		pool.supply(Array.from({ length: blocks }, () => new ArrayBuffer(BLOCK_FLOATS * 4)));
		tape.append(left, right, pool);
	}
	return tape;
}
