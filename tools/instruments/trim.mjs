/** The sound begins where it first reaches this share of its peak: less is the finger on the string. */
const ONSET_SHARE = 0.04;
/** Kept before the onset, faded in, so that the first sample is no step. */
const LEAD_SECONDS = 0.0008;
/** The last share of the note fades to nothing. */
const TAIL_SHARE = 0.35;
/** What has rung out to this share of the peak is cut off. */
const SILENT_SHARE = 0.002;

export const peakOf = (samples) =>
	samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);

/** The root mean square of the loudest 50 ms. */
export function loudestRms(samples, rate) {
	const width = Math.min(samples.length, Math.round(rate * 0.05));
	let sum = 0;
	let most = 0;
	samples.forEach((sample, frame) => {
		sum += sample * sample;
		if (frame >= width) sum -= samples[frame - width] ** 2;
		most = Math.max(most, sum);
	});
	return Math.sqrt(most / width);
}

/** The note from just before its onset, `seconds` long at most, faded at both ends. */
export function trimmed(samples, seconds, rate) {
	const peak = peakOf(samples);
	const onset = samples.findIndex((sample) => Math.abs(sample) >= peak * ONSET_SHARE);
	const last = samples.findLastIndex((sample) => Math.abs(sample) >= peak * SILENT_SHARE);
	const lead = Math.min(onset, Math.round(LEAD_SECONDS * rate));
	const from = onset - lead;
	const length = Math.min(Math.round(seconds * rate), last + 1 - from);
	const tail = Math.round(length * TAIL_SHARE);
	return samples.slice(from, from + length).map((sample, frame) => {
		const fadeIn = lead === 0 ? 1 : Math.min(1, (frame + 1) / lead);
		const fadeOut = Math.min(1, (length - 1 - frame) / tail);
		return sample * fadeIn * fadeOut * fadeOut;
	});
}
