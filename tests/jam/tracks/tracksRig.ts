import { Transport } from '../../../src/audio/transport';
import { Jam } from '../../../src/jam/jam';
import type { LoopAction } from '../../../src/jam/face';
import type { Composer, ComposerStatus } from '../../../src/jam/ports';
import type { Settings } from '../../../src/jam/settings';
import type { AudioLooper } from '../../../src/jam/tracks/audioLooper';
import { Tracks } from '../../../src/jam/tracks/tracks';
import { Emitter } from '../../../src/lib/emitter';
import type { TrackAction } from '../../../src/music/looper';
import { bpm, perfTime, pitch, seconds, velocity, type PerfTime } from '../../../src/music/units';
import { FakeLooper, RATE } from './fakeLooper';

/** A context whose frames the test counts; the player hears a frame as it is rendered. */
export class CountedContext {
	readonly sampleRate = RATE;
	frame = 10 * RATE;

	get currentTime(): number {
		return this.frame / RATE;
	}

	getOutputTimestamp() {
		return { contextTime: this.currentTime, performanceTime: this.currentTime * 1000 };
	}
}

class SilentComposer implements Composer {
	readonly changed = new Emitter<void>();
	readonly status: ComposerStatus = {
		kind: 'ready',
		model: 'Silent',
		canAccompany: false,
		engine: null,
		figures: [],
		sentence: '',
		firstBarSeconds: seconds(0.02)
	};

	prepare(): void {
		// It never answers, so it need not read.
	}

	ask() {
		return () => undefined;
	}
}

/** How often the page wakes, in frames: 25 ms. */
const WAKE = (25 * RATE) / 1000;

/** A looper that the test tells when its clock has moved. */
export type TestLooper = AudioLooper & { settle(): void };

/** Jam, tracks and the real transport on a looper, with the clock in the test's hand. */
export class SessionRig<Looper extends TestLooper> {
	readonly context: CountedContext;
	readonly transport: Transport;
	readonly looper: Looper;
	readonly jam: Jam;
	readonly tracks: Tracks;
	/** Why no sound comes in; empty while it does. */
	inputTrouble = '';

	constructor(context: CountedContext, looper: Looper, settings: Partial<Settings>) {
		const transport = new Transport(context, bpm(120));
		this.context = context;
		this.transport = transport;
		this.looper = looper;
		const now = () => this.now;
		this.jam = new Jam({ transport, composer: new SilentComposer(), now, seed: 1 });
		this.tracks = new Tracks({
			looper,
			transport,
			jam: this.jam,
			now,
			inputTrouble: () => this.inputTrouble
		});
		this.jam.tracks = this.tracks;
		this.jam.change({ mode: 'off', countInBars: 0, isMetronomeOn: false, ...settings });
		this.tracks.select(0);
	}

	get now(): PerfTime {
		return perfTime((this.context.frame / RATE) * 1000);
	}

	state(track = 0): string {
		return this.looper.tracks[track]!.state;
	}

	/** Lets the clock run to `frame`, waking the page as the ticker does. */
	runTo(frame: number): void {
		while (this.context.frame < frame) {
			this.context.frame = Math.min(frame, this.context.frame + WAKE);
			this.wake();
		}
	}

	pass(ms: number): void {
		this.runTo(this.context.frame + Math.round((ms * RATE) / 1000));
	}

	wake(): void {
		this.looper.settle();
		this.jam.advance();
		this.tracks.advance();
	}

	press(action: TrackAction, track = 0): void {
		this.tracks.press(track, action, this.now);
		this.wake();
	}

	keys(action: LoopAction): void {
		this.jam.press(action, this.now);
	}

	/** Down and up again 60 ms later. */
	tap(): void {
		this.tracks.pedalDown(this.now);
		this.wake();
		this.pass(60);
		this.tracks.pedalUp(this.now);
	}

	hold(ms = 1100): void {
		this.tracks.pedalDown(this.now);
		this.wake();
		this.pass(ms);
		this.tracks.pedalUp(this.now);
	}

	note(number: number, ms = 100): void {
		const key = { port: 'test', channel: 1, pitch: pitch(number) } as const;
		this.jam.hear({ kind: 'note-on', ...key, velocity: velocity(0.8), at: this.now });
		this.pass(ms);
		this.jam.hear({ kind: 'note-off', ...key, at: this.now });
	}

	/** A first loop of so many frames on track 0, recorded with nothing playing. */
	recordFirst(length: number): void {
		this.press('record');
		this.runTo(this.context.frame + length);
		this.press('close');
	}
}

/** A session on a looper without sound. */
export class TracksRig extends SessionRig<FakeLooper> {
	constructor(settings: Partial<Settings> = {}) {
		const context = new CountedContext();
		super(context, new FakeLooper(() => context.frame), settings);
	}
}
