import { describe, expect, test } from 'vitest';
import { cut, difference, largestStep, noise, peak, RATE, sine, stereo } from './sounds';
import { renderStrip, TUNING, withEffects } from './trackRig';
import {
	renderMix,
	renderStems,
	type RenderedTrack,
	type RenderPlan,
	type Stem,
	type Stereo
} from '../../src/audio/tracks/renderTracks';
import { softLimited } from '../../src/audio/softLimiter';
import { DEFAULT_TRACK, TRACK_EFFECTS, type TrackSettings } from '../../src/music/looper';
import { frames } from '../../src/music/units';

const trackOf = (track: number, settings: TrackSettings, isMuted = false): RenderedTrack => ({
	track,
	settings,
	isMuted
});

/** A plan that sounds `sounds` on tracks from 0. */
function planOf(sounds: readonly Stereo[], tracks: readonly RenderedTrack[]): RenderPlan {
	return {
		tracks,
		bpm: TUNING.bpm,
		sampleRate: RATE,
		length: frames(sounds[0]!.left.length),
		dry: (track) => sounds[track]!,
		mixLevel: 1,
		openContext: (...args) => new OfflineAudioContext(...args)
	};
}

async function stemsOf(plan: RenderPlan): Promise<Stem[]> {
	const stems: Stem[] = [];
	for await (const stem of renderStems(plan)) stems.push(stem);
	return stems;
}

async function stemOf(sound: Stereo, settings: TrackSettings): Promise<Stereo> {
	return (await stemsOf(planOf([sound], [trackOf(0, settings)])))[0]!;
}

/** How loud -80 dBFS is. */
const INAUDIBLE = 1e-4;
/**
 * A moving delay line is read at places of single precision, which round otherwise from pass to pass:
 * by 10^-4 of the steps of white noise.
 */
const ROUNDED_DELAY = 1.5e-4;

describe('a stem that is repeated is what a looping track sounds once its tails have met', () => {
	test.each([
		['delay', { delay: 1 }, 1, 14, INAUDIBLE],
		['reverb', { reverb: 1 }, 1, 5, INAUDIBLE],
		['delay into reverb, longer than the loop', { delay: 0.8, reverb: 0.6 }, 0.4, 12, INAUDIBLE],
		['filter and drive', { filter: 0.6, drive: 0.7 }, 0.5, 3, INAUDIBLE],
		['chorus', { chorus: 1 }, 1.25, 4, ROUNDED_DELAY],
		[
			'everything',
			{ filter: 0.3, drive: 0.5, chorus: 0.5, delay: 0.7, reverb: 0.5 },
			1.25,
			10,
			INAUDIBLE
		]
	])('%s', async (_name, effects, seconds, passes, most) => {
		const length = Math.round(seconds * RATE);
		const sound = noise(length, 0.6, 11);
		const settings = withEffects(effects, { level: 0.9, pan: 0.3 });
		const live = await renderStrip({
			seconds: passes * seconds,
			sound,
			isLooped: true,
			settings,
			tuning: { ...TUNING, sweepHertz: 1 / seconds }
		});
		const stem = await stemOf(sound, settings);
		expect(stem.left).toHaveLength(length);
		expect(stem.right).toHaveLength(length);
		const lastPass = cut(live, (passes - 1) * length, passes * length);
		expect(peak(lastPass)).toBeGreaterThan(0.1);
		expect(difference(stem, lastPass)).toBeLessThan(most);
	});
});

test('without effects a stem is the loop itself', async () => {
	const sound = noise(12_345, 0.9, 12);
	expect(difference(await stemOf(sound, DEFAULT_TRACK), sound)).toBe(0);
});

test.each(TRACK_EFFECTS)('the %s makes no step where the file begins again', async (effect) => {
	const sound = stereo(RATE, sine(110, 0.5));
	const { left } = await stemOf(sound, withEffects({ [effect]: 1 }));
	const twice = Float32Array.from([...left, ...left]);
	expect(largestStep(twice, RATE - 1_000, RATE + 1_000)).toBeLessThan(
		1.1 * largestStep(left, 10_000, 38_000)
	);
});

