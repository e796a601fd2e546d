import type { AudioEngine } from '../audio/audioEngine';
import type { LooperNode } from '../audio/looper/looperNode';
import { FADE_FRAMES, FIRST_FILED_TAPE, type TapeChunk } from '../audio/looper/protocol';
import { renderContent } from '../audio/looper/renderContent';
import type { RenderPlan } from '../audio/tracks/renderTracks';
import type { Jam } from '../jam/jam';
import type { Tracks } from '../jam/tracks/tracks';
import { Emitter } from '../lib/emitter';
import type { Sound } from '../music/score';
import { frames } from '../music/units';
import { offerDownload } from '../store/download';
import type { FilesPort, WavFormat } from '../ui/looperPorts';

/** What files are made of and go to. */
export interface FilesParts {
	readonly audio: AudioEngine;
	readonly looper: LooperNode;
	readonly tracks: Tracks;
	readonly jam: Jam;
	/** Sound that came from a file goes to the disk too. */
	readonly keepTape: (chunk: TapeChunk) => void;
}

const WAV_TYPE = 'audio/wav';
/** Loops that come round together only after longer than this are cut there. */
const LONGEST_SECONDS = 600;
const NOTHING = 'There is no audio loop to export yet: record one first.';

/** Sound and notes, out and in. */
export class Files {
	readonly changed = new Emitter<void>();
	readonly #parts: FilesParts;
	#status: FilesPort['status'] = { kind: 'idle', sentence: '' };
	#lastTape = FIRST_FILED_TAPE;

	constructor(parts: FilesParts) {
		this.#parts = parts;
	}

	readonly port: FilesPort = ((): FilesPort => {
		const status = () => this.#status;
		return {
			changed: this.changed,
			get status() {
				return status();
			},
			exportMix: (format) => this.#during('The mix is made…', () => this.#exportMix(format)),
			exportStems: (format) => this.#during('The stems are made…', () => this.#exportStems(format)),
			importAudio: (file, track, stretch) =>
				this.#during('The file is read…', () => this.#importAudio(file, track, stretch)),
			importMidi: (file) => this.#during('The file is read…', () => this.#importMidi(file))
		};
	})();

