import type { AudioEngine } from '../audio/audioEngine';
import { LooperNode, soundMemory, tapeBytesASecond } from '../audio/looper/looperNode';
import type { TapeChunk } from '../audio/looper/protocol';
import type { TrackRack } from '../audio/tracks/trackRack';
import { takeBytesASecond } from '../ears/loop/takeMemory';
import type { Jam } from '../jam/jam';
import { readLooperSettings } from '../jam/tracks/savedSettings';
import { Tracks } from '../jam/tracks/tracks';
import type { LooperSettings } from '../jam/tracks/tracksFace';
import type { LooperState, TrackAction } from '../music/looper';
import { perfTime } from '../music/units';
import type { Preferences } from '../store/preferences';
import { Files } from './files';
import { Sessions } from './sessions';
import { SoundExport } from './soundExport';
import { SoundImport } from './soundImport';
import { SoundIn } from './soundIn';
import { connectTracks } from './soundOut';
import { TrackEar } from './trackEar';

/** What the looper stands on. */
export interface LooperParts {
	readonly audio: AudioEngine;
	readonly jam: Jam;
	readonly storage: Storage | null;
	readonly preferences: Preferences;
}

/** How often the latencies that the browser tells are looked at again, in ticks of 25 ms. */
const LATENCY_TICKS = 40;

const UNCALIBRATED =
	'This input is not calibrated: recordings may lie some milliseconds late. Open Input (key I) to measure it.';
const TAKE_KEPT = 'What was recorded until then is kept.';
const NO_WORKLETS =
	'This browser cannot record loops of sound: the keys work as before; a newer browser can do both.';
const MEMORY_SHORT =
	'Most of the memory for sound is used: about a minute of recording is left; clear a track, or save the session.';
const MEMORY_FULL =
	'The memory for sound is full: what was recorded is kept. Clear a track to record on.';
const GUARD_MUTED =
	'The microphone began to howl, so monitoring was muted: turn the speakers down or use headphones, and switch it on again.';

/** What ends a take; pressed once more, what waits to begin is taken off. */
const ENDINGS: Readonly<Partial<Record<LooperState, TrackAction>>> = {
	armed: 'record',
	recording: 'close',
	overdubbing: 'finish'
};

/** In bytes: of all that is recorded the ear keeps its own beside it. */
function tapeMemory(sampleRate: number): number {
	const tape = tapeBytesASecond(sampleRate);
	return (soundMemory() * tape) / (tape + takeBytesASecond(sampleRate));
}

/** The audio looper with all that belongs to it. */
export class Looper {
	readonly node: LooperNode;
	readonly tracks: Tracks;
	readonly soundIn: SoundIn;
	readonly ear: TrackEar;
	readonly sessions: Sessions;
	readonly files: Files;
	rack: TrackRack | null = null;
	readonly #parts: LooperParts;
	#ticks = 0;
	#said = '';
	#askedFor = '';
	#savedSettings: LooperSettings;

	constructor(parts: LooperParts) {
		const { audio, jam, storage, preferences } = parts;
		this.#parts = parts;
		this.node = new LooperNode(audio.context, tapeMemory(audio.context.sampleRate));
		this.tracks = new Tracks({
			looper: this.node,
			transport: audio.transport,
			jam,
			now: () => perfTime(performance.now())
		});
		jam.tracks = this.tracks;
		const saved = preferences.read('looper', readLooperSettings, this.tracks.settings);
		this.tracks.change(saved.value);
		this.#savedSettings = this.tracks.settings;
		const { node: looper, tracks } = this;
		this.soundIn = new SoundIn({
			audio,
			looper,
			storage,
			isMonitoring: () => tracks.settings.isMonitoring
		});
		this.ear = new TrackEar({ looper, tracks, input: this.soundIn.input, jam });
		this.sessions = new Sessions({ looper, tracks, jam, ear: this.ear });
		const keepTape = (chunk: TapeChunk) => {
			this.sessions.store.tape(chunk);
		};
		this.files = new Files({
			jam,
			out: new SoundExport({ audio, looper, tracks, jam }),
			into: new SoundImport({ audio, looper, tracks, keepTape })
		});
		tracks.changed.on(() => {
			this.#saveSettings();
		});
		this.soundIn.input.changed.on(() => {
			this.#askToCalibrate();
		});
		this.soundIn.input.lost.on(({ kind, sentence }) => {
			const isBroken = kind !== 'off' && kind !== 'asking';
			if (this.#closeOpenTakes() && isBroken) jam.notify(`${sentence} ${TAKE_KEPT}`);
		});
	}

	/** Call once sound runs. Never rejects; what fails is said. */
	async start(): Promise<void> {
		const { audio, jam } = this.#parts;
		try {
			const node = await this.node.open();
			this.rack = connectTracks(audio, node, this.tracks);
			this.soundIn.connectTo(node);
		} catch (cause) {
			console.warn(cause);
			jam.notify(NO_WORKLETS);
			return;
		}
		await this.sessions.start();
	}

	/** Call every few tens of milliseconds. */
	advance(): void {
		this.node.advance();
		this.tracks.advance();
		if (++this.#ticks % LATENCY_TICKS === 0) this.soundIn.compensate();
		this.#warn();
	}

	/** Each way of the sound is asked about once. */
	#askToCalibrate(): void {
		const { open } = this.soundIn.input;
		const path = open === null ? '' : `${open.id} ${open.label}`;
		if (path === '' || path === this.#askedFor) return;
		this.#askedFor = path;
		if (this.soundIn.compensate().source === 'estimated') this.#parts.jam.notify(UNCALIBRATED);
	}

	#saveSettings(): void {
		const { settings } = this.tracks;
		if (settings === this.#savedSettings) return;
		this.#savedSettings = settings;
		this.#parts.preferences.write('looper', { ...settings, isMonitoring: false });
	}

	/** Nothing more comes in: what was recorded until then is the loop. Returns whether there was any. */
	#closeOpenTakes(): boolean {
		const now = perfTime(performance.now());
		let hasClosed = false;
		this.tracks.tracks.forEach(({ state, pending }, track) => {
			const ending = ENDINGS[state];
			if (ending === undefined) return;
			if (state !== 'armed') hasClosed = true;
			// A second press would take the first one off.
			const isPressed = pending?.action === ending && !pending.isAutomatic;
			if (isPressed === (state === 'armed')) this.tracks.press(track, ending, now);
		});
		return hasClosed;
	}

	/** Each sentence once, when it becomes true. */
	#warn(): void {
		const { node } = this;
		const memory = { plenty: '', short: MEMORY_SHORT, full: MEMORY_FULL }[node.memory];
		const sentence = node.isGuardMuted ? GUARD_MUTED : memory;
		if (sentence === this.#said) return;
		this.#said = sentence;
		if (sentence !== '') this.#parts.jam.notify(sentence);
		if (node.memory === 'full') this.#closeOpenTakes();
	}
}
