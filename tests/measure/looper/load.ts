import { QUANTUM } from '../../../src/lib/frameCounter';
import { BLOCK_FRAMES, BLOCK_FLOATS, FADE_FRAMES } from '../../../src/audio/looper/protocol';
import { TRACK_COUNT, type TrackAction, type TrackRecord } from '../../../src/music/looper';
import { frames } from '../../../src/music/units';
import { LooperRig, noise, RATE } from '../../audio/looper/looperRig';

const LENGTH = 60 * RATE;
const BLOCKS = 22_500;
const WARM_UP = 4000;
const QUANTUM_MS = (QUANTUM / RATE) * 1000;

/** What a block costs, as a share of the time there is for it; worst of normal, reverse and half speed. */
export interface LoadFigures {
	readonly median: number;
	readonly p99: number;
	/** Bytes that a block allocated, on average over a steady minute. */
	readonly allocatedBytes: number;
	/** Memory held, against the sound in it. */
	readonly memoryRatio: number;
}

function recordOf(tape: number): TrackRecord {
	const window = { id: tape, tape, from: FADE_FRAMES, span: LENGTH, at: 0, rate: 1, cycle: LENGTH };
	const layers = [{ ...window, under: 1, likeness: 0.5 }];
	return { content: { length: LENGTH, layers }, past: [], future: [] };
}

/** Eight stereo tracks of 60 s. */
function fullLooper(): LooperRig {
	const rig = new LooperRig();
	const chunk = Float32Array.from({ length: RATE }, (_, frame) => noise(frame) / 8);
	for (let track = 0; track < TRACK_COUNT; track++) {
		rig.supply(Math.ceil((LENGTH + FADE_FRAMES) / BLOCK_FRAMES) + 1);
		rig.core.fillTape(track + 1, chunk.slice(0, FADE_FRAMES), chunk.slice(0, FADE_FRAMES));
		for (let second = 0; second < 60; second++) rig.core.fillTape(track + 1, chunk, chunk);
		rig.core.restore(track, recordOf(track + 1), { origin: frames(0), length: frames(LENGTH) });
	}
	rig.core.start(frames(0));
	return rig;
}

function timesWith(action: TrackAction | null): number[] {
	const rig = fullLooper();
	for (let track = 0; action !== null && track < TRACK_COUNT; track++) {
		rig.block();
		rig.press(action, rig.now, track);
	}
	const times: number[] = [];
	for (let block = 0; block < BLOCKS + WARM_UP; block++) {
		const begun = performance.now();
		rig.process();
		if (block >= WARM_UP) times.push((performance.now() - begun) / QUANTUM_MS);
	}
	return times.sort((left, right) => left - right);
}

export function measureLoad(): LoadFigures {
	const runs = ([null, 'reverse', 'half'] as const).map(timesWith);
	const at = (share: number) =>
		Math.max(...runs.map((times) => times[Math.floor(share * (times.length - 1))]!));
	const rig = fullLooper();
	const { pool, ring } = rig.core;
	const sound = TRACK_COUNT * (LENGTH + FADE_FRAMES) * 8 + ring.size * 8;
	const held = pool.total * BLOCK_FLOATS * 4 + ring.size * 8;
	return {
		median: at(0.5),
		p99: at(0.99),
		allocatedBytes: allocatedIn(rig) / BLOCKS,
		memoryRatio: held / sound
	};
}

/** Less what the reading of the heap's size allocates itself. */
function allocatedIn(rig: LooperRig): number {
	for (let block = 0; block < WARM_UP; block++) rig.process();
	const reading = leastGrowth(() => undefined);
	const minute = leastGrowth(() => {
		for (let block = 0; block < BLOCKS; block++) rig.process();
	});
	return Math.max(0, minute - reading);
}

/** In bytes; the least of five runs: what other code of the process allocates meanwhile is not ours. */
function leastGrowth(act: () => void): number {
	const runs = [0, 1, 2, 3, 4].map(() => {
		const before = process.memoryUsage().heapUsed;
		act();
		return process.memoryUsage().heapUsed - before;
	});
	return Math.min(...runs.map((bytes) => (bytes < 0 ? Infinity : bytes)));
}
