import type { BarsReading } from '../../music/ears/readBars';
import { frames, seconds, ticks, type Frames, type Seconds } from '../../music/units';
import type { HeardMusic } from '../heardMusic';
import type { FrameTransport } from '../ports';
import type { AudioLooper } from './audioLooper';
import { Corrections } from './corrections';
import { EarBook, type SavedBook } from './earBook';
import { HeardTracks, type HeardRecording } from './heardTracks';
import type { JamHooks } from './jamHooks';
import { LoopReadings } from './loopReadings';
import type { TempoReading } from './tracksFace';
import { isIdle } from './trackRules';
import type { TrackTempo } from './trackTempo';

/** What is heard of, and who is told. */
export interface HearingParts {
	readonly looper: AudioLooper;
	readonly transport: FrameTransport;
	readonly jam: JamHooks;
	readonly tempo: TrackTempo;
	/** Something that the page shows is another. */
	readonly changed: () => void;
}

/** What is kept of a session's heard notes, their corrections and their bar line. */
export interface SavedHearing extends SavedBook {
	/** How far behind the start of the first loop its first bar line lies; null without one. */
	readonly downbeat: Seconds | null;
}

/** So many ways to count a loop are a list that can be overlooked. */
const MOST_READINGS = 5;

const ONE_READING = 'There is only one way to count this loop: ×2 and ÷2 change its bars.';
const CANNOT_RECOUNT = 'The first loop cannot have so many bars: the tempo would leave 40–240 BPM.';
const NOTHING_TO_RECOUNT =
	'Only a first loop that set the tempo can have more or fewer bars: record one without the metronome.';
const KEYS_HOLD_BARS =
	'The loop of the keys has its bars already: clear it to change their number.';

const NO_LINE_TO_MOVE =
	'Only a first loop that set the tempo can have its bar line moved: record one without the metronome.';
const KEYS_HOLD_LINE = 'The loop of the keys lies on this bar line: clear it to move the line.';

function lineSentence(ms: number): string {
	if (ms === 0) return 'The bar line lies where the recording begins.';
	return `The bar line lies ${Math.abs(ms)} ms ${ms > 0 ? 'after' : 'before'} the recording begins.`;
}

const countedSentence = ({ bars, bpm }: BarsReading) =>
	`The first loop has ${bars} ${bars === 1 ? 'bar' : 'bars'} at ${Math.round(bpm)} BPM now.`;

/** What was heard of the recordings: what of it sounds, how the first loop is counted by it, and what the player corrects. */
export class Hearing {
	readonly #parts: HearingParts;
	readonly #book = new EarBook();
	readonly #ears = new HeardTracks(this.#book);
	readonly #readings = new LoopReadings(this.#book);
	readonly corrections: Corrections;
	#music: HeardMusic | null = null;
	#saved: { readonly key: string; readonly hearing: SavedHearing } | null = null;

	constructor(parts: HearingParts) {
		this.#parts = parts;
		const { jam, changed } = parts;
		this.corrections = new Corrections({
			book: this.#book,
			heard: () => this.#music,
			metre: () => jam.settings.metre,
			corrected: () => {
				this.tell();
			},
			changed,
			notify: (sentence) => {
				jam.notify(sentence);
			}
		});
	}

	/** What was heard in the tracks that sound; another object whenever it is another. */
	get music(): HeardMusic | null {
		return this.#music;
	}

	/** The likely ones, and the present one. */
	get readings(): readonly TempoReading[] {
		const { tempo } = this.#parts;
		const { guess } = tempo;
		if (guess === null) return [];
		const likely = this.#heardReadings()
			.filter(({ bars }) => tempo.canRecount(bars))
			.slice(0, MOST_READINGS)
			.map(({ bars, bpm }) => ({ bars, bpm, isPresent: bars === guess.bars }));
		const { bars, bpm } = guess;
		const isAmong = likely.some(({ isPresent }) => isPresent);
		return isAmong ? likely : [...likely, { bars, bpm, isPresent: true }];
	}

