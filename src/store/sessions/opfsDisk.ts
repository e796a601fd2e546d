import { checkPlace, type Disk } from './disk';
import { SessionError } from './sessionError';

const MOST_ATTEMPTS = 5;

/** A file that is written to at once; TypeScript knows it in workers only, and this is the page's. */
interface SyncFile {
	getSize(): number;
	truncate(size: number): void;
	/** Returns how many bytes were written. */
	write(bytes: Uint8Array<ArrayBuffer>, options: { readonly at: number }): number;
	flush(): void;
	close(): void;
}

/** The origin's private file system, through handles that only a worker is given. */
export class OpfsDisk implements Disk {
	readonly kind = 'opfs';
	readonly #root: FileSystemDirectoryHandle;

	private constructor(root: FileSystemDirectoryHandle) {
		this.#root = root;
	}

	/** Null where the browser has no such file system, or no handles that write at once. */
	static async open(): Promise<OpfsDisk | null> {
		try {
			const root = await navigator.storage.getDirectory();
			return (await canWrite(root)) ? new OpfsDisk(root) : null;
		} catch (cause) {
			console.warn(cause);
			return null;
		}
	}

	async write(path: string, at: number, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
		try {
			const file = await this.#file(path, true);
			if (file === null) throw new SessionError('broken', `${path} cannot be made`);
			const handle = await syncFile(file);
			try {
				const size = handle.getSize();
				checkPlace(path, at, size);
				if (size > at) handle.truncate(at);
				const written = handle.write(bytes, { at });
				handle.flush();
				// A full disk is told by a small count, or in a private window of Chromium by a huge one.
				if (written !== bytes.length) throw new SessionError('full', `no room for ${path}`);
			} finally {
				handle.close();
			}
		} catch (cause) {
			throw isNamed(cause, 'QuotaExceededError')
				? new SessionError('full', `no room for ${path}`, cause)
				: cause;
		}
	}

	async read(path: string, from: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
		for (let attempt = 1; ; attempt++) {
			try {
				const file = await (await this.#file(path, false))?.getFile();
				if (file === undefined) return new Uint8Array(0);
				return new Uint8Array(await file.slice(from, from + length).arrayBuffer());
			} catch (cause) {
				// The file grew since it was looked at.
				if (attempt === MOST_ATTEMPTS || !isNamed(cause, 'NotReadableError')) throw cause;
			}
		}
	}

	async size(path: string): Promise<number | null> {
		const file = await (await this.#file(path, false))?.getFile();
		return file?.size ?? null;
	}

	async list(folder: string): Promise<readonly string[]> {
		const directory = await this.#folder(folder.split('/'), false);
		const names: string[] = [];
		if (directory !== null) for await (const name of directory.keys()) names.push(name);
		return names.sort();
	}

	async remove(path: string): Promise<void> {
		const { folders, name } = split(path);
		const directory = await this.#folder(folders, false);
		await orNull(directory?.removeEntry(name, { recursive: true }));
	}

	async #file(path: string, create: boolean): Promise<FileSystemFileHandle | null> {
		const { folders, name } = split(path);
		const directory = await this.#folder(folders, create);
		return orNull(directory?.getFileHandle(name, { create }));
	}

	async #folder(
		names: readonly string[],
		create: boolean
	): Promise<FileSystemDirectoryHandle | null> {
		let directory: FileSystemDirectoryHandle | null = this.#root;
		for (const name of names) {
			directory = await orNull(directory?.getDirectoryHandle(name, { create }));
		}
		return directory;
	}
}

/** Makes a file and removes it. */
async function canWrite(root: FileSystemDirectoryHandle): Promise<boolean> {
	const probe = `probe-${crypto.getRandomValues(new Uint32Array(2)).join('-')}`;
	try {
		const handle = await syncFile(await root.getFileHandle(probe, { create: true }));
		// The first browsers that had such handles answered with promises.
		const isUsable = typeof handle.getSize() === 'number';
		handle.close();
		return isUsable;
	} catch (cause) {
		// Were a full disk taken for none, its sessions would seem to be gone.
		if (isNamed(cause, 'QuotaExceededError')) return true;
		throw cause;
	} finally {
		await orNull(root.removeEntry(probe));
	}
}

/** The handle is the only one of its file until it is closed. */
function syncFile(file: FileSystemFileHandle): Promise<SyncFile> {
	const inWorker = file as unknown as { createSyncAccessHandle(): Promise<SyncFile> };
	return inWorker.createSyncAccessHandle();
}

function split(path: string): { folders: readonly string[]; name: string } {
	const names = path.split('/');
	return { folders: names.slice(0, -1), name: names.at(-1) ?? '' };
}

const isNamed = (cause: unknown, name: string) => cause instanceof Error && cause.name === name;

/** What is not there is null; every other failure goes on. */
async function orNull<Found>(finding: Promise<Found> | undefined): Promise<Found | null> {
	try {
		return (await finding) ?? null;
	} catch (cause) {
		if (isNamed(cause, 'NotFoundError')) return null;
		throw cause;
	}
}
