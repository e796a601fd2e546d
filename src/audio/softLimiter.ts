/** Up to here the limiter changes nothing. */
export const KNEE = 0.7;
/** What comes in above this is cut hard: 18 dB over full scale. */
export const MAX_INPUT = 8;
/** Odd, so that silence lies on a point of the curve and stays silence. */
const POINTS = 16_385;

/** Above the knee the rest of the way to 1 is approached, never reached; the slope has no corner. */
export function softLimited(sample: number): number {
	const size = Math.abs(sample);
	if (size <= KNEE) return sample;
	const room = 1 - KNEE;
	return Math.sign(sample) * (KNEE + room * Math.tanh((size - KNEE) / room));
}

/** For a WaveShaperNode whose input is first divided by MAX_INPUT. */
export const limiterCurve = () =>
	Float32Array.from({ length: POINTS }, (_, index) =>
		softLimited(((2 * index) / (POINTS - 1) - 1) * MAX_INPUT)
	);
