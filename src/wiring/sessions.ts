import { FADE_FRAMES, LOOP_GRAIN } from '../audio/looper/protocol';
import type { LooperNode } from '../audio/looper/looperNode';
import type { Jam } from '../jam/jam';
import type { Tracks } from '../jam/tracks/tracks';
import { Emitter } from '../lib/emitter';
import { offerDownload } from '../store/download';
import type { OpenedSession } from '../store/sessions/openedSession';
import type { SessionSummary } from '../store/sessions/protocol';
import { WebSessionLocks } from '../store/sessions/sessionLocks';
import { SessionStore, type Outcome } from '../store/sessions/sessionStore';
import { startSessionsThread } from '../store/sessions/sessionsThread';
import type { SessionsPort, SessionView } from '../ui/looperPorts';
import { SessionDeck, type DeckParts } from './sessionDeck';
import { readSessionFrom, sessionFileOf, SESSION_TYPE } from './sessionFiles';

/** What the sessions are made of. */
export interface SessionsParts {
	readonly looper: LooperNode;
	readonly tracks: Tracks;
	readonly jam: Jam;
	readonly ear: DeckParts['ear'];
}

const NO_SESSION = 'There is no session to save yet: record a take first.';
const UNREADABLE = 'This session could not be read from the disk: the others are unharmed.';
const UNREADABLE_FILE = 'This session file could not be read: what was on the disk is unharmed.';
const UNWRITTEN = 'The session could not be put in a file: try again, or export each track.';

/** Writes what is recorded to the disk as it comes, and brings sessions back. */
export class Sessions {
	readonly changed = new Emitter<void>();
	readonly store: SessionStore;
	readonly #jam: Jam;
	readonly #deck: SessionDeck;
	#list: readonly SessionSummary[] = [];
	#offered: SessionSummary | null = null;
	#removed: string | null = null;
	/** What the last command came to, if that is worth saying. */
	#sentence = '';
	/** What was last said of how safe the takes are. */
	#warned = '';
	#currentId: string | undefined;

	constructor({ looper, tracks, jam, ear }: SessionsParts) {
		this.#jam = jam;
		this.store = new SessionStore({
			startThread: startSessionsThread,
			locks: new WebSessionLocks((navigator as { locks?: LockManager }).locks),
			room: (navigator as { storage?: StorageManager }).storage ?? null,
			now: () => Date.now(),
			shape: { preRoll: FADE_FRAMES, grain: LOOP_GRAIN }
		});
		this.#deck = new SessionDeck({ looper, tracks, jam, ear, store: this.store });
		this.store.changed.on(() => {
			this.#followStore();
		});
	}

	/** Call once the page has sounded: from now on takes are kept. */
	async start(): Promise<void> {
		this.store.start();
		this.#deck.start();
		addEventListener('pagehide', () => void this.store.settle());
		document.addEventListener('visibilitychange', () => {
			// A hidden page may be killed without another word.
			if (document.visibilityState === 'hidden') void this.store.settle();
		});
		addEventListener('beforeunload', (event) => {
			if (this.store.isAtRisk) event.preventDefault();
		});
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
			look: () => this.#refresh(),
			open: (id) => this.#open(id),
			dismissOffer: () => {
				this.#offered = null;
				this.changed.emit();
			},
			rename: (id, name) => this.#do(() => this.store.rename(id, name)),
			duplicate: (id) => this.#do(() => this.store.duplicate(id)),
			remove: (id) => this.#remove(id),
			undoRemove: () => this.#do(() => this.store.undoRemove()),
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

	/** Who has no dialog open hears of a full disk too, once. */
	#followStore(): void {
		const { kind, sentence } = this.store.status;
		// The minutes that are left would be said each minute.
		const warned = kind === 'low' ? kind : sentence;
		if (warned !== this.#warned) {
			this.#warned = warned;
			if (sentence !== '') this.#jam.notify(sentence);
		}
		const id = this.store.current?.id;
		if (id === this.#currentId) this.changed.emit();
		else {
			this.#currentId = id;
			void this.#refresh();
		}
	}

	async #refresh(): Promise<void> {
		const outcome = await this.store.list();
		if (outcome.kind === 'done') this.#list = outcome.result;
		this.changed.emit();
	}

	#say(sentence: string): void {
		this.#sentence = sentence;
		if (sentence !== '') this.#jam.notify(sentence);
		this.changed.emit();
	}

	async #do(ask: () => Promise<Outcome<unknown>>): Promise<void> {
		const outcome = await ask();
		this.#say(outcome.kind === 'failed' ? outcome.sentence : '');
		await this.#refresh();
	}

	/** What sounds goes with its session. */
	async #remove(id: string): Promise<void> {
		const name = this.#list.find((session) => session.id === id)?.name ?? id;
		if (this.#offered?.id === id) this.#offered = null;
		await this.#do(async () => {
			if (this.store.current?.id === id) await this.#deck.clear();
			const outcome = await this.store.remove(id);
			if (outcome.kind === 'done') this.#removed = name;
			return outcome;
		});
	}

	async #open(id: string): Promise<void> {
		this.#offered = null;
		await this.store.settle();
		const outcome = await this.store.open(id);
		if (outcome.kind === 'failed') this.#say(outcome.sentence);
		else await this.#bringBack(outcome.result);
		await this.#refresh();
	}

	async #bringBack(opened: OpenedSession): Promise<void> {
		try {
			const sentence = await this.#deck.bringBack(opened);
			this.#say(`${opened.sentence} ${sentence}`.trim());
		} catch (cause) {
			console.warn(cause);
			opened.close();
			this.#say(UNREADABLE);
		}
	}

	async #saveFile(): Promise<void> {
		const current = this.store.current;
		if (current === null) {
			this.#say(NO_SESSION);
			return;
		}
		await this.store.settle();
		const outcome = await this.store.open(current.id);
		if (outcome.kind === 'failed') {
			this.#say(outcome.sentence);
			return;
		}
		try {
			const written = await sessionFileOf(outcome.result);
			if (written.kind === 'refused') this.#say(written.sentence);
			else {
				this.#say('');
				offerDownload(written.file, `${current.name}.continuo`, SESSION_TYPE);
			}
		} catch (cause) {
			console.warn(cause);
			this.#say(UNWRITTEN);
		} finally {
			outcome.result.close();
		}
	}

	async #openFile(file: File): Promise<void> {
		try {
			const reading = await readSessionFrom(file);
			if (reading.kind === 'refused') {
				this.#say(reading.sentence);
				return;
			}
			await this.store.settle();
			const sentence = await this.#deck.bringIn(reading.manifest, reading.sounds());
			this.#say(`${reading.damage()} ${sentence}`.trim());
		} catch (cause) {
			console.warn(cause);
			this.#say(UNREADABLE_FILE);
		}
		await this.#refresh();
	}
}
