import type { AudioEngine } from '../audio/audioEngine';
import type { LooperNode } from '../audio/looper/looperNode';
import type { RenderPlan, Stereo } from '../audio/tracks/renderTracks';
import type { Jam } from '../jam/jam';
import type { Tracks } from '../jam/tracks/tracks';
import type { TrackView } from '../jam/tracks/tracksFace';
import { partOf, type Course } from '../lib/course';
import { frames, type Frames } from '../music/units';
import type { WavFormat } from '../ui/looperPorts';
import { Refusal } from './refusal';
import { renderInStretches } from './renderInStretches';

/** What is exported, and what it sounds through. */
export interface ExportParts {
	readonly audio: AudioEngine;
	readonly looper: LooperNode;
	readonly tracks: Tracks;
	readonly jam: Jam;
}

/** A file to be offered. */
export interface ExportedFile {
	readonly name: string;
	readonly bytes: Uint8Array<ArrayBuffer>;
	/** Samples that were too loud for the format. */
	readonly clipped: number;
}

/** Loops that come round together only after longer than this are cut there. */
const LONGEST_SECONDS = 600;
const NOTHING = 'There is no audio loop to export yet: record one first.';
const ALL_SILENT = 'Every track is muted: unmute one, or export each track.';

/** Shares of the time that it takes: of a track its loop, before its strip; of a mix all but the file. */
const DRY_SHARE = 0.4;
const RENDERED_SHARE = 0.85;
/** How often a rendering stops to say how far it is. */
const PAUSE_SECONDS = 5;

/** Mix and stems as WAV, each a whole number of rounds of all loops. */
export class SoundExport {
	readonly #parts: ExportParts;

	constructor(parts: ExportParts) {
		this.#parts = parts;
	}

	/** Rejects with a Refusal, or with the reason of the course's signal. */
	async mix(format: WavFormat, course: Course): Promise<readonly ExportedFile[]> {
		const used = this.#used();
		const hasSolo = used.some(({ settings }) => settings.isSoloed);
		const heard = used.filter(
			({ state, settings }) => state !== 'muted' && (settings.isSoloed || !hasSolo)
		);
		if (heard.length === 0) throw new Refusal(ALL_SILENT);
		const { renderMix } = await import('../audio/tracks/renderTracks');
		const rendered = partOf(course, 0, RENDERED_SHARE);
		const sound = await renderMix(this.#plan(used, (nth) => nthOf(rendered, nth, heard.length)));
		return [await this.#file('continuo-mix.wav', sound, format, partOf(course, RENDERED_SHARE, 1))];
	}

	/** One after the other; none is offered before all are made. Rejects as `mix` does. */
	async stems(format: WavFormat, course: Course): Promise<readonly ExportedFile[]> {
		const used = this.#used();
		const { renderStems } = await import('../audio/tracks/renderTracks');
		const stemOf = (nth: number) => nthOf(course, nth, used.length);
		const plan = this.#plan(used, (nth) => partOf(stemOf(nth), 0, RENDERED_SHARE));
		const files: ExportedFile[] = [];
		for await (const stem of renderStems(plan)) {
			const name = `continuo-track-${stem.track + 1}.wav`;
			const written = partOf(stemOf(files.length), RENDERED_SHARE, 1);
			files.push(await this.#file(name, stem, format, written));
		}
		return files;
	}

	#used(): readonly TrackView[] {
		const used = this.#parts.tracks.tracks.filter(({ seconds }) => seconds > 0);
		if (used.length === 0) throw new Refusal(NOTHING);
		return used;
	}

	/** `courseOf` is of each track in the order in which they are rendered. */
	#plan(used: readonly TrackView[], courseOf: (nth: number) => Course): RenderPlan {
		const { looper, jam, audio } = this.#parts;
		const { sampleRate } = looper;
		let nth = -1;
		return {
			tracks: used.map(({ index, settings, state }) => ({
				track: index,
				settings,
				isMuted: state === 'muted'
			})),
			bpm: jam.bpm,
			sampleRate,
			length: this.#length(used),
			dry: (track, count) => {
				const { record, motion } = looper.tracks[track]!;
				const loop = { content: record.content, motion };
				const origin = looper.base?.origin ?? frames(0);
				const read = looper.read.bind(looper);
				const course = partOf(courseOf(nth), 0, DRY_SHARE);
				return renderInStretches({ loop, from: origin, count, sampleRate, read }, course);
			},
			mixLevel: audio.mixer.level('loop'),
			openContext: (channels, count, rate) => {
				const context = new OfflineAudioContext(channels, count, rate);
				followRendering(context, partOf(courseOf(++nth), DRY_SHARE, 1));
				return context;
			}
		};
	}

	/** Of the cycle that all loops have in common. */
	#length(used: readonly TrackView[]): Frames {
		const { looper } = this.#parts;
		const passes = used.map(({ index }) => {
			const { record, motion } = looper.tracks[index]!;
			return Math.round(record.content.length / Math.abs(motion.rate));
		});
		const common = passes.reduce(leastCommonMultiple);
		const isShort = common <= LONGEST_SECONDS * looper.sampleRate;
		return frames(isShort ? common : Math.max(...passes));
	}

	async #file(
		name: string,
		{ left, right }: Stereo,
		format: WavFormat,
		course: Course
	): Promise<ExportedFile> {
		course.signal.throwIfAborted();
		const { writeWavInSlices } = await import('../store/audioFiles/writeWav');
		const sound = { sampleRate: this.#parts.looper.sampleRate, channels: [left, right] };
		const tags = { title: 'Continuo', isLoop: true };
		return { name, ...(await writeWavInSlices(sound, format, tags, course)) };
	}
}

const nthOf = (course: Course, nth: number, count: number) =>
	partOf(course, nth / count, (nth + 1) / count);

/**
 * Tells how far a rendering is, where the browser can stop it on the way. One that is called off goes
 * on to its end, unheard and off the page's thread: browsers have no way to end it.
 */
function followRendering(context: OfflineAudioContext, { signal, tell }: Course): void {
	const { suspend } = context as Partial<OfflineAudioContext>;
	if (suspend === undefined) return;
	const seconds = context.length / context.sampleRate;
	for (let at = PAUSE_SECONDS; at < seconds; at += PAUSE_SECONDS) {
		void suspend.call(context, at).then(() => {
			if (!signal.aborted) tell(at / seconds);
			return context.resume();
		});
	}
}

const greatestCommonDivisor = (one: number, other: number): number =>
	other === 0 ? one : greatestCommonDivisor(other, one % other);
const leastCommonMultiple = (one: number, other: number) =>
	(one / greatestCommonDivisor(one, other)) * other;
