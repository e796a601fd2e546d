import { mount } from 'svelte';
import { AudioEngine } from './audio/audioEngine';
import { WorkerTicker } from './audio/ticker';
import { ComposerClient } from './composer/composerClient';
import { ENGINES } from './composer/protocol';
import { startComposerThread } from './composer/composerThread';
import { LineEarNode } from './ears/live/lineEarNode';
import { Jam } from './jam/jam';
import { ComputerKeyboard } from './midi/computerKeyboard';
import { MidiDevices } from './midi/devices';
import { HeldPitches } from './midi/heldPitches';
import { PhrasePlayer } from './midi/phrasePlayer';
import { ScreenKeys } from './midi/screenKeys';
import type { LiveEvent } from './music/liveEvent';
import { perfTime } from './music/units';
import App from './ui/App.svelte';
import type { AppPorts } from './ui/ports';
import { Preferences } from './store/preferences';
import { rememberBand } from './wiring/bandMemory';
import { ChairStrips } from './wiring/chairStrips';
import { Clock } from './wiring/clock';
import { Controls } from './wiring/controls';
import { EasyDesk } from './wiring/easyKeys';
import { engineMemory, watchMachine } from './wiring/engines';
import { FollowInput } from './wiring/followInput';
import { Looper } from './wiring/looper';
import { offerPhrases, phraseDesk } from './wiring/phrases';
import { PracticeRoom } from './wiring/practice';
import { audioPort, soundsPort } from './wiring/speakers';

/** `?probe=1`, `?engine=simd|wgsl|tfjs-wasm|tfjs-webgpu`, `?checkpoint=URL`, `?seed=N`: for measurements and the curious. */
const query = new URLSearchParams(location.search);
const wished = ENGINES.find((name) => name === query.get('engine'));
const now = () => perfTime(performance.now());

const preferences = new Preferences(() => localStorage);

const ticker = new WorkerTicker();
const audio = new AudioEngine({
	ticker: {
		start(tick) {
			ticker.start(() => {
				jam.advance();
				looper.advance();
				clock.advance();
				practice.advance();
				follow.advance();
				tick();
			});
		},
		stop() {
			ticker.stop();
		}
	},
	instrumentsFolder: 'instruments',
	liveSound: 'piano',
	isProbe: query.has('probe')
});
const composer = new ComposerClient({
	startThread: startComposerThread,
	base: document.baseURI,
	models: ['models/small/manifest.json', 'models/melody-rnn/config.json'],
	engine: wished ?? 'auto',
	memory: engineMemory(preferences),
	now
});
const jam = new Jam({
	transport: audio.transport,
	composer,
	now,
	seed: Number(query.get('seed') ?? crypto.getRandomValues(new Uint32Array(1))[0])
});
jam.stage = audio;
audio.setScore(jam);
const looper = new Looper({ audio, jam, storage: localStore(), preferences });

const midi = new MidiDevices();
const { tracks } = looper;
const clock = new Clock({ audio, looper: looper.node, jam, tracks, midi, preferences });
const practice = new PracticeRoom({ audio, jam, tracks, midiClock: clock.port, preferences });
const computerKeys = new ComputerKeyboard();
const screenKeys = new ScreenKeys();
const phrasePlayer = new PhrasePlayer((position) => audio.transport.momentOf(position));
const heldKeys = new HeldPitches();
const desk = phraseDesk(jam, phrasePlayer);

/** The two paths of a note: heard at once, and remembered where it was played. */
function play(event: LiveEvent): void {
	audio.monitor.handle(event);
	hear(event);
}
/** For what sounds by itself. */
function hear(event: LiveEvent): void {
	jam.hear(event);
	heldKeys.handle(event);
}
for (const { events } of [screenKeys, phrasePlayer]) events.on(play);
const easy = new EasyDesk({ audio, jam, midi, computerKeys, preferences, play });
const follow = new FollowInput({
	context: audio.context,
	soundIn: looper.soundIn,
	ear: new LineEarNode(audio.context),
	jam,
	hear: (event) => {
		if (!easy.sing(event)) hear(event);
	}
});
const controls = new Controls({
	jam,
	tracks,
	midi,
	preferences,
	easyKeys: easy.port,
	follow: follow.port
});
window.addEventListener('blur', () => {
	screenKeys.releaseAll();
});

let hasStarted = false;

const chairStrips = new ChairStrips(audio, jam);
rememberBand(jam, preferences);
jam.changed.on(() => {
	audio.monitor.setSound(jam.settings.playerSound);
	chairStrips.follow();
	if (hasStarted) chairStrips.loadSounds();
});

/** The model's code is three times all else: it leaves the line to who plays at once. */
const COMPOSER_AFTER_MS = 1000;

/** Everything that the first sound does not need comes after it. */
async function start(): Promise<void> {
	const state = await audio.resume();
	if (hasStarted || state !== 'running') return;
	hasStarted = true;
	chairStrips.loadSounds();
	setTimeout(() => {
		composer.start();
		watchMachine(composer);
		useWishedCheckpoint();
	}, COMPOSER_AFTER_MS);
	void midi.enable();
	void looper.start();
	void offerPhrases(desk, jam);
}

/** Our own model answers until another is there, and if it never comes. */
function useWishedCheckpoint(): void {
	const address = query.get('checkpoint');
	if (address === null) return;
	const stopWaiting = composer.changed.on(() => {
		if (composer.status.kind === 'loading') return;
		stopWaiting();
		void composer.useCheckpoint(address);
	});
}

/** Private windows of some browsers forbid even to look. */
function localStore(): Storage | null {
	try {
		return localStorage;
	} catch {
		return null;
	}
}

const ports: AppPorts = {
	jam,
	audio: audioPort(audio, start),
	sounds: soundsPort(audio, jam),
	midi,
	screenKeys,
	computerKeys,
	heldKeys,
	easyKeys: easy.port,
	phrases: desk,
	composer,
	tracks: looper.tracks,
	input: looper.soundIn.port,
	calibration: looper.soundIn.calibrationPort,
	follow: follow.port,
	ear: looper.ear.port,
	sessions: looper.sessions.port,
	files: looper.files.port,
	mappings: controls.port,
	midiClock: clock.port,
	practice: practice.desk,
	practiceLog: practice.logPort,
	scheduler: {
		get late() {
			return audio.scheduler.late;
		},
		get dropped() {
			return audio.scheduler.dropped;
		}
	},
	saveMidi: () => looper.files.saveMidi()
};

// A page that comes back begins at its top, where the last session is offered.
history.scrollRestoration = 'manual';
const target = document.querySelector('#app');
if (target === null) throw new Error('the page has no #app');
mount(App, { target, props: { ports } });

/** For the console and for measurements. */
Object.assign(globalThis, {
	continuo: { jam, audio, composer, midi, desk, looper, clock, easy, follow }
});
