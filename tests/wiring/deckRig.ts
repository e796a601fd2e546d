import { Emitter } from '../../src/lib/emitter';
import { EMPTY_RECORD, type BaseLoop, type TrackRecord } from '../../src/music/looper';
import type { TapeChunk } from '../../src/audio/looper/protocol';
import { SessionDeck, type DeckLooper } from '../../src/wiring/sessionDeck';
import { TrackEar } from '../../src/wiring/trackEar';
import { FakeLooper } from '../jam/tracks/fakeLooper';
import { CountedContext, SessionRig } from '../jam/tracks/tracksRig';
import { StoreRig } from '../store/sessions/storeRig';
import { FakeEar, NOTES } from './earRig';

/** The deck restores whole records. */
const Silent: new (clock: () => number) => Omit<FakeLooper, 'restore'> = FakeLooper;

/** A looper whose answers are under way until the test lets them arrive. */
export class DistantLooper extends Silent implements DeckLooper {
	readonly taped = new Emitter<TapeChunk>();
	readonly released = new Emitter<number>();
	readonly filled: number[] = [];
	/** Happens before the page hears that all has arrived. */
	onWay: () => void = () => undefined;
	#done: (() => void)[] = [];

	fillTape(tape: number): void {
		this.filled.push(tape);
	}

	reset(): void {
		this.#done.push(() => {
			this.base = null;
			this.tracks = this.tracks.map((track) => ({
				...track,
				state: 'empty',
				record: EMPTY_RECORD
			}));
		});
	}

	restore(track: number, record: TrackRecord, base: BaseLoop | null): void {
		this.#done.push(() => {
			this.base = base;
			this.tracks[track] = { ...this.tracks[track]!, state: 'stopped', record };
		});
	}

	async read(tape: number, from: number, count: number): Promise<TapeChunk> {
		await Promise.resolve();
		this.onWay();
		for (const apply of this.#done.splice(0)) apply();
		this.changed.emit();
		return { tape, from, left: new Float32Array(count), right: new Float32Array(count) };
	}
}

/** A session on the page, with the real jam, tracks and store, and a disk in memory. */
export class DeckRig {
	readonly disk = new StoreRig();
	readonly session: SessionRig<DistantLooper>;
	readonly deck: SessionDeck;
	/** Hears the same notes in all recordings. */
	readonly ear = new FakeEar(NOTES);

	constructor() {
		const context = new CountedContext();
		this.session = new SessionRig(context, new DistantLooper(() => context.frame), {});
		const { jam, tracks, looper } = this.session;
		const input = { changed: new Emitter<void>(), open: null };
		const ear = new TrackEar({ looper, tracks, input, jam, ear: this.ear });
		this.deck = new SessionDeck({ jam, tracks, looper, ear, store: this.disk.store });
		this.deck.start();
	}
}
