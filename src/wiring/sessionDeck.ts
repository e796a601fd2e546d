import type { LooperNode } from '../audio/looper/looperNode';
import type { Jam } from '../jam/jam';
import type { Tracks } from '../jam/tracks/tracks';
import type { BaseLoop } from '../music/looper';
import { LoopRate } from '../music/loopRate';
import { frames } from '../music/units';
import { FIRST_FILED_TAPE } from '../audio/looper/protocol';
import type { SavedHearing } from '../jam/tracks/hearing';
import { readHeardPart, writtenHeard } from '../store/sessions/heardPart';
import { readJamPart, type JamPart } from '../store/sessions/jamPart';
import {
	contentsOf,
	sessionTrack,
	type SessionManifest,
	type SessionParts
} from '../store/sessions/manifest';
import type { OpenedSession } from '../store/sessions/openedSession';
import type { SessionStore } from '../store/sessions/sessionStore';
import type { TapePiece } from '../store/sessions/tapeFormat';
import { restoreSections, savedSections } from './sessionKeys';
import { TapeFiller, type FilledLooper, type Sides } from './tapes';
import type { TrackEar } from './trackEar';

/** As much of the looper as a session needs. */
export type DeckLooper = FilledLooper &
	Pick<LooperNode, 'tracks' | 'base' | 'taped' | 'released' | 'reset' | 'restore' | 'read'>;

/** What a session lies on. */
export interface DeckParts {
	readonly looper: DeckLooper;
	readonly tracks: Tracks;
	readonly jam: Jam;
	/** What hears the recordings. */
	readonly ear: Pick<TrackEar, 'forget' | 'know' | 'bring'>;
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

/** What a session holds beside its sound. */
interface SavedParts {
	readonly keys: JamPart;
	/** Null where nothing is known of what was heard. */
	readonly heard: SavedHearing | null;
	/** Recorded tapes with layers that were not heard. */
	readonly unheard: ReadonlySet<number>;
	/** What of it is damaged, in one sentence; empty for nothing. */
	readonly sentence: string;
}

/** Throws a SessionError for damaged keys. Damage to what was heard costs nothing else: it is heard anew. */
function savedParts({ jam, tracks }: SessionManifest): SavedParts {
	const keys = readJamPart(jam);
	const { heard, sentence } = readHeardPart(jam);
	const known = new Set(heard?.layers.map(({ layer }) => layer));
	const layers = tracks
		.flatMap(({ record }) => contentsOf(record))
		.flatMap((content) => content.layers);
	const unheard = layers.filter(({ id, tape }) => tape < FIRST_FILED_TAPE && !known.has(id));
	return { keys, heard, unheard: new Set(unheard.map(({ tape }) => tape)), sentence };
}

/** The session that is on the page: all of it goes to the store as it comes, and it is put back from there. */
export class SessionDeck {
	readonly #parts: DeckParts;
	/** One session gives way to another: what the page shows belongs to neither. */
	#isMoving = false;
	/** What was heard, as it is written. */
	#written: { readonly of: SavedHearing; readonly heard: unknown } | null = null;
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

	/**
	 * The session goes on on the page. Returns what is to be said of it, or an empty sentence. Rejects with a
	 * SessionError, and leaves it unharmed on the disk.
	 */
	bringBack(opened: OpenedSession): Promise<string> {
		const { manifest, tapes } = opened;
		return this.#move(async () => {
			const saved = savedParts(manifest);
			await this.#clear();
			const filler = new TapeFiller(this.#parts.looper, manifest.sampleRate);
			for (const { tape, sampleRate } of tapes) {
				const filled = await filler.tape(tape, sampleRate, opened.pieces(tape));
				this.#hearAnew(tape, filled, saved);
			}
			opened.adopt();
			this.#restore(manifest, saved);
			return saved.sentence;
		});
	}

	/**
	 * A session from a file becomes a new one. Returns what is to be said of it, or an empty sentence. Rejects
	 * with a SessionError for damaged keys.
	 */
	bringIn(manifest: SessionManifest, sounds: AsyncIterable<FiledSound>): Promise<string> {
		const { looper, store } = this.#parts;
		return this.#move(async () => {
			const saved = savedParts(manifest);
			await this.#clear();
			const filler = new TapeFiller(looper, manifest.sampleRate);
			store.keep();
			await store.rename(store.current?.id ?? '', manifest.name);
			for await (const { tape, sampleRate, left, right } of sounds) {
				const filled = await filler.tape(tape, sampleRate, [{ left, right }]);
				this.#hearAnew(tape, filled, saved);
				store.tape({ tape, from: 0, ...filled });
			}
			this.#restore(manifest, saved);
			return saved.sentence;
		});
	}

	#move<Result>(move: () => Promise<Result>): Promise<Result> {
		const moved = this.#moves.then(async () => {
			this.#isMoving = true;
			try {
				return await move();
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

	#keys(): JamPart & { readonly heard: unknown } {
		const { jam, tracks } = this.#parts;
		const { savedHearing } = tracks;
		if (this.#written?.of !== savedHearing) {
			this.#written = { of: savedHearing, heard: writtenHeard(savedHearing) };
		}
		const { heard } = this.#written;
		return { ...savedSections(jam), barFrames: tracks.barFrames, heard };
	}

	/** A tape with a layer of which nothing is known is listened to. Files are not. */
	#hearAnew(tape: number, { left, right }: Sides, { unheard }: SavedParts): void {
		if (unheard.has(tape)) this.#parts.ear.bring(tape, left, right);
	}

	#restore(manifest: SessionManifest, { keys, heard }: SavedParts): void {
		const { looper, tracks, jam, ear } = this.#parts;
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
			barFrames: barFrames === 0 ? null : frames(Math.round(barFrames * ratio)),
			heard
		});
		ear.know(heard?.layers.map(({ layer }) => layer) ?? []);
		manifest.tracks.forEach(({ record }, track) => {
			if (record.content.length + record.past.length + record.future.length === 0) return;
			looper.restore(track, rate?.record(record) ?? record, base);
		});
	}
}
