import './webAudio';
import { EffectMaker } from '../../src/audio/tracks/effectMaker';
import { SWEEP_HERTZ, type EffectTuning } from '../../src/audio/tracks/effectUnit';
import type { Later } from '../../src/audio/tracks/insert';
import { TrackStrip } from '../../src/audio/tracks/trackStrip';
import { adoptContext, wrapContext } from '../../src/audio/toneContext';
import { seededRandom } from '../../src/lib/random';
import { DEFAULT_TRACK, type TrackEffect, type TrackSettings } from '../../src/music/looper';
import { bpm } from '../../src/music/units';
import type { Stereo } from '../../src/audio/tracks/renderTracks';
import { RATE } from './webAudio';

/** As in the page, Tone has another context than the one that is rendered. */
adoptContext(new OfflineAudioContext(1, 1, RATE));

export const TUNING: EffectTuning = { bpm: bpm(120), sweepHertz: SWEEP_HERTZ };

/** A track's settings with these effects on. */
export const withEffects = (
	effects: Partial<Record<TrackEffect, number>>,
	settings: Partial<TrackSettings> = {}
): TrackSettings => ({
	...DEFAULT_TRACK,
	...settings,
	effects: { ...DEFAULT_TRACK.effects, ...effects }
});

/** Waits on the audio's clock: the test says how late it is. */
export class Waits {
	#waiting: { readonly at: number; readonly task: () => void }[] = [];
	#now = 0;

	readonly later: Later = (seconds, task) => {
		const entry = { at: this.#now + seconds, task };
		this.#waiting.push(entry);
		return () => {
			this.#waiting = this.#waiting.filter((other) => other !== entry);
		};
	};

	reach(now: number): void {
		this.#now = now;
		const due = this.#waiting.filter(({ at }) => at <= now);
		this.#waiting = this.#waiting.filter(({ at }) => at > now);
		for (const { task } of due) task();
	}
}

/** What a test does with a strip while it sounds. */
export type Moves = readonly (readonly [seconds: number, move: (strip: TrackStrip) => void])[];

/** What is rendered through a strip. */
export interface StripPlan {
	readonly seconds: number;
	readonly sound: Stereo;
	readonly isLooped?: boolean;
	readonly settings?: TrackSettings;
	readonly tuning?: EffectTuning;
	readonly moves?: Moves;
}

/** Node hands `suspend` to another thread, which must know of it before the rendering starts. */
const HAND_OVER_MS = 20;
const ATTEMPTS = 5;

/** What comes out of a strip with all effects loaded; `moves` fall on the next block of 128 frames. */
export async function renderStrip(plan: StripPlan): Promise<Stereo> {
	for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
		const rendered = await tryRendering(plan);
		if (rendered !== null) return rendered;
	}
	throw new Error('the rendering never stopped for the moves');
}

/** Null when the rendering went past a move. */
async function tryRendering(plan: StripPlan): Promise<Stereo | null> {
	const { seconds, sound, settings = DEFAULT_TRACK, tuning = TUNING, moves = [] } = plan;
	const native = new OfflineAudioContext(2, Math.round(seconds * RATE), RATE);
	const context = wrapContext(native);
	const { destination } = native;
	const waits = new Waits();
	const strip = new TrackStrip({ context, destination, tuning, later: waits.later });
	strip.set(settings, 'at-once');
	strip.equip(new EffectMaker(context, destination), 'at-once');
	const buffer = native.createBuffer(2, sound.left.length, RATE);
	buffer.copyToChannel(sound.left, 0);
	buffer.copyToChannel(sound.right, 1);
	const source = new AudioBufferSourceNode(native, { buffer, loop: plan.isLooped ?? false });
	source.connect(strip.input);
	source.start();
	let missed = 0;
	for (const [at, move] of moves) {
		void native.suspend(at).then(
			() => {
				waits.reach(at);
				move(strip);
				return native.resume();
			},
			() => missed++
		);
	}
	if (moves.length > 0) await new Promise((done) => setTimeout(done, HAND_OVER_MS));
	const rendered = await native.startRendering();
	if (missed > 0) return null;
	return { left: rendered.getChannelData(0), right: rendered.getChannelData(1) };
}

/** A sound with `value(frame)` on the left and the same or `right(frame)` on the right. */
export const stereo = (
	frames: number,
	left: (frame: number) => number,
	right: (frame: number) => number = left
): Stereo => ({
	left: Float32Array.from({ length: frames }, (_, frame) => left(frame)),
	right: Float32Array.from({ length: frames }, (_, frame) => right(frame))
});

/** Other noise on each side, up to `peak`. */
export function noise(frames: number, peak: number, seed: number): Stereo {
	const random = seededRandom(seed);
	return stereo(frames, () => peak * (2 * random() - 1));
}

export const sine = (hertz: number, peak: number) => (frame: number) =>
	peak * Math.sin((2 * Math.PI * hertz * frame) / RATE);

/** The largest difference of two sounds, over the frames that both have. */
export function difference(one: Stereo, other: Stereo): number {
	let largest = 0;
	for (const side of ['left', 'right'] as const) {
		const frames = Math.min(one[side].length, other[side].length);
		for (let frame = 0; frame < frames; frame++) {
			largest = Math.max(largest, Math.abs(one[side][frame]! - other[side][frame]!));
		}
	}
	return largest;
}

/** Of both sides, over [from, to) frames. */
export const cut = ({ left, right }: Stereo, from: number, to?: number): Stereo => ({
	left: left.slice(from, to),
	right: right.slice(from, to)
});

export const peak = ({ left, right }: Stereo) =>
	[left, right].reduce(
		(most, side) => side.reduce((most, sample) => Math.max(most, Math.abs(sample)), most),
		0
	);
