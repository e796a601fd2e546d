import { Emitter } from '../../lib/emitter';
import { HeldPieces } from './heldPieces';
import type { SessionManifest, SessionParts } from './manifest';
import { reasonOf, type SessionFailure } from './sessionError';
import type { SessionLine } from './sessionLine';
import { adoptedSheet, newSheet, NO_PARTS, type Sheet } from './sheet';
import type { TapePiece } from './tapeFormat';

/** The manifest is written at most so often. */
const NOTE_MS = 250;
/** A disk that failed is tried again after this. */
const RETRY_MS = 2000;

export interface SessionRecorderOptions {
	readonly line: SessionLine;
	/** Milliseconds since 1970. */
	readonly now: () => number;
	readonly held: HeldPieces;
	/** Makes room on a full disk; true when there is more of it now. */
	readonly makeRoom: () => Promise<boolean>;
}

type Job = () => Promise<void>;

/** What this page records, on its way to the disk: in order, one write after the other. */
export class SessionRecorder {
	/** The session, or how its writing goes, changed. */
	readonly changed = new Emitter<void>();
	/** A session begins on this page, before anything of it is written. */
	readonly begun = new Emitter<string>();
	/** All of a session that was left is on the disk. */
	readonly ended = new Emitter<string>();
	/** Sound reached the disk. */
	readonly written = new Emitter<void>();
	readonly #options: SessionRecorderOptions;
	readonly #sheets = new Map<string, Sheet>();
	readonly #waiting: ((isWritten: boolean) => void)[] = [];
	#current: Sheet | null = null;
	#parts = NO_PARTS;
	#sampleRate = 0;
	#trouble: SessionFailure | null = null;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#isPumping = false;
	#isPaused = false;

	constructor(options: SessionRecorderOptions) {
		this.#options = options;
	}

	get current(): SessionManifest | null {
		return this.#current?.manifest ?? null;
	}

	/** Why the last write failed; null when it did not. */
	get trouble(): SessionFailure | null {
		return this.#trouble;
	}

	/** Being written by this page, current or not. */
	owns(session: string): boolean {
		return this.#sheets.has(session);
	}

	/** The next take begins a new session, at `sampleRate` Hz. */
	begin(sampleRate: number): void {
		this.#sampleRate = sampleRate;
		this.leave();
	}

	leave(): void {
		const sheet = this.#current;
		if (sheet === null) return;
		sheet.isLeft = true;
		this.#current = null;
		this.changed.emit();
		void this.#pump();
	}

	adopt(manifest: SessionManifest): void {
		this.leave();
		this.#parts = manifest;
		this.#use(adoptedSheet(manifest));
	}

