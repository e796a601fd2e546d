import type { Jam } from '../jam/jam';
import type { Course } from '../lib/course';
import { Emitter } from '../lib/emitter';
import { MIDI_TYPE, offerDownload } from '../store/download';
import type { FilesPort, WavFormat } from '../ui/looperPorts';
import { keysAsMidi, midiOntoKeys } from './midiFiles';
import { Refusal } from './refusal';
import type { ExportedFile, SoundExport } from './soundExport';
import type { SoundImport } from './soundImport';

/** What files are made of and go to. */
export interface FilesParts {
	readonly jam: Jam;
	readonly out: Pick<SoundExport, 'mix' | 'stems'>;
	readonly into: Pick<SoundImport, 'audio'>;
	/** Offers a file to the player. */
	readonly offer?: typeof offerDownload;
}

const WAV_TYPE = 'audio/wav';
const MIDI_NAME = 'continuo-loop.mid';
const ONE_AT_A_TIME = 'One file at a time: wait until this one is done, or cancel it.';
const CANCELLED = 'Cancelled: nothing was changed, and nothing was saved.';
const FAILED = 'That did not work: try it again, or reload the page.';

/** Sound and notes, out and in: one piece of work at a time, which can be followed and called off. */
export class Files {
	readonly changed = new Emitter<void>();
	readonly #parts: FilesParts;
	readonly #offer: typeof offerDownload;
	#status: FilesPort['status'] = { kind: 'idle', sentence: '', share: null };
	#work: AbortController | null = null;

	constructor(parts: FilesParts) {
		this.#parts = parts;
		this.#offer = parts.offer ?? offerDownload;
	}

	readonly port: FilesPort = ((): FilesPort => {
		const self = () => this;
		return {
			changed: this.changed,
			get status() {
				return self().#status;
			},
			exportMix: (format) => this.#export('The mix is made…', 'mix', format),
			exportStems: (format) => this.#export('The tracks are made…', 'stems', format),
			importAudio: (file, track, isStretched) =>
				this.#during('The file is read…', async ({ signal }) => {
					const remarks = await this.#parts.into.audio({ file, track, isStretched, signal });
					return `“${file.name}” is on track ${track + 1}. ${remarks}`;
				}),
			importMidi: (file) =>
				this.#during('The file is read…', async ({ signal }) => {
					const remarks = await midiOntoKeys(this.#parts.jam, file, signal);
					return `“${file.name}” is the loop of the keys. ${remarks}`;
				}),
			cancel: () => {
				this.#work?.abort();
			}
		};
	})();

	/** Downloads the loop of the keys. */
	saveMidi(): Promise<void> {
		return this.#during('The MIDI file is made…', async ({ signal }) => {
			const bytes = await keysAsMidi(this.#parts.jam);
			signal.throwIfAborted();
			this.#offer(bytes, MIDI_NAME, MIDI_TYPE);
			return `${MIDI_NAME} goes to your downloads.`;
		});
	}

	#export(sentence: string, kind: 'mix' | 'stems', format: WavFormat): Promise<void> {
		return this.#during(sentence, async (course) => {
			const files = await this.#parts.out[kind](format, course);
			course.signal.throwIfAborted();
			return this.#offerAll(files, format);
		});
	}

	/** Never rejects: what came of it is said, in the status and on the page. */
	async #during(sentence: string, act: (course: Course) => Promise<string>): Promise<void> {
		if (this.#work !== null) {
			this.#parts.jam.notify(ONE_AT_A_TIME);
			return;
		}
		const work = new AbortController();
		this.#work = work;
		this.#say({ kind: 'busy', sentence, share: null });
		const tell = (share: number) => {
			if (this.#work === work) this.#tell(share);
		};
		try {
			this.#end('done', await Promise.race([act({ signal: work.signal, tell }), abortOf(work)]));
		} catch (cause) {
			if (work.signal.aborted) this.#end('idle', CANCELLED);
			else {
				if (!(cause instanceof Refusal)) console.warn(cause);
				this.#end('failed', cause instanceof Refusal ? cause.message : FAILED);
			}
		}
	}

	#end(kind: 'idle' | 'done' | 'failed', sentence: string): void {
		this.#work = null;
		this.#say({ kind, sentence: sentence.trim(), share: null });
		this.#parts.jam.notify(sentence.trim());
	}

	/** In whole percent, so that the page is not drawn for nothing. */
	#tell(share: number): void {
		const rounded = Math.round(share * 100) / 100;
		if (rounded !== this.#status.share) this.#say({ ...this.#status, share: rounded });
	}

	#say(status: FilesPort['status']): void {
		this.#status = status;
		this.changed.emit();
	}

	#offerAll(files: readonly ExportedFile[], format: WavFormat): string {
		for (const { name, bytes } of files) this.#offer(bytes, name, WAV_TYPE);
		const names = files.map(({ name }) => name).join(', ');
		const goes = files.length === 1 ? 'goes' : 'go';
		const clipped = files.reduce((sum, file) => sum + file.clipped, 0);
		const loud =
			clipped === 0
				? ''
				: ` ${clipped} samples were too loud for ${format} bits: lower the levels, or export as float.`;
		return `${names} ${goes} to your downloads.${loud}`;
	}
}

/** Rejects once the work is called off, however long it takes to notice. */
const abortOf = ({ signal }: AbortController) =>
	new Promise<never>((_, reject) => {
		signal.addEventListener('abort', () => {
			reject(signal.reason as Error);
		});
	});
