import { createContext } from 'svelte';
import { beatLength } from '../music/metre';
import { ticks } from '../music/units';
import { FrameView } from './frameView.svelte';
import { JamView } from './jamView.svelte';
import type { AppPorts } from './ports';
import { PortView } from './portView.svelte';
import { DialogShelf } from './dialogs/dialogShelf.svelte';
import { padsText } from './keys/easyPads';
import { soundingKeys } from './keys/soundingKeys';
import { chordsText, turnText } from './practice/practiceWords';
import { InputLevel } from './tracks/inputLevel';
import { TunerNeedle } from './tracks/tunerNeedle';
import { RackView } from './tracks/rackView.svelte';

/** What every component may look at and touch. */
export class Stage {
	readonly ports: AppPorts;
	readonly jam: JamView;
	/** The last beat line that was heard. */
	readonly beatLine;
	/** The pitches that loop and partner sound now, as text: a set is never equal to the next one. */
	readonly soundingKeys;
	readonly audio;
	readonly sounds;
	readonly midi;
	readonly computerKeys;
	readonly heldKeys;
	readonly easyKeys;
	/** What the easy buttons would sound now, as text. */
	readonly easyPads;
	readonly phrases;
	readonly composer;
	/** What the scheduler counted, in words. */
	readonly scheduled;
	readonly tracks;
	readonly input;
	readonly calibration;
	readonly follow;
	readonly ear;
	/** What the tuner shows of the string that sounds; null while none does. */
	readonly tuner;
	readonly sessions;
	readonly files;
	readonly mappings;
	readonly midiClock;
	readonly practice;
	readonly practiceLog;
	/** Whose bars they are and how many are left, as text. */
	readonly practiceTurn;
	/** The chord that sounds and the next, as text. */
	readonly practiceChords;
	readonly rack: RackView;
	readonly dialogs = new DialogShelf();
	/** How much of the input's meter is lit, in whole percent. */
	readonly inputShare;
	readonly inputHint;
	readonly #inputLevel = new InputLevel();
	readonly #needle = new TunerNeedle();

	constructor(ports: AppPorts) {
		const { jam } = ports;
		this.ports = ports;
		this.jam = new JamView(jam);
		this.beatLine = new FrameView(() => {
			const beat = beatLength(jam.settings.metre);
			return ticks(Math.floor(jam.heardPosition() / beat) * beat);
		});
		this.soundingKeys = new FrameView(() => soundingKeys(jam, jam.heardPosition()));
		this.audio = new PortView(ports.audio);
		this.sounds = new PortView(ports.sounds);
		this.midi = new PortView(ports.midi);
		this.computerKeys = new PortView(ports.computerKeys);
		this.heldKeys = new PortView(ports.heldKeys);
		this.easyKeys = new PortView(ports.easyKeys);
		this.easyPads = new FrameView(() => padsText(ports.easyKeys.pads));
		this.phrases = new PortView(ports.phrases);
		this.composer = new PortView(ports.composer);
		this.scheduled = new FrameView(
			() => `${ports.scheduler.late} late, ${ports.scheduler.dropped} dropped`
		);
		this.tracks = new PortView(ports.tracks);
		this.input = new PortView(ports.input);
		this.calibration = new PortView(ports.calibration);
		this.follow = new PortView(ports.follow);
		this.ear = new PortView(ports.ear);
		this.tuner = new FrameView(() => {
			this.#needle.hear(ports.follow.pitch, performance.now());
			return this.#needle.shown;
		});
		this.sessions = new PortView(ports.sessions);
		this.files = new PortView(ports.files);
		this.mappings = new PortView(ports.mappings);
		this.midiClock = new PortView(ports.midiClock);
		this.practice = new PortView(ports.practice);
		this.practiceLog = new PortView(ports.practiceLog);
		this.practiceTurn = new FrameView(() => turnText(ports.practice.turnAt(jam.heardPosition())));
		this.practiceChords = new FrameView(() =>
			chordsText(ports.practice.chordsAt(jam.heardPosition()))
		);
		this.rack = new RackView(ports.tracks, ports.input);
		this.inputShare = new FrameView(() => Math.round(this.#heardInput().share * 100));
		this.inputHint = new FrameView(() => this.#heardInput().hint);
	}

	#heardInput(): InputLevel {
		this.#inputLevel.hear(this.ports.tracks.inputPeak(), performance.now());
		return this.#inputLevel;
	}
}

export const [useStage, provideStage] = createContext<Stage>();
