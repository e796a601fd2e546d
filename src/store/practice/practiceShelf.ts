import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { PracticeEntry } from '../../music/solo/practiceEntry';

/** Where entries lie, each under the moment at which its practice began. */
export interface PracticeShelf {
	/** Every record, whatever became of it. */
	all(): Promise<readonly unknown[]>;
	put(entry: PracticeEntry): Promise<void>;
	remove(when: number): Promise<void>;
}

const DATABASE = 'continuo-practice';

interface Records extends DBSchema {
	entries: { key: number; value: unknown };
}

/** The entries in a database of their own. */
export class IndexedDbShelf implements PracticeShelf {
	readonly #database: IDBPDatabase<Records>;

	private constructor(database: IDBPDatabase<Records>) {
		this.#database = database;
	}

	/** Null where the browser has no database for us, as in some private windows. */
	static async open(): Promise<IndexedDbShelf | null> {
		try {
			const database = await openDB<Records>(DATABASE, 1, {
				upgrade(created) {
					created.createObjectStore('entries');
				}
			});
			return new IndexedDbShelf(database);
		} catch (cause) {
			console.warn(cause);
			return null;
		}
	}

	all(): Promise<readonly unknown[]> {
		return this.#database.getAll('entries');
	}

	async put(entry: PracticeEntry): Promise<void> {
		await this.#database.put('entries', entry, entry.when);
	}

	remove(when: number): Promise<void> {
		return this.#database.delete('entries', when);
	}
}