	/** The session begins now if it has not yet. Throws a RangeError before `begin`. */
	keep(): Sheet {
		if (this.#current !== null) return this.#current;
		if (!(this.#sampleRate > 0)) throw new RangeError(`no sample rate: ${this.#sampleRate}`);
		const sheet = newSheet(this.#parts, this.#sampleRate, this.#options.now());
		this.#use(sheet);
		return sheet;
	}

	/** Throws a RangeError for a tape of an earlier visit, or for sides of unlike lengths. */
	add(piece: TapePiece): void {
		const { tape, left, right } = piece;
		const sheet = this.keep();
		if (sheet.oldTapes.has(tape)) throw new RangeError(`tape ${tape} is of an earlier visit`);
		if (left.length !== right.length) {
			throw new RangeError(`a piece of ${left.length} frames left, ${right.length} right`);
		}
		const { id, tapes } = sheet.manifest;
		if (!tapes.includes(tape)) this.#change(sheet, { tapes: [...tapes, tape] });
		this.#options.held.add(piece, { session: id, sampleRate: this.#sampleRate });
		void this.#pump();
	}

	note(parts: Partial<SessionParts>): void {
		this.#parts = { ...this.#parts, ...parts };
		if (this.#current !== null) this.#change(this.#current, parts);
	}

	rename(name: string): void {
		if (this.#current !== null) this.#change(this.#current, { name });
	}

	release(tape: number): void {
		const sheet = this.#current;
		if (sheet?.manifest.tapes.includes(tape) !== true) return;
		sheet.released = [...sheet.released, tape];
		this.#options.held.forget(sheet.manifest.id, tape);
		this.#change(sheet, { tapes: sheet.manifest.tapes.filter((kept) => kept !== tape) });
	}

	/** Resolves when all is on the disk, or with false when the disk does not take it. */
	settle(): Promise<boolean> {
		return new Promise((resolve) => {
			this.#waiting.push(resolve);
			this.retry();
		});
	}

	/** The disk may take again what it did not before. */
	retry(): void {
		this.#isPaused = false;
		void this.#pump();
	}

	#use(sheet: Sheet): void {
		const { id } = sheet.manifest;
		this.#current = sheet;
		this.#sheets.set(id, sheet);
		this.begun.emit(id);
		this.changed.emit();
		void this.#pump();
	}

	#change(sheet: Sheet, change: Partial<SessionManifest>): void {
		sheet.manifest = { ...sheet.manifest, ...change };
		sheet.isDirty = true;
		void this.#pump();
	}

	async #pump(): Promise<void> {
		if (this.#isPumping || this.#isPaused) return;
		this.#isPumping = true;
		try {
			await this.#work();
			this.#say(null);
			this.#rest();
		} catch (cause) {
			this.#fail(reasonOf(cause));
		}
		this.#isPumping = false;
		this.#goOn();
	}

	/** What came in while the last job ended. */
	#goOn(): void {
		if (!this.#isPaused && this.#nextJob() !== null) void this.#pump();
	}

	/** A full disk goes on once there is room. */
	async #work(): Promise<void> {
		for (let job = this.#nextJob(); job !== null; job = this.#nextJob()) {
			try {
				await job();
			} catch (cause) {
				if (reasonOf(cause) !== 'full' || !(await this.#options.makeRoom())) throw cause;
			}
		}
	}

	#nextJob(): Job | null {
		const sheets = [...this.#sheets.values()];
		const unborn = sheets.find(({ isNew }) => isNew);
		if (unborn !== undefined) return () => this.#writeManifest(unborn);
		const batch = this.#options.held.next();
		if (batch !== null) {
			return async () => {
				await this.#options.line.call('append', batch);
				this.#options.held.letGo(batch.pieces);
				this.written.emit();
			};
		}
		const due = sheets.find((sheet) => sheet.isDirty && this.#isDue(sheet));
		if (due !== undefined) return () => this.#writeManifest(due);
		const releasing = sheets.find(({ released, isDirty }) => released.length > 0 && !isDirty);
		return releasing === undefined ? null : () => this.#release(releasing);
	}

	#isDue({ isLeft, writtenAt }: Sheet): boolean {
		const isHurried = isLeft || this.#waiting.length > 0;
		return isHurried || this.#options.now() - writtenAt >= NOTE_MS;
	}

	async #writeManifest(sheet: Sheet): Promise<void> {
		sheet.isDirty = false;
		sheet.writtenAt = this.#options.now();
		const changed = new Date(sheet.writtenAt).toISOString();
		sheet.manifest = { ...sheet.manifest, changed };
		try {
			await this.#options.line.call('write', { manifest: sheet.manifest });
			sheet.isNew = false;
		} catch (cause) {
			sheet.isDirty = true;
			throw cause;
		}
	}

	async #release(sheet: Sheet): Promise<void> {
		const tapes = sheet.released;
		await this.#options.line.call('release', { session: sheet.manifest.id, tapes });
		sheet.released = sheet.released.filter((tape) => !tapes.includes(tape));
	}

	/** Nothing is to be done now, but perhaps soon. */
	#rest(): void {
		const isDirty = [...this.#sheets.values()].some((sheet) => sheet.isDirty);
		if (isDirty) this.#wakeAfter(NOTE_MS);
		for (const [id, sheet] of this.#sheets) {
			if (!sheet.isLeft || sheet.isDirty || this.#options.held.holds(id)) continue;
			this.#sheets.delete(id);
			this.ended.emit(id);
		}
		if (!isDirty && this.#nextJob() === null) this.#answerWaiting(true);
	}

	#fail(reason: SessionFailure): void {
		this.#answerWaiting(false);
		this.#isPaused = true;
		this.#say(reason);
		this.#wakeAfter(RETRY_MS);
	}

	#answerWaiting(isWritten: boolean): void {
		for (const resolve of this.#waiting.splice(0)) resolve(isWritten);
	}

	#wakeAfter(delay: number): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => {
			this.retry();
		}, delay);
	}

	#say(trouble: SessionFailure | null): void {
		if (trouble === this.#trouble && trouble === null) return;
		this.#trouble = trouble;
		this.changed.emit();
	}
}
