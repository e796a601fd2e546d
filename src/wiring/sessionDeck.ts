import type { LooperNode } from '../audio/looper/looperNode';
import type { Jam } from '../jam/jam';
import type { Tracks } from '../jam/tracks/tracks';
import type { BaseLoop } from '../music/looper';
import { LoopRate } from '../music/loopRate';
import { frames } from '../music/units';
import { readJamPart, type JamPart } from '../store/sessions/jamPart';
import { sessionTrack, type SessionManifest, type SessionParts } from '../store/sessions/manifest';
import type { OpenedSession } from '../store/sessions/openedSession';
import type { SessionStore } from '../store/sessions/sessionStore';
import type { TapePiece } from '../store/sessions/tapeFormat';
import { restoreSections, savedSections } from './sessionKeys';
import { TapeFiller, type FilledLooper } from './tapes';

/** As much of the looper as a session needs. */
export type DeckLooper = FilledLooper &
	Pick<LooperNode, 'tracks' | 'base' | 'taped' | 'released' | 'reset' | 'restore' | 'read'>;

/** What a session lies on. */
export interface DeckParts {
	readonly looper: DeckLooper;
	readonly tracks: Tracks;
	readonly jam: Jam;
	/** What hears the recordings. */
	readonly ear: { forget(): void };
	readonly store: Pick<
		SessionStore,
		'begin' | 'tape' | 'note' | 'keep' | 'released' | 'rename' | 'current'
	>;
}

/** A tape from a file. */
export type FiledSound = Pick<TapePiece, 'tape' | 'left' | 'right'> & {
	readonly sampleRate: number;
};

/** The audio thread answers within a few ms; longer means that it will not. */
const ARRIVAL_MS = 2000;

/** The session that is on the page: all of it goes to the store as it comes, and it is put back from there. */
export class SessionDeck {
	readonly #parts: DeckParts;
	/** One session gives way to another: what the page shows belongs to neither. */
	#isMoving = false;
	/** Moves come one after the other. */
	#moves: Promise<unknown> = Promise.resolve();

	constructor(parts: DeckParts) {
		this.#parts = parts;
	}

	/** From now on takes are kept. */
	start(): void {
		const { looper, tracks, store } = this.#parts;
		store.begin(looper.sampleRate);
		looper.taped.on((chunk) => {
			store.tape(chunk);
		});
		looper.released.on((tape) => {
			store.released(tape);
		});
		tracks.changed.on(() => {
			this.#note();
		});
	}

	/** The session ends where it is, and nothing is on the page. */
	clear(): Promise<void> {
		return this.#move(() => this.#clear());
	}

	/** The session goes on on the page. Rejects with a SessionError, and leaves it unharmed on the disk. */
	bringBack(opened: OpenedSession): Promise<void> {
		const { manifest, tapes } = opened;
		return this.#move(async () => {
			const keys = readJamPart(manifest.jam);
			await this.#clear();
			const filler = new TapeFiller(this.#parts.looper, manifest.sampleRate);
			for (const { tape, sampleRate } of tapes) {
				await filler.tape(tape, sampleRate, opened.pieces(tape));
			}
			opened.adopt();
			this.#restore(manifest, keys);
		});
	}

	/** A session from a file becomes a new one. Rejects with a SessionError for damaged keys. */
	bringIn(manifest: SessionManifest, sounds: AsyncIterable<FiledSound>): Promise<void> {
		const { looper, store } = this.#parts;
		return this.#move(async () => {
			const keys = readJamPart(manifest.jam);
			await this.#clear();
			const filler = new TapeFiller(looper, manifest.sampleRate);
			store.keep();
			await store.rename(store.current?.id ?? '', manifest.name);
			for await (const { tape, sampleRate, left, right } of sounds) {
				const filled = await filler.tape(tape, sampleRate, [{ left, right }]);
				store.tape({ tape, from: 0, ...filled });
			}
			this.#restore(manifest, keys);
		});
	}

	#move(move: () => Promise<void>): Promise<void> {
		const moved = this.#moves.then(async () => {
			this.#isMoving = true;
			try {
				await move();
			} finally {
				await this.#arrival();
				this.#isMoving = false;
				this.#note();
			}
		});
		this.#moves = moved.catch(() => undefined);
		return moved;
	}

	/** What is on its way from the audio thread still belongs to the session that ends. */
	async #clear(): Promise<void> {
		const { jam, looper, tracks, ear, store } = this.#parts;
		jam.panic();
		jam.forgetSections();
		looper.reset();
		await this.#arrival();
		ear.forget();
		tracks.forgetHeard();
		store.begin(looper.sampleRate);
		store.note(this.#noted());
	}

	/** All that the audio thread was told has been done, and the page knows. */
	async #arrival(): Promise<void> {
		let timer: ReturnType<typeof setTimeout> | undefined;
		const isLate = new Promise<void>((resolve) => {
			timer = setTimeout(resolve, ARRIVAL_MS);
		});
		await Promise.race([this.#parts.looper.read(0, 0, 1), isLate]);
		clearTimeout(timer);
	}

	#note(): void {
		const { jam, store } = this.#parts;
		if (this.#isMoving) return;
		store.note(this.#noted());
		if (jam.sections.some(({ isBlank }) => !isBlank)) store.keep();
	}

	#noted(): SessionParts {
		const { looper, tracks, jam } = this.#parts;
		return {
			bpm: jam.bpm,
			metre: jam.settings.metre,
			grid: tracks.grid,
			base: looper.base,
			tracks: tracks.tracks.map(({ index, settings }) =>
				sessionTrack(settings, looper.tracks[index]!)
			),
			jam: this.#keys()
		};
	}

	#keys(): JamPart {
		const { jam, tracks } = this.#parts;
		return { ...savedSections(jam), barFrames: tracks.barFrames };
	}

	#restore(manifest: SessionManifest, keys: JamPart): void {
		const { looper, tracks, jam } = this.#parts;
		const { metre, bpm } = manifest;
		const ratio = looper.sampleRate / manifest.sampleRate;
		const rate = ratio === 1 ? null : new LoopRate(ratio, manifest.base);
		const base: BaseLoop | null =
			manifest.base === null ? null : (rate?.base(manifest.base) ?? manifest.base);
		jam.change({ metre });
		jam.setBpm(bpm);
		restoreSections(jam, keys, { metre, bpm });
		const { barFrames } = keys;
		tracks.restore({
			settings: tracks.settings,
			tracks: manifest.tracks.map(({ settings }) => settings),
			base,
			barFrames: barFrames === 0 ? null : frames(Math.round(barFrames * ratio))
		});
		manifest.tracks.forEach(({ record }, track) => {
			if (record.content.length + record.past.length + record.future.length === 0) return;
			looper.restore(track, rate?.record(record) ?? record, base);
		});
	}
}
