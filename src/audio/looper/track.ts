import type { PendingAction, TrackAction, TrackRecord, TrackReport } from '../../music/looper';
import { frames } from '../../music/units';
import type { Change } from './change';
import type { ContentPlayer } from './contentPlayer';
import type { Content, Layer } from './layer';
import { FADE_FRAMES, type PressOptions, type TrackControl } from './protocol';
import type { Take } from './take';
import type { Tape } from './tape';
import { EMPTY_PROGRAM, tapesOf, type TrackProgram } from './trackProgram';
import { TrackVoice } from './trackVoice';

/** A recording that waits for a sound. */
export interface Awaited {
	/** The input is louder then, 0–1. */
	readonly threshold: number;
	/** Frames of the input before this are not listened to. */
	readonly from: number;
	readonly options: PressOptions;
}

/** What a press is taken back to. */
interface Memento {
	readonly program: TrackProgram;
	readonly queue: readonly Change[];
}

const DEFAULT_CONTROL: TrackControl = {
	feedback: 1,
	sync: 'bar',
	isOneShot: false,
	isHushed: false
};

/** One track: what it sounds now, and the programs that are already known to follow. */
export class Track {
	control = DEFAULT_CONTROL;
	/** The recording that waits for a sound; null when none does. */
	awaited: Awaited | null = null;
	/** The frame of the input at which that sound came; -1 before. */
	loudAt = -1;
	/** Changes whenever the report would. */
	version = 0;
	readonly voice: TrackVoice;
	#queue: readonly Change[] = [];
	/** How many of the queue have been carried out; `process` cannot shorten a list. */
	#done = 0;
	#memento: Memento | null = null;

	constructor(player: ContentPlayer) {
		this.voice = new TrackVoice(player, EMPTY_PROGRAM);
	}

	get program(): TrackProgram {
		return this.voice.program;
	}

	get pending(): readonly Change[] {
		return this.#queue.slice(this.#done);
	}

	/** Of those that wait, what somebody pressed for. */
	get pressed(): readonly Change[] {
		return this.pending.filter(({ isAutomatic }) => !isAutomatic);
	}

	/** The frame of the next change; Infinity if none waits. Does not allocate. */
	get nextDue(): number {
		return this.#done < this.#queue.length ? this.#queue[this.#done]!.due : Infinity;
	}

	/** The next change takes place now. Does not allocate. */
	carryOut(): void {
		this.voice.change(this.#queue[this.#done]!.program);
		this.#done++;
		this.version++;
	}

	/** Records as soon as the sound comes. */
	arm(awaited: Awaited): void {
		this.awaited = awaited;
		this.loudAt = -1;
		this.version++;
	}

	disarm(): void {
		this.awaited = null;
		this.loudAt = -1;
	}

	/** A press may be taken back to how things are now. */
	remember(): void {
		this.#memento = { program: this.program, queue: this.pending };
	}

	/** The last press can no longer be taken back. */
	forgetPress(): void {
		this.#memento = null;
	}

	/** Silent and empty, with nothing to go back to. */
	reset(): void {
		this.forgetPress();
		this.disarm();
		this.voice.silence(EMPTY_PROGRAM);
		this.setQueue([]);
	}

	takeBack(): boolean {
		if (this.#memento === null) return false;
		const { program, queue } = this.#memento;
		this.#memento = null;
		if (program.take !== null) program.take.tape.goal = goalOf(program.take, queue);
		this.disarm();
		this.change(program);
		this.setQueue(queue);
		return true;
	}

	/** At once. */
	change(program: TrackProgram): void {
		this.voice.change(program);
		this.version++;
	}

	setQueue(queue: readonly Change[]): void {
		this.#queue = queue;
		this.#done = 0;
		this.version++;
	}

	/** Every tape that something may still go back to. */
	*tapes(): Generator<Tape> {
		const waiting = [...this.#queue, ...(this.#memento?.queue ?? [])].map(({ program }) => program);
		const fading = this.voice.fading;
		const programs = [this.program, ...waiting, this.#memento?.program, fading];
		for (const program of programs) if (program != null) yield* tapesOf(program);
	}

	/** Goes on comparing the ends of a layer. Returns whether there was one to compare. */
	settle(): boolean {
		const isChanged = this.program.content.layers.some((layer) => layer.settle());
		if (isChanged) this.version++;
		return isChanged;
	}

	report(): TrackReport {
		const { state, take, motion } = this.program;
		const next = this.pressed[0] ?? this.pending[0];
		return {
			state: this.#stateWith(next?.action, next?.isAutomatic ?? false),
			mode: state === 'overdubbing' ? (take?.mode ?? null) : null,
			pending: this.#pendingAction(next),
			recordingFrom: take === null ? null : frames(take.from),
			recordingTape: take?.tape.id ?? null,
			motion,
			record: recordOf(this.program),
			version: this.version
		};
		function recordOf({ content, past, future }: TrackProgram): TrackRecord {
			return {
				content: described(content),
				past: past.map(described),
				future: future.map(described)
			};
		}
	}

	#stateWith(action: TrackAction | undefined, isAutomatic: boolean): TrackReport['state'] {
		const { state } = this.program;
		if (state === 'empty' && (action === 'record' || this.awaited !== null)) return 'armed';
		return state === 'recording' && action === 'close' && !isAutomatic ? 'closing' : state;
	}

	#pendingAction(next: Change | undefined): PendingAction | null {
		if (next !== undefined) {
			return { action: next.action, due: frames(next.due), isAutomatic: next.isAutomatic };
		}
		if (this.awaited === null) return null;
		return { action: 'record', due: null, isAutomatic: false };
	}
}

/** How much of its tape a take wants: to where something that waits ends it. */
function goalOf(take: Take, queue: readonly Change[]): number {
	const end = queue.find(({ program }) => program.take !== take);
	return end === undefined ? Infinity : FADE_FRAMES + end.due - take.from;
}

const described = ({ length, layers }: Content) => ({
	length,
	layers: layers.map((layer: Layer) => layer.describe())
});
