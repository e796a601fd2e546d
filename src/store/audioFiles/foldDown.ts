import { frameCount, type Sound } from './sound';

/** How much of a channel goes to the left and to the right. */
type Gains = readonly [left: number, right: number];

/** -3 dB, the coefficient of ITU-R BS.775-3, annex 4, table 2, for the centre and the surrounds. */
const HALF_POWER = Math.SQRT1_2;
const LEFT: Gains = [HALF_POWER, 0];
const RIGHT: Gains = [0, HALF_POWER];
/** A surround in the middle, shared by the two sides at -3 dB once more. */
const BEHIND: Gains = [0.5, 0.5];

/** In the order of the bits of WAVE_FORMAT_EXTENSIBLE: the low-frequency channel is left out. */
const SPEAKERS: readonly Gains[] = [
	[1, 0],
	[0, 1],
	[HALF_POWER, HALF_POWER],
	[0, 0],
	LEFT,
	RIGHT,
	LEFT,
	RIGHT,
	BEHIND,
	LEFT,
	RIGHT,
	BEHIND,
	LEFT,
	BEHIND,
	RIGHT,
	LEFT,
	BEHIND,
	RIGHT
];

/** The speakers that FLAC, Vorbis and browsers take 3 to 8 channels for. */
export const USUAL_SPEAKERS: Readonly<Record<number, number>> = {
	3: 0x7,
	4: 0x33,
	5: 0x37,
	6: 0x3f,
	7: 0x70f,
	8: 0x63f
};

/**
 * Left and right of any sound, in buffers of their own. One channel goes to both; of more than two,
 * those whose `speakers` are known fold as ITU-R BS.775 says, and otherwise the first pair stays
 * and the rest join the two sides in turn at -3 dB. Never scaled: the sum may pass full scale.
 */
export function foldDown(sound: Sound, speakers: number): Sound {
	const [left, right] = sound.channels;
	if (sound.channels.length === 2) return sound;
	if (left === undefined) throw new RangeError('a sound without channels');
	if (right === undefined) return { ...sound, channels: [left, left.slice()] };
	const gains = gainsOf(sound.channels.length, speakers);
	const sides = [0, 1].map((side) => {
		const sum = new Float32Array(frameCount(sound));
		sound.channels.forEach((samples, channel) => {
			const gain = gains[channel]![side]!;
			if (gain === 0) return;
			for (let frame = 0; frame < sum.length; frame++) sum[frame]! += samples[frame]! * gain;
		});
		return sum;
	});
	return { ...sound, channels: sides };
}

function gainsOf(channels: number, speakers: number): readonly Gains[] {
	const known = SPEAKERS.filter((_, bit) => (speakers & (1 << bit)) !== 0);
	if (known.length === channels) return known;
	return Array.from({ length: channels }, (_, channel): Gains => {
		if (channel < 2) return channel === 0 ? [1, 0] : [0, 1];
		return channel % 2 === 0 ? LEFT : RIGHT;
	});
}
