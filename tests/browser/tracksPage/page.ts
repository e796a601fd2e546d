import { mount } from 'svelte';
import { Emitter } from '../../../src/lib/emitter';
import { pitch } from '../../../src/music/units';
import App from '../../../src/ui/App.svelte';
import type { AppPorts } from '../../../src/ui/ports';
import { JamRig } from '../../jam/jamRig';
import { PracticeRig } from '../../jam/practice/practiceRig';
import {
	FakeCalibration,
	FakeFollow,
	FakeFiles,
	FakeInput,
	FakeMappings,
	FakeMidiClock,
	FakeSessions
} from './fakePorts';
import { FakeBand, withBand } from './fakeBand';
import { FakeTracks } from './fakeTracks';

const rig = new JamRig();
const follow = () => {
	rig.transport.clock = performance.now() / 1000;
	requestAnimationFrame(follow);
};
follow();

const still = { changed: new Emitter<void>() };
const nothing = () => undefined;

/** What a browser test does with the page. */
const fakes = {
	band: new FakeBand(),
	tracks: new FakeTracks(),
	input: new FakeInput(),
	calibration: new FakeCalibration(),
	follow: new FakeFollow(),
	sessions: new FakeSessions(),
	files: new FakeFiles(),
	mappings: new FakeMappings(),
	midiClock: new FakeMidiClock()
};
export type Fakes = typeof fakes & { readonly jam: JamRig['jam'] };

const ports: AppPorts = {
	jam: withBand(rig.jam, fakes.band),
	ear: { ...still, sentence: '' },
	audio: {
		...still,
		status: { kind: 'running', sentence: '' },
		start: () => Promise.resolve()
	},
	sounds: { ...still, status: { kind: 'ready', sentence: '' } },
	midi: {
		...still,
		status: { kind: 'on', sentence: 'MIDI is on: plug a device in and it plays at once.' },
		inputs: [],
		selected: 'all',
		select: nothing,
		enable: nothing
	},
	screenKeys: { press: nothing, move: nothing, release: nothing },
	computerKeys: {
		...still,
		lowest: pitch(60),
		letters: 'AWSEDFTGYHUJKOLP'.split(''),
		shiftOctave: nothing
	},
	easyKeys: {
		...still,
		isOn: false,
		buttons: new Set(),
		pads: [],
		switchTo: nothing,
		press: nothing,
		move: nothing,
		release: nothing
	},
	heldKeys: { ...still, pitches: new Set() },
	phrases: {
		...still,
		list: ['Folk', 'Blues', 'Jazz', 'Pop'].map((name) => ({ name, title: `${name}: a phrase` })),
		playing: null,
		play: nothing,
		stop: nothing
	},
	composer: { ...still, status: rig.composer.status, useCheckpoint: nothing },
	scheduler: { late: 0, dropped: 0 },
	practice: new PracticeRig().desk,
	practiceLog: {
		...still,
		entries: [],
		sentence: '',
		removed: null,
		look: nothing,
		remove: nothing,
		undoRemove: nothing,
		save: nothing
	},
	saveMidi: nothing,
	...fakes
};

const target = document.querySelector('#app');
if (target === null) throw new Error('the page has no #app');
mount(App, { target, props: { ports } });

Object.assign(window, { fakes: { ...fakes, jam: rig.jam } });
