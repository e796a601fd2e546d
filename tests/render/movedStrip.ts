import type { Later } from '../../src/audio/tracks/insert';
import type { Stereo } from '../../src/audio/tracks/renderTracks';
import type { TrackStrip } from '../../src/audio/tracks/trackStrip';
import { RATE } from './sounds';
import { buildStrip, renderAll, type StripPlan } from './trackRig';

/** Frames that are rendered in one go. */
export const BLOCK = 128;

/** What a test does with a strip while it sounds, by the second. */
export type Moves = readonly (readonly [at: number, move: (strip: TrackStrip) => void])[];

/** The frame where the first block at or after `seconds` begins. */
export const blockAt = (seconds: number) => Math.ceil((seconds * RATE) / BLOCK) * BLOCK;

/** Waits on the audio's clock, which is read only where the rendering stops. */
class Waits {
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

/**
 * What comes out of a strip that is touched while it sounds: the rendering stops for each move where the
 * next block begins.
 */
export async function renderMoved(plan: StripPlan, moves: Moves): Promise<Stereo> {
	const waits = new Waits();
	const { native, strip } = buildStrip(plan, waits.later);
	const stops = moves.map(async ([at, move]) => {
		const frame = blockAt(at);
		// Within the block, so that no rounding of seconds moves it to another.
		await native.suspend((frame + 0.5) / RATE);
		const stoppedAt = Math.round(native.currentTime * RATE);
		waits.reach(native.currentTime);
		move(strip);
		await native.resume();
		if (stoppedAt !== frame) throw new Error(`stopped at frame ${stoppedAt}, not ${frame}`);
	});
	const [sound] = await Promise.all([renderAll(native), ...stops]);
	return sound;
}
