import { DEFAULT_TRACK, EMPTY_RECORD } from '../../../src/music/looper';
import { frames } from '../../../src/music/units';
import type { DiskKind } from '../../../src/store/sessions/disk';
import type { SessionSummary } from '../../../src/store/sessions/protocol';
import { WebSessionLocks } from '../../../src/store/sessions/sessionLocks';
import { startSessionsThread } from '../../../src/store/sessions/sessionsThread';
import {
	SessionStore,
	type Outcome,
	type SessionStatus
} from '../../../src/store/sessions/sessionStore';

const SAMPLE_RATE = 48_000;
const PIECE_MS = 250;
const PRE_ROLL = 512;
const TAPE = 1;

/** What the page of a later visit found of the session that was open. */
export interface ReadBack {
	/** Null where no session was offered. */
	readonly id: string | null;
	/** Of the tape. */
	readonly frames: number;
	/** Frames that are not what was recorded there. */
	readonly wrong: number;
	/** How long the take is that was made of the open recording, in frames. */
	readonly takeFrames: number;
	readonly sentence: string;
	/** Sessions in the list that cannot be opened. */
	readonly unreadable: number;
}

/** What a browser test does with the page. */
export interface SessionPage {
	/** Resolves once the disk is open. */
	start(best: DiskKind): Promise<SessionStatus>;
	/** Records a ramp, a piece each 250 ms by the clock, on one track; returns when it began, by `Date.now()`. */
	record(): number;
	stop(): Promise<boolean>;
	/** So many seconds at once; resolves with whether they reached the disk. */
	recordAtOnce(seconds: number): Promise<boolean>;
	readBack(): Promise<ReadBack>;
	status(): SessionStatus;
	current(): string | null;
	list(): Promise<Outcome<readonly SessionSummary[]>>;
	/** The reason why it cannot be opened, or `done`. */
	tryToOpen(id: string): Promise<string>;
	begin(): void;
	brokenLaws(best: DiskKind, seed: number): Promise<{ kind: DiskKind; broken: string[] }>;
}

let store: SessionStore | null = null;
let timer: ReturnType<typeof setInterval> | undefined;
let recorded = 0;

function started(): SessionStore {
	if (store === null) throw new Error('start the sessions first');
	return store;
}

/** The left side counts the frames, which 32-bit floats do exactly for five minutes; the right side counts down. */
function recordFrames(count: number): void {
	const left = Float32Array.from({ length: count }, (_, frame) => recorded + frame);
	const right = left.map((sample) => -sample);
	noteOpen();
	started().tape({ tape: TAPE, from: recorded, left, right });
	recorded += count;
}

/** With each piece, so that a kill can come in the middle of a manifest too. */
function noteOpen(): void {
	const motion = { at: frames(0), position: 0, rate: 1 };
	const open = { tape: TAPE, from: frames(PRE_ROLL), motion, mode: null };
	const tracks = [{ settings: DEFAULT_TRACK, record: EMPTY_RECORD, open }];
	started().note({ tracks, jam: { recorded } });
}

function result<Result>(outcome: Outcome<Result>): Result {
	if (outcome.kind === 'failed') throw new Error(`${outcome.reason}: ${outcome.sentence}`);
	return outcome.result;
}

async function readBack(): Promise<ReadBack> {
	const list = result(await started().list());
	const unreadable = list.filter(({ failure }) => failure !== null).length;
	const offered = result(await started().unfinished());
	const none = { id: null, frames: 0, wrong: 0, takeFrames: 0, sentence: '', unreadable };
	if (offered === null) return none;
	const opened = result(await started().open(offered.id));
	let [found, wrong] = [0, 0];
	for await (const { from, left, right } of opened.pieces(TAPE)) {
		found = from + left.length;
		left.forEach((sample, frame) => {
			if (sample !== from + frame || right[frame] !== -sample) wrong++;
		});
	}
	opened.close();
	const takeFrames = opened.manifest.tracks[0]?.record.content.layers[0]?.span ?? 0;
	const { sentence } = opened;
	return { id: offered.id, frames: found, wrong, takeFrames, sentence, unreadable };
}

const page: SessionPage = {
	start(best) {
		const opening = new SessionStore({
			startThread: startSessionsThread,
			locks: new WebSessionLocks(navigator.locks),
			room: navigator.storage,
			now: () => Date.now(),
			shape: { preRoll: PRE_ROLL, grain: 64 },
			best
		});
		store = opening;
		return new Promise((resolve) => {
			opening.changed.on(() => {
				if (opening.status.kind !== 'starting') resolve(opening.status);
			});
			opening.start();
			opening.begin(SAMPLE_RATE);
		});
	},
	record() {
		const start = Date.now();
		timer = setInterval(() => {
			const played = Math.floor((Date.now() - start) / PIECE_MS) * PIECE_MS;
			const due = (played / 1000) * SAMPLE_RATE;
			if (due > recorded) recordFrames(due - recorded);
		}, 10);
		return start;
	},
	stop() {
		clearInterval(timer);
		return started().settle();
	},
	recordAtOnce(seconds) {
		for (let piece = 0; piece < seconds * 4; piece++) recordFrames(SAMPLE_RATE / 4);
		return started().settle();
	},
	readBack,
	status: () => started().status,
	current: () => started().current?.id ?? null,
	list: () => started().list(),
	async tryToOpen(id) {
		const outcome = await started().open(id);
		if (outcome.kind === 'failed') return outcome.reason;
		outcome.result.close();
		return 'done';
	},
	begin() {
		started().begin(SAMPLE_RATE);
	},
	brokenLaws(best, seed) {
		const worker = new Worker(new URL('./laws.worker.ts', import.meta.url), { type: 'module' });
		return new Promise((resolve, reject) => {
			worker.onmessage = ({ data }: MessageEvent<{ kind: DiskKind; broken: string[] }>) => {
				resolve(data);
				worker.terminate();
			};
			worker.onerror = (event) => {
				reject(new Error(event.message));
			};
			worker.postMessage({ best, seed });
		});
	}
};

Object.assign(window, { sessions: page });