	async #during(sentence: string, act: () => Promise<string>): Promise<void> {
		this.#say({ kind: 'busy', sentence });
		try {
			this.#say({ kind: 'done', sentence: await act() });
		} catch (cause) {
			console.warn(cause);
			const said = cause instanceof Refusal ? cause.message : 'That did not work: try it again.';
			this.#say({ kind: 'failed', sentence: said });
		}
	}

	#say(status: FilesPort['status']): void {
		this.#status = status;
		this.changed.emit();
	}

	/** Of the cycle that all loops have in common. */
	#plan(): RenderPlan {
		const { looper, tracks, jam, audio } = this.#parts;
		const { sampleRate } = looper;
		const used = tracks.tracks.filter(({ seconds }) => seconds > 0);
		if (used.length === 0) throw new Refusal(NOTHING);
		const passes = used.map(({ index }) => {
			const { record, motion } = looper.tracks[index]!;
			return Math.round(record.content.length / Math.abs(motion.rate));
		});
		const longest = Math.max(...passes);
		const common = passes.reduce(leastCommonMultiple);
		const length = common <= LONGEST_SECONDS * sampleRate ? common : longest;
		const origin = looper.base?.origin ?? frames(0);
		return {
			tracks: used.map(({ index, settings, state }) => ({
				track: index,
				settings,
				isMuted: state === 'muted'
			})),
			bpm: jam.bpm,
			sampleRate,
			length: frames(length),
			dry: (track, count) => {
				const { record, motion } = looper.tracks[track]!;
				const read = looper.read.bind(looper);
				return renderContent({ content: record.content, motion }, origin, count, read);
			},
			mixLevel: audio.mixer.level('loop'),
			openContext: (channels, count, rate) => new OfflineAudioContext(channels, count, rate)
		};
	}

	async #exportMix(format: WavFormat): Promise<string> {
		const plan = this.#plan();
		const { renderMix } = await import('../audio/tracks/renderTracks');
		const { left, right } = await renderMix(plan);
		return this.#download('continuo-mix.wav', { left, right }, format);
	}

	async #exportStems(format: WavFormat): Promise<string> {
		const plan = this.#plan();
		const { renderStems } = await import('../audio/tracks/renderTracks');
		let sentence = '';
		for await (const stem of renderStems(plan)) {
			sentence = await this.#download(`continuo-track-${stem.track + 1}.wav`, stem, format);
		}
		return sentence;
	}

	async #download(
		name: string,
		{ left, right }: { readonly left: Float32Array; readonly right: Float32Array },
		format: WavFormat
	): Promise<string> {
		const { writeWav } = await import('../store/audioFiles/writeWav');
		const sound = { sampleRate: this.#parts.looper.sampleRate, channels: [left, right] };
		const { bytes, clipped } = writeWav(sound, format, { title: 'Continuo', isLoop: true });
		offerDownload(bytes, name, WAV_TYPE);
		return clipped === 0
			? ''
			: `${clipped} samples were too loud for ${format} bits: lower the levels, or export as float.`;
	}

	async #importAudio(file: File, track: number, isStretched: boolean): Promise<string> {
		const { audio, tracks } = this.#parts;
		if (tracks.tracks[track]?.state !== 'empty') {
			throw new Refusal('This track holds a loop: clear it, or choose an empty one.');
		}
		const [{ readAudioFile }, { webDecoder }] = await Promise.all([
			import('../store/audioFiles/readAudioFile'),
			import('../store/audioFiles/webDecoder')
		]);
		const reading = await readAudioFile(file, webDecoder(audio.context));
		if (reading.kind === 'refused') throw new Refusal(reading.sentence);
		const [left = new Float32Array(0), right = left] = reading.sound.channels;
		const sound = isStretched ? this.#stretched([left, right]) : [left, right];
		this.#put(track, sound[0]!, sound[1]!);
		return reading.remarks.join(' ');
	}

	/** To the nearest whole number of bars, as a tape that is played faster or slower. */
	#stretched(sides: readonly Float32Array[]): readonly Float32Array[] {
		const { tracks } = this.#parts;
		const count = sides[0]?.length ?? 0;
		const bars = Math.max(1, Math.round(count / tracks.barFrames));
		const wanted = bars * tracks.barFrames;
		return sides.map((samples) => varispeed(samples, wanted));
	}

	/** The sound becomes the loop of the track, at once or, with other loops, in step with them. */
	#put(track: number, left: Float32Array, right: Float32Array): void {
		const { looper } = this.#parts;
		// Milliseconds since 1970 are above all numbers of recorded tapes, and of files of earlier visits.
		const tape = (this.#lastTape = Math.max(this.#lastTape + 1, Date.now()));
		const base = looper.base;
		const length = base === null ? left.length : fitted(left.length, base.length);
		const span = Math.min(left.length, length);
		const sides = [left, right].map((side) => {
			const whole = new Float32Array(FADE_FRAMES + span);
			whole.set(side.subarray(0, span), FADE_FRAMES);
			return whole;
		});
		const [tapeLeft = new Float32Array(0), tapeRight = tapeLeft] = sides;
		this.#parts.keepTape({ tape, from: 0, left: tapeLeft.slice(), right: tapeRight.slice() });
		looper.fillTape(tape, tapeLeft, tapeRight);
		const window = { id: tape, tape, from: FADE_FRAMES, span, at: 0, rate: 1, cycle: length };
		const layers = [{ ...window, under: 1, likeness: 0 }];
		const empty = { length: 0, layers: [] };
		const record = { content: { length, layers }, past: [empty], future: [] };
		looper.restore(track, record, base ?? { origin: frames(0), length: frames(length) });
	}

	async #importMidi(file: File): Promise<string> {
		const { readMidiFile } = await import('../store/midiImport');
		const reading = readMidiFile(new Uint8Array(await file.arrayBuffer()));
		if (reading.kind === 'refused') throw new Refusal(reading.sentence);
		const { tracks, ...frame } = reading.content;
		const parts = tracks.map(({ notes, isDrums, program = 0, isByAi }) => ({
			notes,
			sound: soundOf(isDrums === true, program),
			by: isByAi === true ? ('partner' as const) : ('player' as const)
		}));
		const refusal = this.#parts.jam.importParts(parts, frame);
		if (refusal !== '') throw new Refusal(refusal);
		return reading.remarks.join(' ');
	}
}

/** The instrument of ours that is nearest to a General MIDI program. */
function soundOf(isDrums: boolean, program: number): Sound {
	if (isDrums) return 'drums';
	const found = GENERAL_MIDI.find(({ upTo }) => program <= upTo);
	return found?.sound ?? 'synth';
}

const GENERAL_MIDI: readonly { readonly upTo: number; readonly sound: Sound }[] = [
	{ upTo: 3, sound: 'piano' },
	{ upTo: 5, sound: 'electric-piano' },
	{ upTo: 8, sound: 'piano' },
	{ upTo: 23, sound: 'electric-piano' },
	{ upTo: 31, sound: 'guitar' },
	{ upTo: 39, sound: 'bass' }
];

/** Says to the player why something cannot be done. */
class Refusal extends Error {}

const greatestCommonDivisor = (one: number, other: number): number =>
	other === 0 ? one : greatestCommonDivisor(other, one % other);
const leastCommonMultiple = (one: number, other: number) =>
	(one / greatestCommonDivisor(one, other)) * other;

/** The least multiple of the base, or its half, quarter or eighth where that is whole, that holds the sound. */
function fitted(length: number, base: number): number {
	for (const parts of [8, 4, 2]) {
		if (base % parts === 0 && length <= base / parts) return base / parts;
	}
	return Math.ceil(length / base) * base;
}

/** As a tape at another speed: the pitch moves with it. */
function varispeed(samples: Float32Array, count: number): Float32Array {
	const step = samples.length / count;
	return Float32Array.from({ length: count }, (_, frame) => {
		const place = frame * step;
		const whole = Math.floor(place);
		const one = samples[whole] ?? 0;
		const other = samples[whole + 1] ?? one;
		return one + (other - one) * (place - whole);
	});
}
