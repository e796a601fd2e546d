import { Emitter } from '../../lib/emitter';
import type { PracticeEntry } from '../../music/solo/practiceEntry';
import type { PracticeShelf } from './practiceShelf';
import { readEntry } from './readEntry';

/** Two practices a day for more than a year; the oldest go. */
const MOST_ENTRIES = 1000;

const NOT_KEPT =
	'This browser lets us keep nothing here: the log holds until the page is closed; leave private mode or allow site data to keep it.';
const FULL =
	'There is no room for the practice log: it holds until the page is closed; free some of the browser’s storage to keep it.';
const damagedWords = (count: number) =>
	count === 1
		? 'One entry of the log could not be read and was left out.'
		: `${count} entries of the log could not be read and were left out.`;

/** The practices on this machine, the newest first. Nothing of them goes anywhere. Never rejects. */
export class PracticeLog {
	readonly changed = new Emitter<void>();
	readonly #open: () => Promise<PracticeShelf | null>;
	#shelf: Promise<PracticeShelf | null> | null = null;
	#entries: readonly PracticeEntry[] = [];
	#removed: PracticeEntry | null = null;
	#trouble = '';
	#damaged = 0;
	#work: Promise<void> = Promise.resolve();

	/** `open` comes to null, or rejects, where the browser keeps nothing. */
	constructor(open: () => Promise<PracticeShelf | null>) {
		this.#open = open;
	}

	get entries(): readonly PracticeEntry[] {
		return this.#entries;
	}

	/** One plain sentence; empty when there is nothing to say. */
	get sentence(): string {
		const damaged = this.#damaged === 0 ? '' : damagedWords(this.#damaged);
		return [this.#trouble, damaged].filter((sentence) => sentence !== '').join(' ');
	}

	/** What was deleted last, while that can be undone. */
	get removed(): PracticeEntry | null {
		return this.#removed;
	}

	/** Reads what is kept: call it when the log is to be seen. */
	look(): Promise<void> {
		return this.#queue(async (shelf) => {
			if (shelf === null) return;
			const records = await shelf.all();
			const entries = records.map(readEntry).filter((entry) => entry !== null);
			this.#damaged = records.length - entries.length;
			for (const entry of entries) this.#hold(entry);
			await this.#shed(shelf);
		});
	}

	/** Replaces what was kept of the same practice. */
	keep(entry: PracticeEntry): void {
		this.#hold(entry);
		this.changed.emit();
		void this.#queue(async (shelf) => {
			await shelf?.put(entry);
			await this.#shed(shelf);
		});
	}

	remove(when: number): void {
		const entry = this.#entries.find((other) => other.when === when);
		if (entry === undefined) return;
		this.#removed = entry;
		this.#entries = this.#entries.filter((other) => other !== entry);
		this.changed.emit();
		void this.#queue(async (shelf) => shelf?.remove(when));
	}

	undoRemove(): void {
		const entry = this.#removed;
		if (entry === null) return;
		this.#removed = null;
		this.keep(entry);
	}

	/** All that was asked for is done. */
	settle(): Promise<void> {
		return this.#work;
	}

	/** Entries in their order, each once. */
	#hold(entry: PracticeEntry): void {
		const others = this.#entries.filter(({ when }) => when !== entry.when);
		this.#entries = [entry, ...others].sort((left, right) => right.when - left.when);
	}

	async #shed(shelf: PracticeShelf | null): Promise<void> {
		const old = this.#entries.slice(MOST_ENTRIES);
		this.#entries = this.#entries.slice(0, MOST_ENTRIES);
		for (const { when } of old) await shelf?.remove(when);
	}

	/** One after the other, so that what was asked for last holds. */
	#queue(act: (shelf: PracticeShelf | null) => Promise<void> | undefined): Promise<void> {
		this.#work = this.#work.then(async () => {
			const shelf = await this.#shelfNow();
			this.#trouble = shelf === null ? NOT_KEPT : '';
			try {
				await act(shelf);
			} catch (cause) {
				console.warn(cause);
				this.#trouble = isQuota(cause) ? FULL : NOT_KEPT;
			}
			this.changed.emit();
		});
		return this.#work;
	}

	#shelfNow(): Promise<PracticeShelf | null> {
		this.#shelf ??= this.#open().catch((cause: unknown) => {
			console.warn(cause);
			return null;
		});
		return this.#shelf;
	}
}

const isQuota = (cause: unknown) => cause instanceof Error && cause.name === 'QuotaExceededError';
