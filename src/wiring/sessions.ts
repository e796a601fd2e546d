import { FADE_FRAMES, LOOP_GRAIN } from '../audio/looper/protocol';
import type { LooperNode } from '../audio/looper/looperNode';
import type { Jam } from '../jam/jam';
import type { Tracks } from '../jam/tracks/tracks';
import { Emitter } from '../lib/emitter';
import type { TrackRecord } from '../music/looper';
import { LoopRate } from '../music/loopRate';
import { frames, perfTime, ticks } from '../music/units';
import { offerDownload } from '../store/download';
import { sessionTrack, type SessionManifest, type SessionParts } from '../store/sessions/manifest';
import type { OpenedSession } from '../store/sessions/openedSession';
import type { SessionSummary } from '../store/sessions/protocol';
import { WebSessionLocks } from '../store/sessions/sessionLocks';
import { SessionStore, type Outcome } from '../store/sessions/sessionStore';
import { startSessionsThread } from '../store/sessions/sessionsThread';
import { readJamPart, type JamPart } from '../store/sessions/jamPart';
import type { SessionsPort, SessionView } from '../ui/looperPorts';
import { TapeFiller, wholeTapes } from './tapes';

/** What the sessions are made of. */
export interface SessionsParts {
	readonly looper: LooperNode;
	readonly tracks: Tracks;
	readonly jam: Jam;
}

const FILE_TYPE = 'application/zip';

/** Writes what is recorded to the disk as it comes, and brings sessions back. */
export class Sessions {
	readonly changed = new Emitter<void>();
	readonly store: SessionStore;
	readonly #parts: SessionsParts;
	#list: readonly SessionSummary[] = [];
	#offered: SessionSummary | null = null;
	#removed: string | null = null;
	/** What the last command came to, if that is worth saying. */
	#sentence = '';

	constructor(parts: SessionsParts) {
		this.#parts = parts;
		this.store = new SessionStore({
			startThread: startSessionsThread,
			locks: new WebSessionLocks((navigator as { locks?: LockManager }).locks),
			room: (navigator as { storage?: StorageManager }).storage ?? null,
			now: () => Date.now(),
			shape: { preRoll: FADE_FRAMES, grain: LOOP_GRAIN }
		});
		this.store.changed.on(() => {
			this.changed.emit();
		});
	}

