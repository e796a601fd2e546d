import { expect, test } from 'vitest';
import { foldDown, USUAL_SPEAKERS } from '../../../src/store/audioFiles/foldDown';

/** Each channel holds one frame of 1 in its own place, so that the gains can be read off. */
const impulses = (count: number) => ({
	sampleRate: 48_000,
	channels: Array.from({ length: count }, (_, channel) => {
		const samples = new Float32Array(count);
		samples[channel] = 1;
		return samples;
	})
});

const gains = (count: number, speakers: number) =>
	foldDown(impulses(count), speakers).channels.map((side) =>
		[...side].map((gain) => Number(gain.toFixed(4)))
	);

test('mono goes to both sides, in buffers that can be given away one by one', () => {
	const { channels } = foldDown(impulses(1), 0);
	expect(channels[0]).toEqual(channels[1]);
	expect(channels[0]!.buffer).not.toBe(channels[1]!.buffer);
});

test('stereo stays as it is', () => {
	expect(gains(2, 0)).toEqual([
		[1, 0],
		[0, 1]
	]);
});

test('5.1 folds as ITU-R BS.775 says, without its low-frequency channel', () => {
	expect(gains(6, USUAL_SPEAKERS[6]!)).toEqual([
		[1, 0, 0.7071, 0, 0.7071, 0],
		[0, 1, 0.7071, 0, 0, 0.7071]
	]);
});

test('of eight channels that nobody named none is lost', () => {
	expect(gains(8, 0)).toEqual([
		[1, 0, 0.7071, 0, 0.7071, 0, 0.7071, 0],
		[0, 1, 0, 0.7071, 0, 0.7071, 0, 0.7071]
	]);
});

test('names for another count of channels are not believed', () => {
	expect(gains(3, 0x3f)).toEqual(gains(3, 0));
});

test.each(Object.entries(USUAL_SPEAKERS))(
	'%s channels have as many speakers',
	(count, speakers) => {
		expect(speakers.toString(2).replaceAll('0', '')).toHaveLength(Number(count));
	}
);
