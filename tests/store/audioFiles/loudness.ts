/** Of one frequency, in 50 ms from 30 ms on, as the level of a sine. */
export function loudness(samples: readonly number[], hertz: number, rate: number): number {
	const from = Math.round(0.03 * rate);
	const to = from + Math.round(0.05 * rate);
	let [real, imaginary] = [0, 0];
	for (let frame = from; frame < to; frame++) {
		const angle = (2 * Math.PI * hertz * frame) / rate;
		real += samples[frame]! * Math.cos(angle);
		imaginary += samples[frame]! * Math.sin(angle);
	}
	return (2 * Math.hypot(real, imaginary)) / (to - from);
}
