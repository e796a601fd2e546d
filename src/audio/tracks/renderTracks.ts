import type { TrackSettings } from '../../music/looper';
import type { Bpm, Frames } from '../../music/units';
import { softLimited } from '../softLimiter';
import { wrapContext } from '../toneContext';
import { EffectMaker, tailSeconds } from './effectMaker';
import { SWEEP_HERTZ } from './effectUnit';
import { TrackStrip } from './trackStrip';

/** Two channels of as many frames. */
export interface Stereo {
	readonly left: Float32Array<ArrayBuffer>;
	readonly right: Float32Array<ArrayBuffer>;
}

/** One track to render. */
export interface RenderedTrack {
	/** Its number, from 0. */
	readonly track: number;
	readonly settings: TrackSettings;
	readonly isMuted: boolean;
}

/** What is rendered. */
export interface RenderPlan {
	/** Those that hold a loop. */
	readonly tracks: readonly RenderedTrack[];
	readonly bpm: Bpm;
	readonly sampleRate: number;
	/** Of the cycle that all loops have in common, and of the result. */
	readonly length: Frames;
	/** What the track's loop sounds before its strip over [0, frames) of the common cycle. */
	readonly dry: (track: number, frames: Frames) => Stereo | Promise<Stereo>;
	/** The mixer's level for loops, 0–1; the stems are before it. */
	readonly mixLevel: number;
	/** `(...args) => new OfflineAudioContext(...args)`. */
	readonly openContext: (
		channels: number,
		frames: number,
		sampleRate: number
	) => OfflineAudioContext;
}

/** A track after its strip, before the mixer. */
export interface Stem extends Stereo {
	readonly track: number;
	/** It is in the mix too: neither muted nor hushed by another's solo. */
	readonly isAudible: boolean;
}

/** No effect rings longer, but all together might. */
const MAX_TAIL_SECONDS = 20;

/** Moves the chorus by whole sweeps a cycle, so that it too begins again with the loop. */
function sweepOf({ length, sampleRate }: RenderPlan): number {
	const seconds = length / sampleRate;
	return Math.max(1, Math.round(SWEEP_HERTZ * seconds)) / seconds;
}

/** Adds all that lies behind `length` to where it falls when the sound is repeated. */
function fold(samples: Float32Array, length: number): Float32Array<ArrayBuffer> {
	const folded = new Float32Array(samples.subarray(0, length));
	for (let from = length; from < samples.length; from += length) {
		const part = samples.subarray(from, from + length);
		for (let frame = 0; frame < part.length; frame++) {
			folded[frame] = folded[frame]! + part[frame]!;
		}
	}
	return folded;
}

/**
 * The strip's input for the loop: one pass, then silence up to `frames`. The silence is played too:
 * Chromium puts effects to sleep at some moment after their only source has ended, tails and all.
 */
async function passOf(plan: RenderPlan, track: number, frames: number): Promise<AudioBuffer> {
	const { length, sampleRate } = plan;
	const { left, right } = await plan.dry(track, length);
	const pass = new AudioBuffer({ numberOfChannels: 2, length: frames, sampleRate });
	[left, right].forEach((side, channel) => {
		if (side.length !== length) throw new RangeError(`${side.length} frames, not ${length}`);
		pass.copyToChannel(side, channel);
	});
	return pass;
}

/** The strip in a context of its own: what the track sounds from the first frame of its only pass on. */
async function renderStrip(plan: RenderPlan, { track, settings }: RenderedTrack): Promise<Stereo> {
	const { length, sampleRate, openContext, bpm } = plan;
	const tuning = { bpm, sweepHertz: sweepOf(plan) };
	const tail = Math.min(MAX_TAIL_SECONDS, tailSeconds(settings.effects, tuning));
	const native = openContext(2, length + Math.ceil(tail * sampleRate), sampleRate);
	const context = wrapContext(native);
	const later = () => () => undefined;
	const strip = new TrackStrip({ context, destination: native.destination, tuning, later });
	strip.set(settings, 'at-once');
	strip.equip(new EffectMaker(context, native.destination), 'at-once');
	const source = native.createBufferSource();
	source.buffer = await passOf(plan, track, native.length);
	source.connect(strip.input);
	source.start();
	const rendered = await native.startRendering();
	return {
		left: fold(rendered.getChannelData(0), length),
		right: fold(rendered.getChannelData(1), length)
	};
}

/** Throws a RangeError for a length that is no whole number of frames. */
function audibleTracks({ tracks, length }: RenderPlan): ReadonlySet<number> {
	if (!Number.isInteger(length) || length <= 0) throw new RangeError(`no length: ${length}`);
	const hasSolo = tracks.some(({ settings }) => settings.isSoloed);
	return new Set(
		tracks
			.filter(({ settings, isMuted }) => !isMuted && (settings.isSoloed || !hasSolo))
			.map(({ track }) => track)
	);
}

/**
 * Each track after its strip, one by one as they are rendered. All are exactly `length` frames long
 * and made to be repeated: the tails of the end sound at the start.
 */
export async function* renderStems(plan: RenderPlan): AsyncGenerator<Stem, void> {
	const audible = audibleTracks(plan);
	for (const rendered of plan.tracks) {
		const { track } = rendered;
		yield { ...(await renderStrip(plan, rendered)), track, isAudible: audible.has(track) };
	}
}

/** Adds `samples` to `sum`. */
function add(sum: Float32Array, samples: Float32Array): void {
	for (let frame = 0; frame < sum.length; frame++) sum[frame] = sum[frame]! + samples[frame]!;
}

/** All audible tracks together, as the mixer makes them, limiter and all; to be repeated, as stems are. */
export async function renderMix(plan: RenderPlan): Promise<Stereo> {
	const audible = audibleTracks(plan);
	const tracks = plan.tracks.filter(({ track }) => audible.has(track));
	const left = new Float32Array(plan.length);
	const right = new Float32Array(plan.length);
	for await (const stem of renderStems({ ...plan, tracks })) {
		add(left, stem.left);
		add(right, stem.right);
	}
	const master = (sample: number) => softLimited(sample * plan.mixLevel);
	return { left: left.map(master), right: right.map(master) };
}
