import { describe, expect, test } from 'vitest';
import { RATE } from './sounds';
import { bufferOf, firstSound, render } from './mono';
import { Mixer } from '../../src/audio/mixer';
import { KNEE, softLimited } from '../../src/audio/softLimiter';
import { adoptContext } from '../../src/audio/toneContext';
import type { Channel } from '../../src/music/score';

/** What comes out of the mixer when `samples` go into a strip from `frame` on. */
const through = (
	channel: Channel,
	frame: number,
	samples: AudioBuffer,
	prepare: (mixer: Mixer) => void = () => undefined
) =>
	render(0.5, (context) => {
		const mixer = new Mixer(adoptContext(context), context.destination);
		prepare(mixer);
		const source = new AudioBufferSourceNode(context, { buffer: samples });
		source.connect(mixer.inputs[channel]);
		source.start(frame / RATE);
	});

describe('the mixer with its limiter', () => {
	test.each([
		['live', 0.1, 0],
		['loop', 0.6, 1_234],
		['partner', 5, 128],
		['click', 1 / 256, 4_799]
	] as const)('delays %s by no frame, at level %d', async (channel, level, frame) => {
		expect(
			firstSound(
				await through(
					channel,
					frame,
					bufferOf(64, () => level)
				)
			)
		).toBe(frame);
	});

	test('changes nothing below the knee', async () => {
		const wave = bufferOf(1_000, (frame) => KNEE * Math.sin(frame / 10));
		const samples = await through('live', 0, wave);
		const most = wave
			.getChannelData(0)
			.reduce((worst, sample, frame) => Math.max(worst, Math.abs(sample - samples[frame]!)), 0);
		expect(most).toBeLessThan(1e-6);
	});

	test('never passes full scale', async () => {
		const samples = await through(
			'live',
			0,
			bufferOf(1_000, (frame) => 12 * Math.sin(frame / 10))
		);
		expect(
			samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
		).toBeLessThanOrEqual(1);
	});

	test('is silent on a strip that is muted, and only there', async () => {
		const muteLoop = (mixer: Mixer) => {
			mixer.setMuted('loop', true);
		};
		const signal = bufferOf(1_000, () => 0.5);
		const glided = 4_800;
		expect((await through('loop', glided, signal, muteLoop))[glided + 500]).toBeCloseTo(0, 6);
		expect((await through('live', glided, signal, muteLoop))[glided + 500]).toBeCloseTo(0.5, 6);
	});
});

test('the limiter curve rises without a corner', () => {
	const slope = (x: number) => (softLimited(x + 1e-6) - softLimited(x - 1e-6)) / 2e-6;
	expect(slope(KNEE - 1e-4)).toBeCloseTo(1, 4);
	expect(slope(KNEE + 1e-4)).toBeCloseTo(1, 4);
	for (let x = -8; x < 8; x += 0.01) expect(slope(x)).toBeGreaterThanOrEqual(0);
});
