import type { AudioEngine } from '../../../src/audio/audioEngine';
import type { ComposerClient } from '../../../src/composer/composerClient';
import type { Jam } from '../../../src/jam/jam';
import type { Note } from '../../../src/music/note';
import type { ScoreEvent } from '../../../src/music/score';
import type { MidiDevices } from '../../../src/midi/devices';
import type { FollowInput } from '../../../src/wiring/followInput';
import type { Looper } from '../../../src/wiring/looper';

interface PlanLog {
	readonly notes: readonly Note[];
	readonly source: string;
	readonly length: number;
}

/** What probePage.js puts into the page. */
interface Probe {
	/** Strip, frame, how many notes began there. */
	readonly impulses: readonly (readonly [number, number, number])[];
	/** By the tick of their start. */
	readonly plans: ReadonlyMap<number, PlanLog>;
	readonly requests: readonly {
		readonly askedLeft: number;
		readonly firstBarLeft: number | null;
		readonly notes: number;
	}[];
	readonly keys: readonly {
		readonly at: number;
		readonly handledAt: number;
		readonly clock: number;
	}[];
	/** All strips where none are named. */
	attach(strips?: readonly string[]): Promise<void>;
	catchUp(): Promise<void>;
	forget(): void;
	stall(share: number, seed: number): void;
	unstall(): void;
	playPhrase(port: string, notes: readonly (readonly number[])[], from: number): void;
	loopFrames(from: number, to: number): number[];
	planFrames(to: number): number[];
	chairEvents(from: number, to: number): ScoreEvent[];
	expect(chair: string, bars: number): void;
	firstChange(): Promise<{ readonly delay: number | null; readonly isKnown: boolean }>;
	frameOf(audio: AudioEngine, tick: number): number;
}

declare global {
	var probe: Probe;
	/** The app's own handle for the console and for measurements. */
	var continuo: {
		readonly jam: Jam;
		readonly audio: AudioEngine;
		readonly composer: ComposerClient;
		readonly midi: MidiDevices;
		readonly looper: Looper;
		readonly follow: FollowInput;
	};
}
