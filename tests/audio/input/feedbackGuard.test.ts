import { describe, expect, test } from 'vitest';
import { FeedbackGuard } from '../../../src/audio/input/feedbackGuard';
import { acousticLoop, MUSIC, RATE } from './stage';

/** The first frame at which it howls, or null; in blocks as the audio thread has them. */
function howlsAt(samples: Float32Array, guard = new FeedbackGuard(RATE)): number | null {
	for (let frame = 0; frame + 128 <= samples.length; frame += 128) {
		const block = samples.subarray(frame, frame + 128);
		guard.process(block, block);
		if (guard.isHowling) return frame + 128;
	}
	return null;
}

const firstAbove = (samples: Float32Array, level: number) =>
	samples.findIndex((sample) => Math.abs(sample) > level);

const loops = [1.1, 1.2, 1.4].flatMap((gain) =>
	[0.005, 0.01, 0.02, 0.03].map((delaySeconds) => ({ gain, delaySeconds }))
);

describe.each(loops)('a loop of $delaySeconds s with a gain of $gain', ({ gain, delaySeconds }) => {
	test('is heard to howl before it is cut off, and soon', () => {
		for (let seed = 0; seed < 6; seed++) {
			const input = acousticLoop({ gain, delaySeconds, seconds: 3, seed: seed * 13 + 1 });
			const clips = firstAbove(input, 0.999);
			// In this room the loop's phase does not fit any resonance, and it is stable.
			if (clips < 0) continue;
			const at = howlsAt(input);
			expect(at).not.toBeNull();
			expect(at).toBeLessThan(clips);
			// As loud as soft speech.
			expect((at! - firstAbove(input, 0.03)) / RATE).toBeLessThan(0.5);
		}
	});
});

test('a loop that slowly begins while somebody plays is heard', () => {
	let howls = 0;
	for (const name of ['a plucked string', 'a voice with vibrato', 'a distorted guitar']) {
		for (let seed = 0; seed < 6; seed++) {
			const sound = MUSIC[name]!(seed).map((sample) => 0.05 * sample);
			const loop = { gain: 1.15, delaySeconds: 0.02, seconds: 4, seed: seed * 13 + 1, sound };
			const input = acousticLoop(loop);
			const clips = firstAbove(input, 0.999);
			if (clips < 0) continue;
			howls++;
			expect(howlsAt(input)).toBeLessThanOrEqual(clips);
		}
	}
	expect(howls).toBeGreaterThan(3);
});

test('a loop too fast to follow is heard once it stands at full level', () => {
	const input = acousticLoop({ gain: 3, delaySeconds: 0.005, seconds: 2, seed: 27 });
	const clips = firstAbove(input, 0.999);
	expect(clips).toBeGreaterThan(0);
	expect((howlsAt(input)! - clips) / RATE).toBeLessThan(0.5);
});

test.each(Object.keys(MUSIC))('%s is no howl', (name) => {
	for (let seed = 0; seed < 5; seed++) {
		expect(howlsAt(MUSIC[name]!(seed))).toBeNull();
	}
});

test('a loop with a gain below 1 is no howl', () => {
	for (let seed = 0; seed < 4; seed++) {
		const sound = MUSIC['a plucked string']!(seed);
		const loop = { gain: 0.9, delaySeconds: 0.01, seconds: 3, seed, sound };
		expect(howlsAt(acousticLoop(loop))).toBeNull();
	}
});

test('it remembers until it is reset, and then listens anew', () => {
	const guard = new FeedbackGuard(RATE);
	const howl = acousticLoop({ gain: 1.4, delaySeconds: 0.02, seconds: 2, seed: 1 });
	const at = howlsAt(howl, guard);
	guard.process(new Float32Array(RATE), new Float32Array(RATE));
	expect(guard.isHowling).toBe(true);
	guard.reset();
	expect(guard.isHowling).toBe(false);
	expect(howlsAt(MUSIC['a plucked string']!(1), guard)).toBeNull();
	guard.reset();
	expect(howlsAt(howl, guard)).toBeGreaterThan(0.5 * at!);
});

test('the size of the blocks changes nothing', () => {
	const howl = acousticLoop({ gain: 1.3, delaySeconds: 0.02, seconds: 2, seed: 1 });
	const whole = new FeedbackGuard(RATE);
	const at = howlsAt(howl)!;
	whole.process(howl.subarray(0, at), howl.subarray(0, at));
	expect(whole.isHowling).toBe(true);
});

test.each([8000, 44_100, 96_000, 192_000])('at %i Hz it hears a growing tone', (rate) => {
	const guard = new FeedbackGuard(rate);
	const tone = Float32Array.from(
		{ length: rate },
		(_, frame) => 10 ** ((-50 + (40 * frame) / rate) / 20) * Math.sin((6000 * frame) / rate)
	);
	guard.process(tone, tone);
	expect(guard.isHowling).toBe(true);
});
