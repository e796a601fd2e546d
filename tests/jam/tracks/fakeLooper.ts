import { LOOP_GRAIN } from '../../../src/audio/looper/protocol';
import type { AudioLooper, TrackPress } from '../../../src/jam/tracks/audioLooper';
import { Emitter } from '../../../src/lib/emitter';
import {
	DEFAULT_TRACK,
	EMPTY_RECORD,
	TRACK_COUNT,
	type BarGrid,
	type BaseLoop,
	type TrackAction,
	type TrackContent,
	type TrackReport,
	type TrackSettings
} from '../../../src/music/looper';
import { frames, type Frames, type PerfTime } from '../../../src/music/units';

export const RATE = 48_000;
/** What the looper forgives behind a line. */
const FORGIVEN = RATE / 4;

const EMPTY: TrackReport = {
	state: 'empty',
	mode: null,
	pending: null,
	recordingFrom: null,
	recordingTape: null,
	motion: { at: frames(0), position: 0, rate: 1 },
	record: EMPTY_RECORD,
	version: 0
};

const contentOf = (length: number): TrackContent => ({
	length,
	layers: [
		{ id: 1, tape: 1, from: 0, span: length, at: 0, rate: 1, cycle: length, under: 1, likeness: 0 }
	]
});

export interface Command {
	readonly kind: string;
	readonly track?: number;
	readonly action?: TrackAction;
	readonly at?: number;
	readonly to?: number;
	readonly options?: TrackPress;
	readonly grid?: BarGrid | null;
	readonly isOn?: boolean;
	readonly isHushed?: boolean;
	readonly settings?: TrackSettings;
}

interface Waiting {
	readonly track: number;
	readonly due: number;
	readonly action: TrackAction;
	readonly apply: () => void;
}

/** A looper without sound: states, lengths and lines, at the frame that the test has come to. */
export class FakeLooper implements AudioLooper {
	readonly changed = new Emitter<void>();
	readonly sampleRate = RATE;
	readonly commands: Command[] = [];
	inputPeak = 0;
	base: BaseLoop | null = null;
	tracks: TrackReport[] = Array.from({ length: TRACK_COUNT }, () => EMPTY);
	grid: BarGrid | null = null;
	readonly #clock: () => number;
	readonly #settings: TrackSettings[] = Array.from({ length: TRACK_COUNT }, () => DEFAULT_TRACK);
	readonly #mementos = new Map<number, TrackReport>();
	readonly #thresholds = new Set<number>();
	#waiting: Waiting[] = [];

	/** `clock` tells the frame that is rendered now; what is heard is what is rendered. */
	constructor(clock: () => number) {
		this.#clock = clock;
	}

	now(): Frames {
		return frames(Math.round(this.#clock()));
	}

	heardAt(moment: PerfTime): Frames {
		return frames(Math.min(Math.round((moment * RATE) / 1000), this.now()));
	}

	press(track: number, action: TrackAction, at: Frames, options: TrackPress): void {
		this.commands.push({ kind: 'press', track, action, at, options });
		this.#mementos.set(track, this.tracks[track]!);
		if (action === 'record' && options.threshold !== null) {
			this.#thresholds.add(track);
			const pending = { action, due: null, isAutomatic: false };
			this.#change(track, { state: 'armed', pending });
			return;
		}
		const isAtOnce = ['undo', 'redo', 'clear', 'reverse', 'half', 'double'].includes(action);
		const due = isAtOnce ? this.now() : this.#dueOf(track, at);
		this.#wait(track, action, due, () => {
			this.#apply(track, action, due, options);
		});
	}