	/** Call once the page has sounded: from now on takes are kept. */
	async start(): Promise<void> {
		const { looper, tracks, jam } = this.#parts;
		this.store.start();
		this.store.begin(looper.sampleRate);
		looper.taped.on((chunk) => {
			this.store.tape(chunk);
		});
		looper.released.on((tape) => {
			this.store.released(tape);
		});
		tracks.changed.on(() => {
			this.store.note(this.#noted());
			if (jam.loop.layers.some(({ notes }) => notes.length > 0)) this.store.keep();
		});
		addEventListener('pagehide', () => void this.store.settle());
		const found = await this.store.unfinished();
		if (found.kind === 'done') this.#offered = found.result;
		await this.#refresh();
	}

	readonly port: SessionsPort = ((): SessionsPort => {
		const self = () => this;
		return {
			changed: this.changed,
			get status() {
				return self().#status();
			},
			get offered() {
				const offered = self().#offered;
				if (offered === null) return null;
				const { id, name, changed, seconds } = offered;
				return { id, name, when: new Date(changed), seconds };
			},
			get list() {
				return self().#views();
			},
			get removed() {
				return self().store.canUndoRemove ? self().#removed : null;
			},
			open: (id) => this.#open(id),
			dismissOffer: () => {
				this.#offered = null;
				this.changed.emit();
			},
			rename: (id, name) => this.#do(this.store.rename(id, name)),
			duplicate: (id) => this.#do(this.store.duplicate(id)),
			remove: (id) => {
				this.#removed = this.#list.find((session) => session.id === id)?.name ?? null;
				return this.#do(this.store.remove(id));
			},
			undoRemove: () => this.#do(this.store.undoRemove()),
			saveFile: () => this.#saveFile(),
			openFile: (file) => this.#openFile(file)
		};
	})();

	#status(): SessionsPort['status'] {
		const { kind, sentence } = this.store.status;
		if (this.#sentence !== '') return { kind: 'failed', sentence: this.#sentence };
		if (kind === 'starting') return { kind: 'loading', sentence };
		if (kind === 'safe') return { kind: 'saved', sentence };
		return { kind: kind === 'low' ? 'full' : kind, sentence };
	}

	#views(): readonly SessionView[] {
		const current = this.store.current?.id;
		return this.#list
			.filter(({ isRemoved }) => !isRemoved)
			.map(({ id, name, changed, seconds }) => ({
				id,
				name,
				changed: new Date(changed),
				seconds,
				isOpen: id === current
			}));
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
			jam: this.#jamPart()
		};
	}

	#jamPart(): JamPart {
		const { jam, tracks } = this.#parts;
		const { region, layers } = jam.loop;
		return {
			length: region?.length ?? ticks(0),
			layers: layers.map(({ sound, by, notes }) => ({ sound, by, notes: [...notes] })),
			barFrames: tracks.barFrames
		};
	}

	async #refresh(): Promise<void> {
		const outcome = await this.store.list();
		if (outcome.kind === 'done') this.#list = outcome.result;
		this.changed.emit();
	}

	async #do(asked: Promise<Outcome<unknown>>): Promise<void> {
		const outcome = await asked;
		this.#sentence = outcome.kind === 'failed' ? outcome.sentence : '';
		await this.#refresh();
	}

	async #open(id: string): Promise<void> {
		this.#offered = null;
		await this.store.settle();
		const outcome = await this.store.open(id);
		if (outcome.kind === 'failed') this.#sentence = outcome.sentence;
		else await this.#bringBack(outcome.result);
		await this.#refresh();
	}

	async #bringBack(opened: OpenedSession): Promise<void> {
		const { looper } = this.#parts;
		try {
			const fill = new TapeFiller(looper, opened.manifest.sampleRate);
			this.store.begin(looper.sampleRate);
			this.#empty();
			for (const { tape, sampleRate } of opened.tapes) {
				await fill.tape(tape, sampleRate, opened.pieces(tape));
			}
			opened.adopt();
			this.#restore(opened.manifest);
			this.#sentence = opened.sentence;
		} catch (cause) {
			console.warn(cause);
			opened.close();
			this.#sentence = 'This session could not be read from the disk: the others are unharmed.';
		}
	}

	#empty(): void {
		const { jam, looper } = this.#parts;
		jam.panic();
		if (jam.loop.state !== 'empty') jam.press('clear', perfTime(performance.now()));
		looper.reset();
	}

	#restore(manifest: SessionManifest): void {
		const { looper, tracks, jam } = this.#parts;
		const ratio = looper.sampleRate / manifest.sampleRate;
		const rate = ratio === 1 ? null : new LoopRate(ratio, manifest.base);
		const base = manifest.base === null ? null : (rate?.base(manifest.base) ?? manifest.base);
		const { barFrames, layers, length } = readJamPart(manifest.jam);
		const bar = barFrames === 0 ? null : frames(Math.round(barFrames * ratio));
		const { metre, bpm } = manifest;
		jam.change({ metre });
		jam.setBpm(bpm);
		if (layers.length > 0) jam.importParts(layers, { metre, bpm, length });
		tracks.restore({
			settings: tracks.settings,
			tracks: manifest.tracks.map(({ settings }) => settings),
			base,
			barFrames: bar
		});
		manifest.tracks.forEach(({ record }, track) => {
			const converted: TrackRecord = rate?.record(record) ?? record;
			if (record.content.length + record.past.length > 0) looper.restore(track, converted, base);
		});
	}

	async #saveFile(): Promise<void> {
		const current = this.store.current;
		if (current === null) {
			this.#sentence = 'There is no session to save yet: record a take first.';
			this.changed.emit();
			return;
		}
		const { writeSessionFile } = await import('../store/sessionFile');
		await this.store.settle();
		const outcome = await this.store.open(current.id);
		if (outcome.kind === 'failed') this.#sentence = outcome.sentence;
		else {
			const { manifest } = outcome.result;
			const written = await writeSessionFile(manifest, wholeTapes(outcome.result));
			if (written.kind === 'refused') this.#sentence = written.sentence;
			else {
				const bytes = new Uint8Array(await written.file.arrayBuffer());
				offerDownload(bytes, `${manifest.name}.continuo`, FILE_TYPE);
			}
		}
		this.changed.emit();
	}

	async #openFile(file: File): Promise<void> {
		const [{ readSessionFile }, { readManifest }] = await Promise.all([
			import('../store/sessionFile'),
			import('../store/sessions/manifestReading')
		]);
		const reading = await readSessionFile(file);
		if (reading.kind === 'refused') {
			this.#sentence = reading.sentence;
			this.changed.emit();
			return;
		}
		const manifest = readManifest(reading.manifest);
		const { looper } = this.#parts;
		this.store.begin(looper.sampleRate);
		this.#empty();
		const fill = new TapeFiller(looper, manifest.sampleRate);
		for (const filed of reading.tapes) {
			const read = await filed.read();
			if (read.kind === 'damaged') this.#sentence = read.sentence;
			else {
				const { id, sampleRate, left, right } = read.tape;
				const piece = { tape: id, from: 0, left, right };
				const filled = await fill.tape(id, sampleRate, [piece]);
				this.store.tape({ tape: id, from: 0, ...filled });
			}
		}
		this.#restore(manifest);
		await this.#refresh();
	}
}
