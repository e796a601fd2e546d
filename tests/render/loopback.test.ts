import { expect, onTestFinished, test } from 'vitest';
import { CalibrationWizard } from '../../src/audio/input/calibrationWizard';
import { Loopback, type LoopbackOptions } from '../../src/audio/input/loopback';
import { perfTime } from '../../src/music/units';

const RATE = 8000;
/** In frames, from the output to the input. */
const DELAY = 1234;

/** A context that runs, with a delay for its room. */
async function openRoom() {
	// The DOM's types do not know of the silent sink yet; no loudspeaker is needed for it.
	const silent = { sinkId: { type: 'none' }, sampleRate: RATE };
	const context = new AudioContext(silent);
	onTestFinished(() => context.close());
	await context.resume();
	const output = context.createGain();
	const room = context.createDelay(1);
	room.delayTime.value = DELAY / RATE;
	output.connect(room);
	const listen = (options: Partial<LoopbackOptions> = {}) =>
		new Loopback({ context, output, input: () => room, ...options });
	return { context, output, listen };
}

test('what is recorded begins with the frame at which the sound does', async () => {
	const { listen } = await openRoom();
	const samples = Float32Array.from({ length: 3000 }, (_, frame) => Math.sin(frame * frame) / 2);
	const heard = (await listen().playAndRecord(samples)) ?? new Float32Array();
	const errors = heard.map((sample, frame) =>
		Math.abs(sample - (frame < DELAY ? 0 : samples[frame - DELAY]!))
	);
	expect(heard).toHaveLength(3000);
	expect(Math.max(...errors)).toBeLessThan(1e-4);
});

test('the wizard finds a delay in the graph to the frame', async () => {
	const loopback = (await openRoom()).listen();
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
	const { context, output, listen } = await openRoom();
	const samples = new Float32Array(1000);
	const loopback = listen();
	const playing = loopback.playAndRecord(samples);
	loopback.stop();
	expect(await playing).toBeNull();
	expect(await listen({ input: () => null }).playAndRecord(samples)).toBeNull();
	await context.suspend();
	const silent = listen({ input: () => output });
	expect(await silent.playAndRecord(samples)).toBeNull();
	expect(silent.playClicks(4, 0.1)).toBeNull();
});

test('a recorder that cannot be fetched is nothing, not an error', async () => {
	const { listen } = await openRoom();
	const lost = listen({ moduleUrl: 'missing.js' });
	expect(await lost.playAndRecord(new Float32Array(1000))).toBeNull();
});

test('clicks are where they are said to be, and end or are stopped', async () => {
	const loopback = (await openRoom()).listen();
	const run = loopback.playClicks(3, 0.1)!;
	const [first, second, third] = run.clicks.at;
	const secondsAhead = (first! - loopback.frameAt(perfTime(performance.now()))) / RATE;
	expect([second! - first!, third! - second!]).toEqual([800, 800]);
	expect(secondsAhead).toBeGreaterThan(0);
	expect(secondsAhead).toBeLessThan(1);
	expect(await run.isWhole).toBe(true);
	const stopped = loopback.playClicks(3, 0.1)!;
	loopback.stop();
	expect(await stopped.isWhole).toBe(false);
});