test('a rendering is the same each time, to the bit', async () => {
	const sound = noise(20_000, 0.7, 13);
	const settings = withEffects({ filter: 0.2, drive: 0.4, chorus: 0.6, delay: 0.5, reverb: 0.7 });
	expect(difference(await stemOf(sound, settings), await stemOf(sound, settings))).toBe(0);
});

describe('the mix', () => {
	const sounds = [0.2, 0.15, 0.1].map((loud, index) => noise(24_000, loud, 20 + index));
	const settings = [
		withEffects({ delay: 0.5 }, { pan: -0.4 }),
		withEffects({ reverb: 0.5, drive: 0.3 }, { level: 0.7 }),
		withEffects({ chorus: 0.8 }, { pan: 0.9 })
	];
	const tracks = settings.map((one, track) => trackOf(track, one));
	const sumOf = (stems: readonly Stem[], level = 1): Stereo => {
		const audible = stems.filter(({ isAudible }) => isAudible);
		const at = (side: 'left' | 'right') => (frame: number) =>
			softLimited(level * audible.reduce((sum, stem) => sum + stem[side][frame]!, 0));
		return stereo(24_000, at('left'), at('right'));
	};

	test.each([
		['all', tracks, [0, 1, 2]],
		['all but a muted one', [tracks[0]!, { ...tracks[1]!, isMuted: true }, tracks[2]!], [0, 2]],
		[
			'a soloed one alone',
			[tracks[0]!, trackOf(1, { ...settings[1]!, isSoloed: true }), tracks[2]!],
			[1]
		],
		[
			'nothing, if the soloed one is muted',
			[tracks[0]!, trackOf(1, { ...settings[1]!, isSoloed: true }, true), tracks[2]!],
			[]
		]
	])('is the sum of the stems, limited: %s', async (_name, heard, audible) => {
		const plan = planOf(sounds, heard);
		const stems = await stemsOf(plan);
		expect(stems.map(({ track }) => track)).toEqual([0, 1, 2]);
		expect(stems.filter(({ isAudible }) => isAudible).map(({ track }) => track)).toEqual(audible);
		const mix = await renderMix(plan);
		expect(mix.left).toHaveLength(24_000);
		expect(difference(mix, sumOf(stems))).toBeLessThan(1e-6);
		if (audible.length > 0) expect(peak(mix)).toBeGreaterThan(0.1);
	});

	test('follows the level of the mixer, and the stems do not', async () => {
		const plan = { ...planOf(sounds, tracks), mixLevel: 0.5 };
		const stems = await stemsOf(plan);
		expect(difference(await renderMix(plan), sumOf(stems, 0.5))).toBeLessThan(1e-6);
		expect(difference(stems[0]!, (await stemsOf(planOf(sounds, tracks)))[0]!)).toBe(0);
	});

	test('never passes full scale', async () => {
		const loud = [noise(4_800, 1, 30), noise(4_800, 1, 30)];
		const mix = await renderMix(
			planOf(loud, [trackOf(0, DEFAULT_TRACK), trackOf(1, DEFAULT_TRACK)])
		);
		expect(peak(mix)).toBeLessThanOrEqual(1);
	});
});

test.each([0, -1, 0.5, Number.NaN])('a length of %d is a mistake', async (length) => {
	const plan = { ...planOf([noise(10, 1, 1)], [trackOf(0, DEFAULT_TRACK)]) };
	await expect(renderMix({ ...plan, length: frames(length) })).rejects.toThrow(RangeError);
});

test('a loop of another length than was asked for is a mistake', async () => {
	const plan = planOf([noise(10, 1, 1)], [trackOf(0, DEFAULT_TRACK)]);
	await expect(renderMix({ ...plan, length: frames(11) })).rejects.toThrow('10 frames, not 11');
});
