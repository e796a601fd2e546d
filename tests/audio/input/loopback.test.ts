import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AudioContext, AudioWorkletNode } from 'node-web-audio-api';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { CalibrationWizard } from '../../../src/audio/input/calibrationWizard';
import { Loopback } from '../../../src/audio/input/loopback';
import { perfTime } from '../../../src/music/units';

const RATE = 8000;
const DELAY = 1234;
const RECORDER = new URL('../../../src/audio/input/recorder.worklet.ts', import.meta.url);

let folder: string;
let context: AudioContext;
let output: GainNode;
let input: AudioNode | null;
let loopback: Loopback;

/** The library wants it, and Node has it from 22 on. */
function withResolvers() {
	let resolve: (value: unknown) => void = () => {};
	let reject: (reason: unknown) => void = () => {};
	const promise = new Promise((fulfil, fail) => {
		resolve = fulfil;
		reject = fail;
	});
	return { promise, resolve, reject };
}

beforeAll(async () => {
	if (!('withResolvers' in Promise)) Object.assign(Promise, { withResolvers });
	folder = mkdtempSync(join(tmpdir(), 'recorder-'));
	await build({
		configFile: false,
		logLevel: 'warn',
		build: {
			outDir: folder,
			emptyOutDir: true,
			lib: {
				entry: fileURLToPath(RECORDER),
				formats: ['es'],
				fileName: () => 'recorder.js'
			}
		}
	});
});

afterAll(() => {
	rmSync(folder, { recursive: true });
});

beforeEach(async () => {
	vi.stubGlobal('AudioWorkletNode', AudioWorkletNode);
	const silent = { sinkId: { type: 'none' }, sampleRate: RATE };
	context = new AudioContext(silent);
	await context.resume();
	output = context.createGain();
	const delay = context.createDelay(1);
	delay.delayTime.value = DELAY / RATE;
	output.connect(delay);
	input = delay;
	loopback = new Loopback({
		context,
		output,
		input: () => input,
		moduleUrl: join(folder, 'recorder.js')
	});
});

afterEach(async () => {
	await context.close();
	vi.unstubAllGlobals();
});

test('what is recorded begins with the frame at which the sound does', async () => {
	const samples = Float32Array.from({ length: 3000 }, (_, frame) => Math.sin(frame * frame) / 2);
	const recorded = await loopback.playAndRecord(samples);
	expect(recorded).toHaveLength(3000);
	for (let frame = 0; frame < 3000; frame++) {
		const wanted = frame < DELAY ? 0 : samples[frame - DELAY]!;
		expect(Math.abs(recorded![frame]! - wanted)).toBeLessThan(1e-4);
	}
});

test('the wizard finds a delay in the graph to the frame', async () => {
	const wizard = new CalibrationWizard({
		sampleRate: loopback.sampleRate,
		playAndRecord: (samples) => loopback.playAndRecord(samples as Float32Array<ArrayBuffer>),
		playClicks: (count, spacing) => loopback.playClicks(count, spacing),
		stop: () => {
			loopback.stop();
		},
		frameAt: (moment) => loopback.frameAt(moment),
		latencies: () => ({})
	});
	await wizard.measure();
	expect(wizard.result?.delayFrames).toBeCloseTo(DELAY, 2);
});

test('without an input, without audio, or stopped, there is nothing', async () => {
	const samples = new Float32Array(1000);
	const playing = loopback.playAndRecord(samples);
	loopback.stop();
	expect(await playing).toBeNull();
	input = null;
	expect(await loopback.playAndRecord(samples)).toBeNull();
	input = output;
	await context.suspend();
	expect(await loopback.playAndRecord(samples)).toBeNull();
	expect(loopback.playClicks(4, 0.1)).toBeNull();
});

test('a recorder that cannot be fetched is nothing, not an error', async () => {
	const moduleUrl = join(folder, 'missing.js');
	const lost = new Loopback({ context, output, input: () => input, moduleUrl });
	expect(await lost.playAndRecord(new Float32Array(1000))).toBeNull();
});

test('clicks are where they are said to be, and end or are stopped', async () => {
	const run = loopback.playClicks(3, 0.1)!;
	const [first, second, third] = run.clicks.at;
	expect([second! - first!, third! - second!]).toEqual([800, 800]);
	const now = loopback.frameAt(perfTime(performance.now()));
	expect(first! - now).toBeGreaterThan(0);
	expect(first! - now).toBeLessThan(RATE);
	expect(await run.isWhole).toBe(true);
	const stopped = loopback.playClicks(3, 0.1)!;
	loopback.stop();
	expect(await stopped.isWhole).toBe(false);
});