	/** The input gets loud. */
	hearLoud(at: number): void {
		for (const track of this.#thresholds) {
			this.#apply(track, 'record', this.#dueOf(track, at), {
				length: null,
				threshold: null,
				needsLine: false,
				thenOverdub: false
			});
		}
		this.#thresholds.clear();
		this.settle();
	}

	cancel(track: number): void {
		this.commands.push({ kind: 'cancel', track });
		this.#drop(track);
	}

	takeBack(track: number): void {
		this.commands.push({ kind: 'take-back', track });
		this.#drop(track);
		const before = this.#mementos.get(track);
		if (before !== undefined) this.#change(track, { ...before, pending: null });
	}

	configure(track: number, settings: TrackSettings, isHushed: boolean): void {
		this.commands.push({ kind: 'configure', track, settings, isHushed });
		this.#settings[track] = settings;
	}

	setGrid(grid: BarGrid | null): void {
		this.commands.push({ kind: 'grid', grid });
		this.grid = grid;
	}

	start(at: Frames): void {
		this.commands.push({ kind: 'start', at });
		if (this.base !== null) this.base = { ...this.base, origin: at };
		for (const [track, { record }] of this.tracks.entries()) {
			if (record.content.length === 0) continue;
			this.#wait(track, 'play', at, () => {
				this.#change(track, { state: 'playing', motion: { at, position: 0, rate: 1 } });
			});
		}
	}

	halt(): void {
		this.commands.push({ kind: 'halt' });
		this.#waiting = [];
		for (const [track, { state }] of this.tracks.entries()) {
			this.#change(track, { pending: null });
			if (state === 'armed') this.#change(track, { state: 'empty' });
			else if (state !== 'empty') this.#apply(track, 'stop', this.now());
		}
	}

	capture(track: number, from: Frames, to: Frames): void {
		this.commands.push({ kind: 'capture', track, at: from, to });
		this.#wait(track, 'record', to, () => {
			const record = { content: contentOf(to - from), past: [], future: [] };
			this.#change(track, { state: 'playing', record, motion: { at: from, position: 0, rate: 1 } });
		});
	}

	setMonitoring(isOn: boolean): void {
		this.commands.push({ kind: 'monitor', isOn });
	}

	peaks(_track: number, count: number): Float32Array {
		return new Float32Array(count);
	}

	/** Carries out what is due; call when the clock has moved. */
	settle(): void {
		const now = this.now();
		const due = this.#waiting.filter((waiting) => waiting.due <= now);
		this.#waiting = this.#waiting.filter((waiting) => waiting.due > now);
		for (const { track, apply } of due) {
			this.#change(track, { pending: null });
			apply();
		}
		this.#settleBase();
		this.changed.emit();
	}

	/** A loop that an earlier visit left. */
	restore(track: number, base: BaseLoop): void {
		const record = { content: contentOf(base.length), past: [], future: [] };
		this.#change(track, { state: 'stopped', record });
		this.base = base;
		this.settle();
	}

	presses(): string[] {
		return this.commands
			.filter(({ kind }) => ['press', 'take-back', 'cancel', 'capture'].includes(kind))
			.map(({ kind, action }) => action ?? kind);
	}

	last(kind: string): Command | undefined {
		return this.commands.findLast((command) => command.kind === kind);
	}

	#drop(track: number): void {
		this.#waiting = this.#waiting.filter((waiting) => waiting.track !== track);
		this.#thresholds.delete(track);
		const { state } = this.tracks[track]!;
		if (state === 'armed') this.#change(track, { state: 'empty' });
		if (state === 'closing') this.#change(track, { state: 'recording' });
		this.#change(track, { pending: null });
	}

	#dueOf(track: number, at: number): number {
		if (this.grid === null || this.#settings[track]!.sync === 'free') return at;
		const { origin, barFrames } = this.grid;
		const passed = Math.floor((at - origin) / barFrames);
		const late = at - origin - passed * barFrames;
		return origin + (late <= FORGIVEN ? passed : passed + 1) * barFrames;
	}

	#wait(track: number, action: TrackAction, due: number, apply: () => void): void {
		this.#waiting = this.#waiting.filter((waiting) => waiting.track !== track);
		this.#waiting.push({ track, action, due, apply });
		if (due <= this.now()) return;
		const pending = { action, due: frames(due), isAutomatic: false };
		const { state } = this.tracks[track]!;
		const armed = state === 'empty' && action === 'record' ? ({ state: 'armed' } as const) : {};
		const closing = state === 'recording' ? ({ state: 'closing' } as const) : {};
		this.#change(track, { pending, ...armed, ...closing });
	}

	#apply(track: number, action: TrackAction, due: number, options?: TrackPress): void {
		const { record, recordingFrom, state } = this.tracks[track]!;
		switch (action) {
			case 'record': {
				const motion = { at: frames(due), position: 0, rate: 1 };
				this.#change(track, { state: 'recording', recordingFrom: frames(due), motion });
				if (options?.length != null) {
					const end = due + options.length;
					this.#waiting.push({
						track,
						action: 'close',
						due: end,
						apply: () => {
							this.#apply(track, 'close', end);
						}
					});
					const pending = { action: 'close', due: frames(end), isAutomatic: true } as const;
					this.#change(track, { pending });
				}
				break;
			}
			case 'close':
			case 'finish':
			case 'stop': {
				const isFirst = recordingFrom !== null && record.content.length === 0;
				const played = due - (recordingFrom ?? due);
				const length = this.grid === null ? Math.round(played / LOOP_GRAIN) * LOOP_GRAIN : played;
				const content = isFirst ? contentOf(length) : record.content;
				const past = recordingFrom === null ? record.past : [...record.past, record.content];
				const next = action === 'stop' ? 'stopped' : 'playing';
				const change = { recordingFrom: null, record: { ...record, content, past } };
				this.#change(track, { ...change, state: content.length > 0 ? next : 'empty' });
				break;
			}
			case 'undo':
			case 'clear': {
				if (recordingFrom !== null && record.content.length === 0) {
					this.#change(track, { state: 'empty', recordingFrom: null });
					break;
				}
				const content = action === 'clear' ? EMPTY_RECORD.content : record.past.at(-1)!;
				const past =
					action === 'clear' ? [...record.past, record.content] : record.past.slice(0, -1);
				const future = action === 'clear' ? [] : [...record.future, record.content];
				const next = content.length === 0 ? 'empty' : state === 'empty' ? 'playing' : state;
				this.#change(track, { state: next, record: { content, past, future } });
				break;
			}
			case 'redo': {
				const content = record.future.at(-1)!;
				const past = [...record.past, record.content];
				const future = record.future.slice(0, -1);
				this.#change(track, { state: 'playing', record: { content, past, future } });
				break;
			}
			case 'overdub':
				this.#change(track, { state: 'overdubbing', mode: 'overdub', recordingFrom: frames(due) });
				break;
			case 'mute':
				this.#change(track, { state: 'muted' });
				break;
			default:
				this.#change(track, { state: 'playing' });
		}
	}

	#settleBase(): void {
		const first = this.tracks.find(({ record }) => record.content.length > 0);
		if (first !== undefined) {
			const length = frames(first.record.content.length);
			this.base ??= { origin: first.motion.at, length };
		} else if (this.tracks.every(({ recordingFrom }) => recordingFrom === null)) this.base = null;
	}

	#change(track: number, change: Partial<TrackReport>): void {
		const before = this.tracks[track]!;
		this.tracks[track] = { ...before, ...change, version: before.version + 1 };
	}
}
