import { unreachable } from '../../lib/exhaustive';
import type { Disk, DiskKind } from './disk';
import { rebuiltManifest, withOrphans } from './orphanTapes';
import type { Answer, SessionReply, SessionRequest, SessionSummary } from './protocol';
import { reasonOf, SessionError } from './sessionError';
import { SessionFiles, type SessionContents } from './sessionFiles';

/** What the worker does, apart from being one: writes in order, and reads beside that. */
export class SessionsCore {
	readonly #openDisk: (best: DiskKind) => Promise<Disk>;
	readonly #post: (reply: SessionReply) => void;
	#files: SessionFiles | null = null;
	#writing: Promise<void> = Promise.resolve();
	#reading: Promise<void> = Promise.resolve();
	#start: Promise<void> = Promise.resolve();

	constructor(openDisk: (best: DiskKind) => Promise<Disk>, post: (reply: SessionReply) => void) {
		this.#openDisk = openDisk;
		this.#post = post;
	}

	receive(request: SessionRequest): void {
		switch (request.kind) {
			case 'list':
			case 'open':
			case 'read':
			case 'duplicate':
				this.#reading = Promise.all([this.#reading, this.#start]).then(() => this.#answer(request));
				return;
			default:
				this.#writing = this.#writing.then(() => this.#answer(request));
				if (request.kind === 'start') this.#start = this.#writing;
		}
	}

	async #answer(request: SessionRequest): Promise<void> {
		const { id } = request;
		try {
			this.#post({ kind: 'done', id, answer: await this.#carryOut(request) });
		} catch (cause) {
			console.warn(cause);
			this.#post({ kind: 'failed', id, reason: reasonOf(cause) });
		}
	}

	async #carryOut(request: SessionRequest): Promise<Answer> {
		if (request.kind === 'start') return this.#begin(request.best);
		const files = this.#files;
		if (files === null) throw new SessionError('broken', 'no disk was opened');
		switch (request.kind) {
			case 'append':
				await files.tapes.append(request.session, request.sampleRate, request.pieces);
				return null;
			case 'write':
				await files.writeManifest(request.manifest);
				return null;
			case 'release':
				for (const tape of request.tapes) await files.tapes.remove(request.session, tape);
				return null;
			case 'amend':
				await files.amend(request.session, request.change);
				return null;
			case 'bury':
				await files.bury(request.session);
				return null;
			case 'unbury':
				await files.unbury(request.session);
				return null;
			case 'purge':
				await files.remove(request.session);
				return null;
			case 'list':
				return listed(files);
			case 'open':
				return contentsOf(files, request.session);
			case 'read':
				return files.tapes.read(request.session, request.tape, request.from, request.frames);
			case 'duplicate':
				await files.duplicate(request.session, request.copy);
				return null;
			default:
				return unreachable(request);
		}
	}

	async #begin(best: DiskKind): Promise<DiskKind> {
		const disk = await this.#openDisk(best);
		this.#files = new SessionFiles(disk);
		return disk.kind;
	}
}

async function listed(files: SessionFiles): Promise<readonly SessionSummary[]> {
	const summaries: SessionSummary[] = [];
	for (const id of await files.ids()) {
		const summary = await summaryOf(files, id);
		if (summary !== null) summaries.push(summary);
	}
	return summaries.sort((a, b) => b.changed.localeCompare(a.changed));
}

/** Null for a folder in which nothing was written yet. */
async function summaryOf(files: SessionFiles, id: string): Promise<SessionSummary | null> {
	const isRemoved = await files.isBuried(id);
	try {
		const { manifest, tapes } = await contentsOf(files, id);
		const { name, created, changed } = manifest;
		const seconds = tapes.reduce((sum, { frames, sampleRate }) => sum + frames / sampleRate, 0);
		const hasContent = seconds > 0 || manifest.jam !== null;
		return { id, name, created, changed, seconds, hasContent, isRemoved, failure: null };
	} catch (cause) {
		const failure = reasonOf(cause);
		if (failure === 'missing') return null;
		console.warn(cause);
		const blank = { created: '', changed: '', seconds: 0, hasContent: true };
		return { id, name: id, ...blank, isRemoved, failure };
	}
}

/** Without a manifest, or with a damaged one, the tapes speak for themselves if there are any. */
async function contentsOf(files: SessionFiles, id: string): Promise<SessionContents> {
	const { tapes, damaged: damagedTapes } = await files.tapes.infos(id);
	try {
		const manifest = withOrphans(await files.readManifest(id), tapes);
		return { manifest, tapes, damagedTapes, isRebuilt: false };
	} catch (cause) {
		const isLost = ['missing', 'damaged'].includes(reasonOf(cause));
		if (!isLost || tapes.every(({ frames }) => frames === 0)) throw cause;
		const manifest = withOrphans(rebuiltManifest(id, tapes), tapes);
		return { manifest, tapes, damagedTapes, isRebuilt: true };
	}
}
