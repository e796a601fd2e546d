import { ComposerClient } from '../../../src/composer/composerClient';
import { startComposerThread } from '../../../src/composer/composerThread';
import type { AnswerRequest, ComposerFailure, EngineWish } from '../../../src/composer/protocol';
import type { Note } from '../../../src/music/note';

/** A piece of a candidate; positions count from the answer's bar line. */
export interface HeardBar {
	readonly candidate: number;
	readonly notes: readonly Note[];
	readonly from: number;
	readonly to: number;
}

/** One answer as the page heard it. */
export interface HeardAnswer {
	readonly bars: readonly HeardBar[];
	/** The last ranking of its candidates. */
	readonly order: readonly number[];
	readonly end: 'done' | ComposerFailure;
	/** Milliseconds from asking. */
	readonly firstBar: number;
	readonly total: number;
}

/** What a browser test does with the page. */
export interface ComposerPage {
	start(checkpoint: string, engine: EngineWish): Promise<ComposerClient['status']>;
	useCheckpoint(address: string): Promise<ComposerFailure | null>;
	ask(request: AnswerRequest, isCancelled?: boolean): Promise<HeardAnswer>;
	status(): ComposerClient['status'];
	/** How many pieces of the last answer were told so far. */
	told(): number;
	/** The longest that a timer of 10 ms was late since the page was loaded, in milliseconds. */
	longestBlock(): number;
}

let client: ComposerClient | null = null;
let told = 0;
let longestBlock = 0;
let lastTick = performance.now();
setInterval(() => {
	longestBlock = Math.max(longestBlock, performance.now() - lastTick - 10);
	lastTick = performance.now();
}, 10);

function started(): ComposerClient {
	if (client === null) throw new Error('start the composer first');
	return client;
}

const page: ComposerPage = {
	start(checkpoint, engine) {
		const composer = new ComposerClient({
			startThread: startComposerThread,
			base: document.baseURI,
			models: [checkpoint],
			engine,
			memory: { read: () => null, write: () => undefined },
			now: () => performance.now()
		});
		client = composer;
		return new Promise((resolve) => {
			composer.changed.on(() => {
				if (composer.status.kind !== 'loading') resolve(composer.status);
			});
			composer.start();
		});
	},
	useCheckpoint: (address) => started().useCheckpoint(address),
	ask(request, isCancelled = false) {
		const bars: HeardBar[] = [];
		let order: readonly number[] = [];
		told = 0;
		const start = performance.now();
		let firstBar = 0;
		return new Promise((resolve) => {
			const finish = (end: 'done' | ComposerFailure) => {
				resolve({ bars, order, end, firstBar, total: performance.now() - start });
			};
			const cancel = started().ask(request, {
				bar(candidate, notes, from, to) {
					told++;
					if (bars.length === 0) firstBar = performance.now() - start;
					bars.push({ candidate, notes, from, to });
					if (isCancelled) cancel();
				},
				ranked: (next) => {
					order = next;
				},
				done: () => {
					finish('done');
				},
				failed: finish
			});
		});
	},
	status: () => started().status,
	told: () => told,
	longestBlock: () => longestBlock
};

Object.assign(window, { composer: page });
