import type { AudioInput } from '../audio/input/microphone';
import { OfflineEar } from '../ears/loop/offlineEar';
import type { Jam } from '../jam/jam';
import type { Tracks } from '../jam/tracks/tracks';
import { Emitter } from '../lib/emitter';
import type { Deafness, HeardLoop } from '../music/ears/heard';
import type { EarPort } from '../ui/looperPorts';
import { patientEar } from './patientEar';
import { TapeEar, type HeardWindow, type TapedLooper, type TapeListener } from './tapeEar';

/** What hears the recordings, and who is told. */
export interface TrackEarParts {
	readonly looper: TapedLooper;
	readonly tracks: Pick<Tracks, 'hear'>;
	readonly input: Pick<AudioInput, 'changed' | 'open'>;
	readonly jam: Pick<Jam, 'notify' | 'notice'>;
	readonly ear?: TapeListener & Pick<OfflineEar, 'prepare'>;
}

/** An instrument that is nearer to 440 Hz than this is in tune, in cents. */
const IN_TUNE_CENTS = 5;
/** From here on everybody hears that the band, which is at 440 Hz, is not in tune with it. */
const SOUR_CENTS = 15;

const DEAF: Readonly<Record<Deafness, string>> = {
	'too-quiet': 'The recording is too quiet for its notes to be heard: turn the input up.',
	'no-notes': 'No notes were heard in the recording: the band goes by what else there is.'
};
const STILL_LISTENING =
	'The recording is still being listened to: it plays on, and the band comes in when its notes are known.';
const CLIPPED = 'The last recording was too loud for the input: some notes may be misheard.';

/** What was heard of the last recording, in one sentence; empty where there is nothing to say. */
function sentenceOf(loop: HeardLoop): string {
	if (loop.kind === 'nothing') return DEAF[loop.why];
	if (loop.isClipped) return CLIPPED;
	const cents = Math.round(loop.cents);
	if (Math.abs(cents) <= IN_TUNE_CENTS) return '';
	const side = cents > 0 ? 'above' : 'below';
	const where = `The last recording is tuned ${Math.abs(cents)} cents ${side} A = 440 Hz`;
	const isSour = Math.abs(loop.cents) >= SOUR_CENTS;
	return isSour ? `${where}: the band sounds out of tune beside it.` : `${where}.`;
}

/** The player must know of it without opening the input's dialog. */
const isForAll = (loop: HeardLoop) =>
	loop.kind === 'nothing' || loop.isClipped || Math.abs(loop.cents) >= SOUR_CENTS;

/** The doubtful too: the player says how much counts. */
const notesOf = (loop: HeardLoop) =>
	loop.kind === 'nothing'
		? []
		: [...loop.notes, ...loop.doubtful].sort((one, other) => one.onset - other.onset);

/** Hears the notes of what is recorded in the audio tracks, and tells tracks and player. */
export class TrackEar {
	readonly #changed = new Emitter<void>();
	readonly #parts: TrackEarParts;
	readonly #tapes: TapeEar;
	#sentence = '';

	constructor(parts: TrackEarParts) {
		const { looper, input, jam, ear = new OfflineEar() } = parts;
		this.#parts = parts;
		const told = {
			isLate: () => {
				this.#say(STILL_LISTENING);
				jam.notify(STILL_LISTENING);
			},
			isThere: () => {
				if (this.#sentence === STILL_LISTENING) this.#say('');
				if (jam.notice === STILL_LISTENING) jam.notify('');
			}
		};
		this.#tapes = new TapeEar(looper, patientEar(ear, told));
		this.#tapes.heard.on((heard) => {
			this.#tell(heard);
		});
		this.#tapes.failed.on(({ message }) => {
			this.#say(message);
			jam.notify(message);
		});
		const forget = input.changed.on(() => {
			if (input.open === null) return;
			forget();
			ear.prepare();
		});
	}

	readonly port: EarPort = ((): EarPort => {
		const sentence = () => this.#sentence;
		return {
			changed: this.#changed,
			get sentence() {
				return sentence();
			}
		};
	})();

	/** Other sound comes, of which nothing is known. */
	forget(): void {
		this.#tapes.forget();
		this.#say('');
	}

	/** These layers were heard on an earlier visit. */
	know(layers: Iterable<number>): void {
		this.#tapes.know(layers);
	}

	/** A whole tape of an earlier visit, of which nothing is known. */
	bring(tape: number, left: Float32Array, right: Float32Array): void {
		this.#tapes.bring(tape, left, right);
	}

	#tell({ track, layer, seconds, loop }: HeardWindow): void {
		const { tracks, jam } = this.#parts;
		this.#say(sentenceOf(loop));
		tracks.hear({ track, layer, seconds, notes: notesOf(loop) });
		if (isForAll(loop)) jam.notify(this.#sentence);
	}

	#say(sentence: string): void {
		this.#sentence = sentence;
		this.#changed.emit();
	}
}
