import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction } from 'idb';
import { checkPlace, type Disk } from './disk';
import { cut } from './memoryDisk';
import { SessionError } from './sessionError';

const DATABASE = 'continuo-sessions';

/** A file is its pieces, each under the file's path and the byte at which it begins. */
interface Files extends DBSchema {
	sizes: { key: string; value: number };
	pieces: { key: [string, number]; value: Uint8Array<ArrayBuffer> };
}

type Writing = IDBPTransaction<Files, ['sizes', 'pieces'], 'readwrite'>;

/** Files in a database, for browsers whose own file system cannot be written to piece by piece. */
export class IndexedDbDisk implements Disk {
	readonly kind = 'indexeddb';
	readonly #database: IDBPDatabase<Files>;

	private constructor(database: IDBPDatabase<Files>) {
		this.#database = database;
	}

	/** Null where the browser has no database for us, as in some private windows. */
	static async open(): Promise<IndexedDbDisk | null> {
		try {
			const database = await openDB<Files>(DATABASE, 1, {
				upgrade(created) {
					created.createObjectStore('sizes');
					created.createObjectStore('pieces');
				}
			});
			return new IndexedDbDisk(database);
		} catch (cause) {
			console.warn(cause);
			return null;
		}
	}

	write(path: string, at: number, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
		return this.#change(path, async (transaction) => {
			const sizes = transaction.objectStore('sizes');
			const size = (await sizes.get(path)) ?? 0;
			checkPlace(path, at, size);
			if (size > at) await cutAt(transaction, path, at);
			await transaction.objectStore('pieces').put(bytes, [path, at]);
			await sizes.put(at + bytes.length, path);
		});
	}

	async read(path: string, from: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
		if (length <= 0) return new Uint8Array(0);
		const transaction = this.#database.transaction('pieces');
		const range = IDBKeyRange.bound([path, 0], [path, from], false, false);
		const first = await transaction.store.openKeyCursor(range, 'prev');
		const begin = first?.key[1] ?? 0;
		const pieces = await transaction.store.getAll(
			IDBKeyRange.bound([path, begin], [path, from + length], false, true)
		);
		return cut(pieces, from - begin, from - begin + length);
	}

	async size(path: string): Promise<number | null> {
		return (await this.#database.get('sizes', path)) ?? null;
	}

	async list(folder: string): Promise<readonly string[]> {
		const paths = await this.#database.getAllKeys('sizes', inFolder(folder));
		const names = paths.map((path) => path.slice(folder.length + 1).split('/', 1)[0] ?? '');
		return [...new Set(names)].sort();
	}

	remove(path: string): Promise<void> {
		return this.#change(path, async (transaction) => {
			const sizes = transaction.objectStore('sizes');
			for (const file of [path, ...(await sizes.getAllKeys(inFolder(path)))]) {
				await transaction.objectStore('pieces').delete(IDBKeyRange.bound([file], [file, []]));
				await sizes.delete(file);
			}
		});
	}

	/** All of it reaches the disk, or nothing. */
	async #change(path: string, change: (transaction: Writing) => Promise<void>): Promise<void> {
		const transaction = this.#database.transaction(['sizes', 'pieces'], 'readwrite', {
			durability: 'strict'
		});
		try {
			await Promise.all([
				change(transaction).catch((cause: unknown) => {
					abort(transaction);
					throw cause;
				}),
				transaction.done
			]);
		} catch (cause) {
			throw isQuota(cause) || isQuota(transaction.error)
				? new SessionError('full', `no room for ${path}`, cause)
				: cause;
		}
	}
}

/** Every path in the folder: `0` is the character after `/`. */
const inFolder = (folder: string) => IDBKeyRange.bound(`${folder}/`, `${folder}0`, false, true);

const isQuota = (cause: unknown) => cause instanceof Error && cause.name === 'QuotaExceededError';

/** A transaction that failed by itself has been aborted already. */
function abort(transaction: Writing): void {
	if (transaction.error === null) transaction.abort();
}

/** The pieces that begin before `at`, which is not 0. */
const before = (path: string, at: number) => IDBKeyRange.bound([path, 0], [path, at], false, true);

/** Takes off what lies at `at` and behind. */
async function cutAt(transaction: Writing, path: string, at: number): Promise<void> {
	const pieces = transaction.objectStore('pieces');
	const last = at === 0 ? null : await pieces.openCursor(before(path, at), 'prev');
	if (last !== null) {
		const [, begin] = last.key;
		await last.update(last.value.slice(0, at - begin));
	}
	await pieces.delete(IDBKeyRange.bound([path, at], [path, []]));
}
