import type { Disk } from './disk';
import type { SessionManifest } from './manifest';
import { newestSlot, readSlot, writeSlot, type Slot } from './manifestSlot';
import { SessionError } from './sessionError';
import { TapeFiles } from './tapeFiles';
import type { TapeInfo } from './tapeFormat';

/** All sessions lie here, a folder each. */
export const SESSIONS_FOLDER = 'sessions';
/** Written in turn, so that a torn write leaves the one before. */
const SLOTS = ['manifest.0.json', 'manifest.1.json'];
/** An empty file: the player removed the session and can still take that back. */
const TOMBSTONE = 'removed';
const COPY_BYTES = 2 ** 20;
const ID = /^[\w-]{1,80}$/;

/** All that lies in one session's folder. */
export interface SessionContents {
	readonly manifest: SessionManifest;
	readonly tapes: readonly TapeInfo[];
	/** Tapes whose files say nothing that we understand. */
	readonly damagedTapes: number;
	/** There was no manifest that can be read; this one was made from the tapes. */
	readonly isRebuilt: boolean;
}

/** The sessions as files: `sessions/ID/manifest.N.json` and `sessions/ID/tapes/NUMBER.f32`. */
export class SessionFiles {
	readonly tapes: TapeFiles;
	readonly #disk: Disk;
	readonly #newest = new Map<string, Newest>();

	constructor(disk: Disk) {
		this.#disk = disk;
		this.tapes = new TapeFiles(disk, folderOf);
	}

	ids(): Promise<readonly string[]> {
		return this.#disk.list(SESSIONS_FOLDER);
	}

	/** Throws a SessionError: `missing`, `damaged` or `foreign`. */
	async readManifest(session: string): Promise<SessionManifest> {
		return newestSlot(await this.#slots(session)).manifest;
	}

	/** The older of the two slots is written over. */
	async writeManifest(manifest: SessionManifest): Promise<void> {
		const { id } = manifest;
		const newest = this.#newest.get(id) ?? (await this.#findNewest(id));
		const next = { sequence: newest.sequence + 1, place: (newest.place + 1) % SLOTS.length };
		this.#newest.delete(id);
		await this.#disk.write(slotPath(id, next.place), 0, writeSlot(manifest, next.sequence));
		this.#newest.set(id, next);
	}

	/** Throws a SessionError where there is no manifest that can be read. */
	async amend(session: string, change: Partial<SessionManifest>): Promise<void> {
		await this.writeManifest({ ...(await this.readManifest(session)), ...change });
	}

	async isBuried(session: string): Promise<boolean> {
		return (await this.#disk.size(`${folderOf(session)}/${TOMBSTONE}`)) !== null;
	}

	bury(session: string): Promise<void> {
		return this.#disk.write(`${folderOf(session)}/${TOMBSTONE}`, 0, new Uint8Array(0));
	}

	unbury(session: string): Promise<void> {
		return this.#disk.remove(`${folderOf(session)}/${TOMBSTONE}`);
	}

	remove(session: string): Promise<void> {
		this.#newest.delete(session);
		return this.#disk.remove(folderOf(session));
	}

	/** A copy under another id and name. What is recorded to the session meanwhile may be in it or not. */
	async duplicate(session: string, copy: Partial<SessionManifest> & { id: string }): Promise<void> {
		const manifest = await this.readManifest(session);
		try {
			for (const name of await this.#disk.list(`${folderOf(session)}/tapes`)) {
				await this.#copy(
					`${folderOf(session)}/tapes/${name}`,
					`${folderOf(copy.id)}/tapes/${name}`
				);
			}
			await this.writeManifest({ ...manifest, ...copy });
		} catch (cause) {
			await this.remove(copy.id);
			throw cause;
		}
	}

	async #copy(from: string, to: string): Promise<void> {
		for (let at = 0; ;) {
			const bytes = await this.#disk.read(from, at, COPY_BYTES);
			if (bytes.length === 0) return;
			await this.#disk.write(to, at, bytes);
			at += bytes.length;
		}
	}

	async #findNewest(session: string): Promise<Newest> {
		const sequences = (await this.#slots(session)).map((slot) =>
			'sequence' in slot ? slot.sequence : -1
		);
		const sequence = Math.max(...sequences);
		return { sequence, place: sequences.indexOf(sequence) };
	}

	#slots(session: string): Promise<readonly Slot[]> {
		return Promise.all(
			SLOTS.map(async (_, place) => {
				const path = slotPath(session, place);
				const size = (await this.#disk.size(path)) ?? 0;
				return readSlot(await this.#disk.read(path, 0, size));
			})
		);
	}
}

/** Which slot holds the newest manifest. */
interface Newest {
	readonly sequence: number;
	readonly place: number;
}

const slotPath = (session: string, place: number) => `${folderOf(session)}/${SLOTS[place] ?? ''}`;

function folderOf(session: string): string {
	if (!ID.test(session)) throw new SessionError('missing', `no session: ${session}`);
	return `${SESSIONS_FOLDER}/${session}`;
}
