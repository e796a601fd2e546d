import type { AudioEngine } from '../audio/audioEngine';
import type { LooperNode } from '../audio/looper/looperNode';
import type { Jam } from '../jam/jam';
import type { Tracks } from '../jam/tracks/tracks';
import type { FollowerEvent } from '../midi/clockFollower';
import type { MidiDevices } from '../midi/devices';
import { MidiClock } from '../midi/midiClock';
import { perfTime, ticks, ticksToSeconds, type PerfTime, type Ticks } from '../music/units';
import type { Preferences } from '../store/preferences';
import type { MidiClockPort } from '../ui/looperPorts';

/** What the MIDI clock drives and is driven by. */
export interface ClockParts {
	readonly audio: AudioEngine;
	readonly looper: LooperNode;
	readonly jam: Jam;
	readonly tracks: Tracks;
	readonly midi: MidiDevices;
	readonly preferences: Preferences;
}

/** A master that is so far from our music pulls it to where it is. */
const MAX_STRAY_SECONDS = 0.01;
/** How often that is looked at, in ticks of 25 ms. */
const CHECK_TICKS = 40;

const now = () => perfTime(performance.now());

/** Our music follows another machine's clock, and others follow ours. */
export class Clock {
	readonly #parts: ClockParts;
	readonly #clock: MidiClock;
	#ticks = 0;

	constructor(parts: ClockParts) {
		const { midi, audio, preferences } = parts;
		this.#parts = parts;
		this.#clock = new MidiClock(midi.outputs, audio.transport, now);
		const saved = preferences.read<unknown>('midi', (json) => json ?? null, null);
		this.#clock.restore(saved.value);
		midi.clock.on((message) => {
			this.#clock.handle(message);
		});
		this.#clock.follower.events.on((event) => {
			this.#follow(event);
		});
		let known = JSON.stringify(this.#clock.choice);
		this.#clock.changed.on(() => {
			const chosen = JSON.stringify(this.#clock.choice);
			if (chosen === known) return;
			known = chosen;
			preferences.write('midi', this.#clock.choice);
		});
	}

	get port(): MidiClockPort {
		return this.#clock;
	}

	/** Call every few tens of milliseconds. */
	advance(): void {
		this.#clock.advance(now());
		if (++this.#ticks % CHECK_TICKS === 0) this.#pull();
	}

	#follow(event: FollowerEvent): void {
		const { jam, tracks } = this.#parts;
		switch (event.kind) {
			case 'tempo-changed':
				if (!tracks.isTempoFixed) jam.setBpm(event.bpm);
				return;
			case 'started':
				if (!jam.isRunning) jam.begin(false);
				this.#place(event.position, event.at);
				return;
			case 'jumped':
				if (jam.isRunning) this.#place(event.position, event.at);
				return;
			case 'stopped':
				if (jam.isRunning) jam.startStop();
				return;
			case 'lost':
			case 'found':
		}
	}

	/** What is heard at `at` is `position`. Recorded sound stays where it is. */
	#place(position: Ticks, at: PerfTime): void {
		const { audio, jam, looper, tracks } = this.#parts;
		if (tracks.isTempoFixed) return;
		jam.moveTimeline(() => {
			audio.transport.adopt(audio.transport.bpm, looper.heardAt(at), position);
		});
	}

	#pull(): void {
		const { audio, jam, tracks } = this.#parts;
		const { follower, isFollowing } = this.#clock;
		if (!isFollowing || !follower.isRunning || !jam.isRunning || tracks.isTempoFixed) return;
		const moment = now();
		const position = follower.positionAt(moment);
		const stray = ticks(position - audio.transport.heardAt(moment));
		const seconds = Math.abs(ticksToSeconds(stray, audio.transport.bpm));
		if (seconds > MAX_STRAY_SECONDS) this.#place(position, moment);
	}
}
