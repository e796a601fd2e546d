import { describe, expect, test } from 'vitest';
import { largestStep, RATE } from './sounds';
import { bufferOf, firstSound, lastSound, render } from './mono';
import { ClickInstrument } from '../../src/audio/instruments/clickInstrument';
import { PROBE_AMPLITUDE, ProbeInstrument } from '../../src/audio/instruments/probeInstrument';
import { SampledInstrument, type SampleSet } from '../../src/audio/instruments/sampledInstrument';
import { SynthInstrument } from '../../src/audio/instruments/synthInstrument';
import { FADE_SECONDS, type Instrument, type Voice } from '../../src/audio/instruments/voice';
import { contextTime, pitch, velocity } from '../../src/music/units';

const LOUD = velocity(1);
const C4 = pitch(60);
const LEVEL = 0.5;
const RELEASE_SECONDS = 0.1;
/** The steepest step of a release, and a little for what is left when it is cut off. */
const RELEASE_STEP = LEVEL * (7 / RELEASE_SECONDS / RATE) + 1e-3;
const atFrame = (frame: number) => contextTime(frame / RATE);

/** Constant samples show the gain itself: each step of the output is a step of the envelope. */
const constantSet = (change: Partial<SampleSet> = {}): SampleSet => ({
	isDrums: false,
	releaseSeconds: RELEASE_SECONDS,
	samples: [{ buffer: bufferOf(2 * RATE, () => 1), pitch: C4, gain: LEVEL }],
	...change
});
const sampled = (set: SampleSet) => (output: AudioNode) => new SampledInstrument(set, output);
const synth = (output: AudioNode) => new SynthInstrument(output);
const click = (output: AudioNode) => new ClickInstrument(output);
const probe = (output: AudioNode) => new ProbeInstrument(output);

/** Frames with all sorts of rounding errors on the way to seconds and back. */
const FRAMES = [0, 1, 127, 128, 129, 4_801, 12_345, 20_011, 33_333, 47_777];

/** One note at `frame`, and what is asked of it then, in order. */
const play = (
	make: (output: AudioNode) => Instrument,
	frame: number,
	asked: (voice: Voice) => void = () => undefined,
	number = C4
) =>
	render(1.5, ({ destination }) => {
		asked(make(destination).start(number, LOUD, atFrame(frame)));
	});

const endAt =
	(...times: number[]) =>
	(voice: Voice) => {
		for (const time of times) voice.end(contextTime(time));
	};

const cancelAt = (time: number) => (voice: Voice) => {
	voice.cancel(contextTime(time));
};

describe('a note begins at exactly the frame that is asked for', () => {
	test.each(FRAMES)('sampled, at %d', async (frame) => {
		expect(firstSound(await play(sampled(constantSet()), frame))).toBe(frame);
	});

	test.each([55, 60, 67])('repitched to %d', async (number) => {
		expect(firstSound(await play(sampled(constantSet()), 12_345, undefined, pitch(number)))).toBe(
			12_345
		);
	});

	test('impulses of the probe count the notes of each frame', async () => {
		const samples = await render(1.5, ({ destination }) => {
			const instrument = probe(destination);
			for (const frame of [...FRAMES, 129, 129]) instrument.start(C4, LOUD, atFrame(frame));
		});
		const counts = FRAMES.map((frame) => samples[frame]! / PROBE_AMPLITUDE);
		expect(counts).toEqual(FRAMES.map((frame) => (frame === 129 ? 3 : 1)));
		expect(samples.filter((sample) => sample !== 0)).toHaveLength(FRAMES.length);
	});

	test.each([
		['synth', synth],
		['click', click]
	])('%s, which starts from zero', async (_name, make) => {
		const onset = firstSound(await play(make, 20_011));
		expect(onset).toBeGreaterThanOrEqual(20_011);
		expect(onset).toBeLessThanOrEqual(20_012);
	});
});

describe('a note that is taken back', () => {
	test.each([
		['sampled', sampled(constantSet())],
		['synth', synth],
		['click', click],
		['probe', probe]
	])('before it begins leaves pure silence: %s', async (_name, make) => {
		expect(firstSound(await play(make, RATE - 1, cancelAt(0.51)))).toBe(-1);
	});

	test.each([
		['sampled', sampled(constantSet())],
		['synth', synth]
	])('while it sounds is silent after the fade, without a click: %s', async (_name, make) => {
		const at = 0.5;
		const [whole, samples] = [await play(make, 0), await play(make, 0, cancelAt(at))];
		expect(samples.subarray(0, at * RATE)).toEqual(whole.subarray(0, at * RATE));
		expect(lastSound(samples)).toBeLessThanOrEqual((at + FADE_SECONDS) * RATE);
		const around: [number, number] = [at * RATE - 50, at * RATE + 500];
		const fadeStep = 1 / (FADE_SECONDS * RATE);
		expect(largestStep(samples, ...around)).toBeLessThan(largestStep(whole, ...around) + fadeStep);
	});

	test('while its release rings falls silent without a click', async () => {
		const samples = await play(sampled(constantSet()), 0, (voice) => {
			endAt(0.4)(voice);
			cancelAt(0.41)(voice);
		});
		expect(samples[Math.round(0.41 * RATE)]).toBeGreaterThan(LEVEL / 3);
		expect(lastSound(samples)).toBeLessThanOrEqual((0.41 + FADE_SECONDS) * RATE);
		expect(largestStep(samples, 1)).toBeLessThan(RELEASE_STEP);
	});
});

describe('a note that ends', () => {
	test.each([
		['once', [0.5], 0.5],
		['earlier than planned', [1, 0.5], 0.5],
		['later than planned', [0.5, 1], 1],
		['elsewhere again and again', [0.5, 1, 0.2, 0.7], 0.7]
	])('%s holds its level until then and is silent after the release', async (_n, times, end) => {
		const samples = await play(sampled(constantSet()), 128, endAt(...times));
		expect(samples[Math.floor(end * RATE) - 1]).toBeCloseTo(LEVEL, 6);
		expect(samples[Math.floor((end + 0.03) * RATE)]).toBeLessThan(LEVEL / 4);
		expect(lastSound(samples)).toBeLessThanOrEqual(Math.ceil((end + RELEASE_SECONDS) * RATE));
		expect(largestStep(samples, 200)).toBeLessThan(RELEASE_STEP);
	});

	test('before it begins never sounds', async () => {
		expect(firstSound(await play(sampled(constantSet()), 4_800, endAt(0.05)))).toBe(-1);
	});

	test('on a drum rings out', async () => {
		const samples = await play(sampled(constantSet({ isDrums: true })), 0, endAt(0.1));
		expect(samples[RATE]).toBeCloseTo(LEVEL, 6);
	});
});

test('a drum sounds its own sample at its own speed', async () => {
	const samples = [36, 38].map((number) => ({
		buffer: bufferOf(100, (frame) => (frame + 1) / number),
		pitch: pitch(number),
		gain: 1
	}));
	const [kick, snare] = samples;
	const set = constantSet({ isDrums: true, samples: [kick!, snare!] });
	const sounded = await play(sampled(set), 0, undefined, pitch(38));
	expect([...sounded.subarray(0, 3)]).toEqual(
		[1, 2, 3].map((n) => expect.closeTo(n / 38, 6) as number)
	);
});