	/**
	 * What was heard of a recording. It counts the first loop, if nobody has yet and there is nothing
	 * beside it; from then on its notes are part of what is played to.
	 */
	hear(recording: HeardRecording): void {
		this.#book.hear(recording.layer.id, recording.notes);
		if (this.#isCountOpenTo(recording)) this.#countByEar();
		this.#update();
	}

	/** Other loops come, whose layers may have the numbers of those that were heard. */
	forget(): void {
		this.corrections.forget();
		this.#book.forget();
		this.#update();
	}

	/** What is to be kept; the same object as long as it is the same. */
	get saved(): SavedHearing {
		const { tempo, looper } = this.#parts;
		const { tracks, base, sampleRate } = looper;
		const downbeat = base === null ? null : seconds(tempo.shift / sampleRate);
		const versions = tracks.map(({ version }) => version);
		const key = [this.#book.version, downbeat, base?.length, ...versions].join(' ');
		if (this.#saved?.key !== key) {
			const contents = tracks.flatMap(({ record: { content, past, future } }) => [
				content,
				...past,
				...future
			]);
			const layers = new Set(contents.flatMap((each) => each.layers.map(({ id }) => id)));
			this.#saved = { key, hearing: { ...this.#book.saved(layers), downbeat } };
		}
		return this.#saved.hearing;
	}

	/** What was kept of the loops that are about to come. */
	restore(book: SavedBook): void {
		this.corrections.forget();
		this.#book.restore(book);
		this.#update();
	}

	/** By the player's word; the bar line stays where it is. */
	recount(factor: 2 | 0.5): void {
		this.#recount((this.#parts.tempo.guess?.bars ?? 0) * factor);
	}

	/** By the player's word; the bar line lies where the reading has it. */
	chooseReading(bars: number): void {
		this.#recount(
			bars,
			this.#heardReadings().find((one) => one.bars === bars)
		);
	}

	/** The one after the present one, round. */
	nextReading(): void {
		const { jam, tempo } = this.#parts;
		const { readings } = this;
		const place = readings.findIndex(({ isPresent }) => isPresent);
		const next = readings[(place + 1) % readings.length];
		if (readings.length > 1 && next !== undefined) this.chooseReading(next.bars);
		else jam.notify(tempo.guess === null ? NOTHING_TO_RECOUNT : ONE_READING);
	}

	/** Bar lines lie so much later in the first loop: the recording stays where it is, the music around it moves. */
	moveLine(by: Frames): void {
		const { jam, tempo, looper } = this.#parts;
		const { guess } = tempo;
		if (guess === null) jam.notify(NO_LINE_TO_MOVE);
		else if (jam.hasLoops) jam.notify(KEYS_HOLD_LINE);
		else if (tempo.recount(guess.bars, frames(tempo.shift + by))) {
			const ms = Math.round((tempo.shift / looper.sampleRate) * 1000);
			jam.notify(lineSentence(ms));
		} else jam.notify(CANNOT_RECOUNT);
		this.#update();
	}

	/** The jam is told when what is heard is another. */
	tell(): void {
		const { looper, transport, jam, tempo } = this.#parts;
		const { tracks, sampleRate, base } = looper;
		const { metre } = jam.settings;
		const scene = { tracks, sampleRate, base, metre, barFrames: tempo.barFrames };
		const music = this.#ears.music({ ...scene, origin: transport.frameOf(ticks(0)) });
		if (music === this.#music) return;
		this.#music = music;
		if (music === null) this.corrections.forget();
		jam.heardMoved();
	}

	#update(): void {
		this.tell();
		this.#parts.changed();
	}

	/** The first loop was recorded without a click, and nothing else was played since. */
	#isCountOpenTo({ track, layer }: HeardRecording): boolean {
		const { looper, jam, tempo } = this.#parts;
		if (!tempo.isCountOpen || jam.hasLoops) return false;
		return looper.tracks.every((report, index) => {
			if (index !== track) return isIdle(report);
			const { layers } = report.record.content;
			return report.recordingFrom === null && layers.length === 1 && layers[0]!.id === layer.id;
		});
	}

	#heardReadings(): readonly BarsReading[] {
		const { tracks, sampleRate, base } = this.#parts.looper;
		const { metre } = this.#parts.jam.settings;
		return this.#readings.of({ tracks, sampleRate, base, metre });
	}

	/** Counts the first loop by its strokes, unless they have no pulse or it cannot have such bars. */
	#countByEar(): void {
		const [count] = this.#heardReadings();
		if (count?.isSteady !== true) return;
		this.#parts.tempo.recount(count.bars, this.#shiftOf(count));
	}

	#shiftOf({ downbeat }: BarsReading): Frames {
		return frames(Math.round(downbeat * this.#parts.looper.sampleRate));
	}

	#recount(bars: number, reading?: BarsReading): void {
		const { jam, tempo } = this.#parts;
		const shift = reading === undefined ? tempo.shift : this.#shiftOf(reading);
		if (tempo.guess === null) jam.notify(NOTHING_TO_RECOUNT);
		else if (jam.hasLoops) jam.notify(KEYS_HOLD_BARS);
		else if (!tempo.recount(bars, shift)) jam.notify(CANNOT_RECOUNT);
		else jam.notify(reading === undefined ? '' : countedSentence(reading));
		this.#update();
	}
}
