import { calibrationSignal } from '../../../src/audio/input/calibrationSignal';
import { findRoundTrip } from '../../../src/audio/input/roundTrip';
import { seededRandom } from '../../../src/lib/random';
import { delayed, inRoom, levelled, mixed, noise, NOISES } from '../../audio/input/acoustics';

const RATE = 48_000;
const MAX_DELAY_SECONDS = 0.2;
const ROUND_TRIPS = 64;
const WRONG_DEVICES = 240;
/** As much noise as signal. */
const SNR_DB = 0;
const LEVEL = 0.5;

/** What calibration was found to do. */
export interface CalibrationMeasure {
	/** The largest distance between true and found delay. */
	readonly errorSamplesMax: number;
	/** Of the found against the true delay, by least squares. */
	readonly slope: number;
	/** Round trips that were refused. */
	readonly refused: number;
	/** Inputs that did not hear the output, and were believed. */
	readonly wrongAccepted: number;
	/** Round trips and wrong devices. */
	readonly cases: number;
}

/**
 * Round trips of 0–200 ms with any fraction of a frame, every other one through a room, under as much
 * noise of eight kinds as there is signal while the bursts sound; then inputs that hear only the noise.
 */
export function measureCalibration(): CalibrationMeasure {
	const signal = calibrationSignal(RATE);
	const random = seededRandom(4);
	const pairs: (readonly [number, number])[] = [];
	for (let trip = 0; trip < ROUND_TRIPS; trip++) {
		const truth = random() * MAX_DELAY_SECONDS * RATE;
		const found = findRoundTrip(roundTrip(truth, trip), signal);
		if (found.kind === 'found') pairs.push([truth, found.delayFrames]);
	}
	let wrongAccepted = 0;
	for (let device = 0; device < WRONG_DEVICES; device++) {
		const kind = NOISES[device % NOISES.length]!;
		const heard = noise(kind, signal.samples.length, RATE, 1000 + device);
		if (findRoundTrip(levelled(heard, LEVEL), signal).kind === 'found') wrongAccepted++;
	}
	return {
		errorSamplesMax: Math.max(...pairs.map(([truth, found]) => Math.abs(found - truth))),
		slope: slopeOf(pairs),
		refused: ROUND_TRIPS - pairs.length,
		wrongAccepted,
		cases: ROUND_TRIPS + WRONG_DEVICES
	};
}

/** What an input records that hears the signal `delay` frames late. */
function roundTrip(delay: number, seed: number): Float32Array {
	const { samples, burst, starts } = calibrationSignal(RATE);
	const direct = seed % 2 === 0 ? samples : inRoom(samples, RATE, seed);
	const kind = NOISES[Math.floor(seed / 2) % NOISES.length]!;
	const other = noise(kind, samples.length, RATE, seed);
	// The pauses have no power: the signal is as loud as the noise only while it sounds.
	const pausesDb = 10 * Math.log10(samples.length / (burst.length * starts.length));
	return levelled(mixed(delayed(direct, delay), other, SNR_DB - pausesDb), LEVEL);
}

function slopeOf(pairs: readonly (readonly [number, number])[]): number {
	const mean = (values: readonly number[]) =>
		values.reduce((sum, value) => sum + value, 0) / values.length;
	const [x, y] = [mean(pairs.map(([truth]) => truth)), mean(pairs.map(([, found]) => found))];
	const covariance = pairs.reduce((sum, [truth, found]) => sum + (truth - x) * (found - y), 0);
	return covariance / pairs.reduce((sum, [truth]) => sum + (truth - x) ** 2, 0);
}
