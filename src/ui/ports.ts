import type { JamFace } from '../jam/face';
import type { PracticeFace } from '../jam/practice/face';
import type { ComposerStatus } from '../jam/ports';
import type { TracksFace } from '../jam/tracks/tracksFace';
import type { PerfTime, Pitch, Velocity } from '../music/units';
import type {
	CalibrationPort,
	FilesPort,
	FollowPort,
	EarPort,
	InputPort,
	MappingsPort,
	MidiClockPort,
	SessionsPort
} from './looperPorts';
import type { PracticeLogPort } from './practice/practicePorts';
import type { Watchable } from './watchable';

export interface AudioStatus {
	/** `off` until the player has pressed Start once. */
	readonly kind: 'off' | 'running' | 'suspended' | 'failed';
	/** One plain sentence; empty when there is nothing to say. */
	readonly sentence: string;
}

/** The speaker. */
interface AudioPort extends Watchable {
	readonly status: AudioStatus;
	/** Unlocks the sound, or wakes it again; called from a press of the player's. Never rejects. */
	start(): Promise<void>;
}

/** The instruments' samples, which arrive after the first sound. */
interface SoundsPort extends Watchable {
	/** One plain sentence; empty when there is nothing to say. */
	readonly status: { readonly kind: 'loading' | 'ready' | 'failed'; readonly sentence: string };
}

interface MidiInput {
	readonly id: string;
	readonly name: string;
	/** `busy`: another program holds it. */
	readonly state: 'connected' | 'busy' | 'unplugged';
}

/** The MIDI devices. */
interface MidiPort extends Watchable {
	/** One plain sentence; empty when there is nothing to say. */
	readonly status: {
		readonly kind: 'off' | 'asking' | 'on' | 'refused' | 'unsupported' | 'failed';
		readonly sentence: string;
	};
	readonly inputs: readonly MidiInput[];
	/** The id of the one input that is heard, or all of them. */
	readonly selected: string;
	select(input: string): void;
	/** Asks the browser for the devices. */
	enable(): unknown;
}

/** The keys on the screen, as pointers play them. */
interface ScreenKeysPort {
	press(pointerId: number, pitch: Pitch, velocity: Velocity, at: PerfTime): void;
	/** The pointer glides; a press follows only where the pitch is another. */
	move(pointerId: number, pitch: Pitch, velocity: Velocity, at: PerfTime): void;
	release(pointerId: number, at: PerfTime): void;
}

/** The computer keyboard, as a row of piano keys. */
interface ComputerKeysPort extends Watchable {
	/** What the first letter plays. */
	readonly lowest: Pitch;
	/** The letters by semitones above `lowest`. */
	readonly letters: readonly string[];
	shiftOctave(octaves: number): void;
}

/** A finger on a button: how hard it presses and when. */
interface EasyTouch {
	/** 0–7, from the lowest. */
	readonly button: number;
	readonly velocity: Velocity;
	readonly at: PerfTime;
}

/** Eight buttons that play what fits, in place of piano keys. */
export interface EasyKeysPort extends Watchable {
	readonly isOn: boolean;
	/** Those that are down, on whatever device. */
	readonly buttons: ReadonlySet<number>;
	/** What each button would sound now, from the lowest; read at each animation frame. */
	readonly pads: readonly { readonly pitch: Pitch; readonly isChordTone: boolean }[];
	/** What is held is let go. */
	switchTo(isOn: boolean): void;
	press(pointerId: number, touch: EasyTouch): void;
	/** The pointer glides; a press follows only where the button is another. */
	move(pointerId: number, touch: EasyTouch): void;
	release(pointerId: number, at: PerfTime): void;
}

/** What the player holds now, on every device. */
interface HeldKeysPort extends Watchable {
	readonly pitches: ReadonlySet<Pitch>;
}

/** Phrases that play themselves through the same way in as MIDI. */
interface PhrasesPort extends Watchable {
	readonly list: readonly { readonly name: string; readonly title: string }[];
	/** The name of the phrase that plays now. */
	readonly playing: string | null;
	play(name: string): unknown;
	stop(): void;
}

/** The partner's mind. */
interface ComposerPort extends Watchable {
	readonly status: ComposerStatus;
	/** `url` is a folder with a Magenta.js checkpoint. Its fate is told by the status. */
	useCheckpoint(url: string): unknown;
}

/** What the scheduler counted since the page opened; read at each animation frame. */
interface SchedulerPort {
	/** Notes that sounded after their place. */
	readonly late: number;
	/** Notes that came too late to sound at all. */
	readonly dropped: number;
}

/** All that the page needs; `main.ts` wires it. */
export interface AppPorts {
	readonly jam: JamFace;
	readonly audio: AudioPort;
	readonly sounds: SoundsPort;
	readonly midi: MidiPort;
	readonly screenKeys: ScreenKeysPort;
	readonly computerKeys: ComputerKeysPort;
	readonly heldKeys: HeldKeysPort;
	readonly easyKeys: EasyKeysPort;
	readonly phrases: PhrasesPort;
	readonly composer: ComposerPort;
	readonly scheduler: SchedulerPort;
	readonly tracks: TracksFace;
	readonly input: InputPort;
	readonly calibration: CalibrationPort;
	readonly follow: FollowPort;
	readonly ear: EarPort;
	readonly sessions: SessionsPort;
	readonly files: FilesPort;
	readonly mappings: MappingsPort;
	readonly midiClock: MidiClockPort;
	readonly practice: PracticeFace;
	readonly practiceLog: PracticeLogPort;
	/** Downloads the loop as a Standard MIDI File. */
	saveMidi(): unknown;
}
