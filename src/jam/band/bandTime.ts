import { offsetIn, type LoopRegion } from '../../music/loopRegion';
import { barLength, beatLength, type Metre } from '../../music/metre';
import type { Harmony } from '../../music/harmony/findChords';
import type { Note } from '../../music/note';
import { ticks, type Seconds, type Ticks } from '../../music/units';
import type { Ear } from '../ear';
import type { Pending, SectionName } from '../face';
import type { HeardMusic } from '../heardMusic';
import type { Loop } from '../loop';
import type { Outlook } from '../outlook';
import type { Settings } from '../settings';
import type { Transport } from '../ports';
import { MOST_HEARD_BARS, type LiveScene } from './livePart';

/** What tells where the band is. */
export interface BandTimeParts {
	readonly ear: Ear;
	readonly loop: Loop;
	readonly settings: () => Settings;
	/** The key and chords of what was just played, over whole bars. */
	readonly harmonyOf: (notes: readonly Note[], metre: Metre, length: Ticks) => Harmony;
	/** How long the form of a section's chords is, which is played without a loop; 0 for none. */
	readonly formLength: (section: SectionName) => Ticks;
	/** What was heard in the audio tracks that sound; without loop and form it is played to. */
	readonly heard: () => HeardMusic | null;
}

/** Structure is heard in so many bars. */
const PERIOD_BARS = 4;

/** Where the band has something to play to, and where periods end. */
export class BandTime {
	readonly #parts: BandTimeParts;
	/** The last scene that was told, and how much had been heard by then. */
	#told: { readonly version: number; readonly scene: LiveScene } | null = null;

	/** Where the band comes in on what is heard of audio. */
	comesIn = ticks(0);

	constructor(parts: BandTimeParts) {
		this.#parts = parts;
	}

	get bar(): Ticks {
		return barLength(this.#parts.settings().metre);
	}

	/** Of the section that sounds: the loop, else the form, else what is heard of audio; null while there is none. */
	get grid(): LoopRegion | null {
		return this.gridOf(this.#parts.loop.now);
	}

	/** The same of any section. */
	gridOf({ region, section }: Outlook): LoopRegion | null {
		if (region !== null) return region;
		const form = this.#parts.formLength(section);
		if (form > 0) return { start: ticks(0), length: form };
		return this.#parts.heard()?.region ?? null;
	}

	get isRecording(): boolean {
		return this.#parts.loop.now.program.recordingFrom !== null;
	}

	/** Where the band comes in; null while it has nothing to play to, or the loop stands. */
	get from(): Ticks | null {
		return this.#from(this.#parts.loop.now);
	}

	#from(outlook: Outlook): Ticks | null {
		const { state, recordingFrom } = outlook.program;
		const grid = this.gridOf(outlook);
		if (grid === null || state === 'stopped') return null;
		const isAudio = outlook.region === null && this.#parts.formLength(outlook.section) === 0;
		if (isAudio) return this.comesIn;
		if (outlook.region === null) return ticks(0);
		return recordingFrom === null ? ticks(-Infinity) : ticks(grid.start + grid.length);
	}

	/** Whether the band plays in the bar that begins at `at`. */
	isPlaying(at: Ticks): boolean {
		const from = this.#from(this.#parts.loop.at(at));
		return from !== null && at >= from && at >= 0;
	}

	/** Whether the phrase is recorded in the bar at `at`, and there is a bar of it before that. */
	isFirstPass(at: Ticks): boolean {
		const outlook = this.#parts.loop.at(at);
		const { recordingFrom } = outlook.program;
		if (recordingFrom === null) return false;
		return at >= recordingFrom + this.bar && at < (this.#from(outlook) ?? Infinity);
	}

	/** The bar that sounds, and its first beat that is farther away than `ahead`; null if it has none. */
	presentBeat(
		transport: Pick<Transport, 'isRunning' | 'position' | 'secondsUntil'>,
		ahead: Seconds
	): { readonly at: Ticks; readonly from: Ticks } | null {
		const position = transport.position();
		if (!transport.isRunning || position < 0) return null;
		const { bar } = this;
		const beat = beatLength(this.#parts.settings().metre);
		const at = ticks(Math.floor(position / bar) * bar);
		for (let from = beat; from < bar; from = ticks(from + beat)) {
			if (transport.secondsUntil(ticks(at + from)) >= ahead) return { at, from };
		}
		return null;
	}

	/** Whether a period ends with the bar at `at`, or something else begins after it. */
	isEnd(at: Ticks): boolean {
		const { bar } = this;
		const grid = this.gridOf(this.#parts.loop.at(at));
		if (grid === null) return false;
		const place = Math.round((at - grid.start) / bar);
		return this.endAfter(at) !== null || (place + 1) % PERIOD_BARS === 0;
	}

	/** What is pending after the bar at `at`: the end, or another section; null for neither. */
	endAfter(at: Ticks): Pending | null {
		const { pending } = this.#parts.loop;
		const isEnd = pending?.action === 'stop' || pending?.action === 'section';
		return isEnd && pending.due === at + this.bar ? pending : null;
	}

	/** What precedes a bar of the first pass, while it is played; null for other bars. */
	liveScene(at: Ticks, style: string | null): LiveScene | null {
		const { ear, loop, settings, harmonyOf } = this.#parts;
		const { recordingFrom } = loop.at(at).program;
		if (recordingFrom === null || !this.isFirstPass(at)) return null;
		const known = this.#told;
		const isKnown = known?.version === ear.version && known.scene.at === at;
		if (isKnown && known.scene.style === style) return known.scene;
		const { metre } = settings();
		const { bar } = this;
		const heardBars = Math.min(MOST_HEARD_BARS, Math.round((at - recordingFrom) / bar));
		const from = ticks(at - heardBars * bar);
		const heard = ear.notesBetween(from, at).map((note) => ({
			start: ticks(note.start - from),
			duration: ticks(Math.max(1, Math.min(note.end ?? at, at) - note.start)),
			pitch: note.pitch,
			velocity: note.velocity
		}));
		const harmony = harmonyOf(heard, metre, ticks(heardBars * bar));
		const scene = { at, bar, metre, heard, heardBars, harmony, style };
		this.#told = { version: ear.version, scene };
		return scene;
	}
}

/** What was made over one place fits the other. */
export function isSamePlace(one: LoopRegion | null, other: LoopRegion | null): boolean {
	if (one === null || other === null) return one === other;
	const { length } = one;
	const isAligned = offsetIn({ start: ticks(0), length }, ticks(one.start - other.start)) === 0;
	return length === other.length && isAligned;
}
