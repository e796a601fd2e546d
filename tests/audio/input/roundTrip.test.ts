import { describe, expect, test } from 'vitest';
import { calibrationSignal } from '../../../src/audio/input/calibrationSignal';
import { findRoundTrip, type RoundTrip } from '../../../src/audio/input/roundTrip';
import { seededRandom } from '../../../src/lib/random';
import {
	delayed,
	echoed,
	inRoom,
	levelled,
	mixed,
	noise,
	NOISES,
	throughLaptop
} from './acoustics';

const RATE = 48_000;
const signal = calibrationSignal(RATE);
const { samples, starts, burst } = signal;
const QUARTER = 0.25;
/** The share of the time in which the bursts sound, in dB: beside it the noise is as loud as they are. */
const DUTY_DB = 10 * Math.log10((burst.length * starts.length) / samples.length);

function found(trip: RoundTrip) {
	if (trip.kind === 'refused') throw new Error(`refused: ${trip.reason}`);
	return trip;
}

function reasonOf(trip: RoundTrip): string {
	return trip.kind === 'refused' ? trip.reason : trip.kind;
}

test('a loopback by cable is found to a hundredth of a frame, and is sure', () => {
	for (const delay of [0, 0.5, 333.25, 4800.7, 23_999.4]) {
		const trip = found(findRoundTrip(delayed(samples, delay), signal));
		expect(Math.abs(trip.delayFrames - delay)).toBeLessThan(0.01);
		expect(trip.confidence).toBeGreaterThan(0.97);
		// The curve between the samples of noise is higher than they are.
		expect(trip.levelDb).toBeGreaterThanOrEqual(-12.1);
		expect(trip.levelDb).toBeLessThan(0);
		expect(trip.isInverted).toBe(false);
	}
});

test.each(NOISES)('in a room, with as much %s as signal, it is within a quarter frame', (kind) => {
	const seed = NOISES.indexOf(kind);
	const delay = seededRandom(seed)() * 9600;
	const heard = delayed(inRoom(samples, RATE, seed), delay);
	const recorded = mixed(heard, noise(kind, samples.length, RATE, seed), DUTY_DB);
	const trip = found(findRoundTrip(levelled(recorded, 0.5), signal));
	expect(Math.abs(trip.delayFrames - delay)).toBeLessThan(QUARTER);
	expect(trip.confidence).toBeGreaterThan(0.5);
});

test('through a laptop’s loudspeaker that distorts it is placed within its own delay', () => {
	const delay = 2345.6;
	const heard = inRoom(throughLaptop(samples, RATE), RATE, 3);
	const recorded = mixed(delayed(heard, delay), noise('pink', samples.length, RATE, 1), DUTY_DB);
	const trip = found(findRoundTrip(levelled(recorded, 0.5), signal));
	// The loudspeaker's treble is 0.8 of a frame late.
	expect(trip.delayFrames - delay).toBeGreaterThan(0);
	expect(trip.delayFrames - delay).toBeLessThan(1);
});

test.each([8000, 16_000, 44_100, 96_000])('at %i Hz it is found as well', (rate) => {
	const own = calibrationSignal(rate);
	const delay = 0.1234567 * rate;
	const recorded = mixed(
		delayed(own.samples, delay),
		noise('white', own.samples.length, rate, 1),
		DUTY_DB
	);
	const trip = found(findRoundTrip(levelled(recorded, 0.5), own));
	expect(Math.abs(trip.delayFrames - delay)).toBeLessThan(QUARTER);
});

test('an input that is wired upside down is found and said to be so', () => {
	const trip = found(
		findRoundTrip(
			delayed(samples, 1000).map((sample) => -sample),
			signal
		)
	);
	expect(trip.delayFrames).toBeCloseTo(1000, 2);
	expect(trip.isInverted).toBe(true);
});

test('an echo makes it less sure', () => {
	const confidences = [0, 0.3, 0.6].map((gain) => {
		const heard = echoed(delayed(samples, 500), [[700, gain]]);
		return found(findRoundTrip(heard, signal)).confidence;
	});
	expect(confidences).toEqual(confidences.toSorted((a, b) => b - a));
});

describe('it refuses', () => {
	test('silence, and what is not a number', () => {
		expect(reasonOf(findRoundTrip(new Float32Array(samples.length), signal))).toBe('silent');
		expect(reasonOf(findRoundTrip(new Float32Array(0), signal))).toBe('silent');
		const broken = new Float32Array(samples.length).fill(NaN);
		expect(reasonOf(findRoundTrip(broken, signal))).toBe('silent');
	});

	test('what was clipped', () => {
		const clipped = delayed(samples, 900).map((sample) => Math.max(-1, Math.min(1, 20 * sample)));
		expect(reasonOf(findRoundTrip(clipped, signal))).toBe('clipped');
	});

	test('an echo as loud as the sound', () => {
		const heard = echoed(delayed(samples, 500), [[731, 0.97]]);
		expect(reasonOf(findRoundTrip(heard, signal))).toBe('ambiguous');
	});

	test('a signal that noise almost hides', () => {
		const recorded = mixed(
			delayed(samples, 500),
			noise('white', samples.length, RATE, 5),
			DUTY_DB - 30
		);
		expect(reasonOf(findRoundTrip(levelled(recorded, 0.5), signal))).toBe('too-noisy');
	});

	test.each([1, 128, 441])('a slip of %i frames between the bursts', (slip) => {
		const recorded = delayed(samples, 500);
		recorded.copyWithin(starts[2]! + slip, starts[2]!);
		expect(reasonOf(findRoundTrip(recorded, signal))).toBe('unsteady');
	});

	test('a delay that is longer than it looks for', () => {
		expect(reasonOf(findRoundTrip(delayed(samples, 30_000), signal))).not.toBe('found');
	});

	test('with a plain sentence that says what to do', () => {
		const inputs = [new Float32Array(9), noise('hum', samples.length, RATE, 1)];
		for (const input of inputs) {
			const trip = findRoundTrip(levelled(input, 0.5), signal);
			expect(trip.kind === 'refused' && trip.sentence).toMatch(/^The [^.]+: [^.]+\.$/);
		}
	});
});

/** At the lowest sample rate: the signal is shortest there, and chance has most to say. */
test('of a thousand inputs that do not hear the output, none is believed', () => {
	const low = calibrationSignal(3000);
	const { length } = low.samples;
	const reasons = new Map<string, number>();
	for (let device = 0; device < 1000; device++) {
		const kind = NOISES[device % NOISES.length]!;
		const heard = noise(kind, length, low.sampleRate, device);
		const reason = reasonOf(findRoundTrip(levelled(heard, 0.5), low));
		reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
	}
	expect(reasons.get('found') ?? 0).toBe(0);
	expect(reasons.get('no-loopback')).toBeGreaterThan(900);
});

test('what resembles the signal is not it: backwards, or with other pauses', () => {
	const backwards = new Float32Array(samples.length);
	for (const start of starts) backwards.set(burst.toReversed(), start + 700);
	expect(reasonOf(findRoundTrip(backwards, signal))).not.toBe('found');
	const evenly = new Float32Array(samples.length);
	const period = burst.length + 8000;
	for (let at = 0; at + burst.length < evenly.length; at += period) evenly.set(burst, at);
	expect(reasonOf(findRoundTrip(evenly, signal))).not.toBe('found');
});
