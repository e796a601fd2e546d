import type { AudioEngine } from '../audio/audioEngine';
import type { Jam } from '../jam/jam';
import { Emitter } from '../lib/emitter';
import type { ComputerKeyboard } from '../midi/computerKeyboard';
import type { MidiDevices } from '../midi/devices';
import { EasyHands } from '../midi/easyHands';
import { suggestedScale, type Harmony } from '../music/easy/harmony';
import { sungPitch } from '../music/easy/sungPitch';
import type { LiveEvent } from '../music/liveEvent';
import { chordAt } from '../music/harmony/chord';
import { pitchClassesOf } from '../music/key';
import { offsetIn } from '../music/loopRegion';
import { isOnPulse } from '../music/metre';
import { perfTime, ticks, type PerfTime, type Pitch } from '../music/units';
import type { Preferences } from '../store/preferences';
import type { EasyKeysPort } from '../ui/ports';

/** What plays by easy keys while they are on, and what they listen to. */
export interface EasyDeskParts {
	readonly audio: AudioEngine;
	readonly jam: Jam;
	readonly midi: MidiDevices;
	readonly computerKeys: ComputerKeyboard;
	readonly preferences: Preferences;
	/** The two paths of a note. */
	readonly play: (event: LiveEvent) => void;
}

const now = () => perfTime(performance.now());

/** Leads what letters and MIDI keys play through the easy buttons, or past them. */
export class EasyDesk {
	readonly #parts: EasyDeskParts;
	readonly #changed = new Emitter<void>();
	readonly #hands: EasyHands;
	/** The ports that played past the buttons, and may hold notes. */
	readonly #plain = new Set<string>();
	/** What sounds for each pitch that is sung, by the sung one. */
	readonly #sung = new Map<Pitch, Pitch>();
	#lastSung: Pitch | null = null;
	#isOn: boolean;
	#scale: readonly number[] | null = null;

	constructor(parts: EasyDeskParts) {
		const { jam, midi, computerKeys, preferences } = parts;
		this.#parts = parts;
		this.#isOn = preferences.read('easyKeys', parseIsOn, false).value;
		this.#hands = new EasyHands(computerKeys.lowest, () => this.harmony);
		this.#hands.events.on(parts.play);
		this.#hands.changed.on(() => {
			this.#changed.emit();
		});
		computerKeys.changed.on(() => {
			this.#hands.moveHome(computerKeys.lowest);
		});
		computerKeys.events.on((event) => {
			if (this.#isOn) this.#hands.hearLetters(event);
			else this.#playPlain(event);
		});
		midi.events.on((event) => {
			if (this.#isOn) this.#hands.hearMidi(event);
			else this.#playPlain(event);
		});
		jam.changed.on(() => {
			this.#scale = null;
		});
		window.addEventListener('blur', ({ timeStamp }) => {
			this.#hands.releasePads(perfTime(timeStamp));
		});
	}

	/**
	 * What is heard together with a key that is pressed now: both leave with the samples that are
	 * rendered next, so that the position is the clock's and not the one that is heard already.
	 */
	get harmony(): Harmony {
		const { audio, jam } = this.#parts;
		const { spans, length, key } = jam.chords;
		const position = audio.transport.position();
		const isStrong = jam.isRunning && isOnPulse(position, jam.settings.metre);
		const start = jam.loop.region?.start ?? ticks(0);
		const chord = length > 0 ? chordAt(spans, offsetIn({ start, length }, position)) : null;
		const scale = key === null ? this.#loopScale : pitchClassesOf(key);
		return { chord: chord?.pitchClasses ?? null, scale, isStrong };
	}

	/**
	 * A voice or an instrument at the input plays the easy keys as well: what is heard of it sounds as the
	 * nearest note that fits. False for what is no business of theirs.
	 */
	sing(event: LiveEvent): boolean {
		if (event.kind === 'note-on' && this.#isOn) {
			const pitch = sungPitch(event.pitch, this.#lastSung, this.harmony);
			this.#lastSung = event.pitch;
			this.#sung.set(event.pitch, pitch);
			this.#parts.play({ ...event, pitch });
			return true;
		}
		if (event.kind === 'note-off') {
			const pitch = this.#sung.get(event.pitch);
			this.#sung.delete(event.pitch);
			if (pitch !== undefined) this.#parts.play({ ...event, pitch });
			return pitch !== undefined;
		}
		const isOurs = event.kind === 'released' && this.#sung.size > 0;
		if (!isOurs) return false;
		this.#sung.clear();
		this.#parts.play(event);
		return true;
	}

	readonly port: EasyKeysPort = ((desk: EasyDesk): EasyKeysPort => {
		const hands = () => desk.#hands;
		return {
			changed: desk.#changed,
			get isOn() {
				return desk.#isOn;
			},
			get buttons() {
				return hands().buttons;
			},
			get pads() {
				const { chord } = desk.harmony;
				return hands().window.map((pitch) => ({
					pitch,
					isChordTone: chord?.includes(pitch % 12) ?? false
				}));
			},
			switchTo: (isOn) => {
				desk.#switchTo(isOn);
			},
			press: (pointerId, touch) => {
				hands().pressPad(pointerId, touch);
			},
			move: (pointerId, touch) => {
				hands().movePad(pointerId, touch);
			},
			release: (pointerId, at) => {
				hands().releasePad(pointerId, at);
			}
		};
	})(this);

	/** The scale of the loop's notes, without the drums, worked out when the loop has changed. */
	get #loopScale(): readonly number[] {
		const layers = () => this.#parts.jam.loop.layers.filter(({ sound }) => sound !== 'drums');
		return (this.#scale ??= suggestedScale(layers().flatMap(({ notes }) => notes)));
	}

	#switchTo(isOn: boolean): void {
		if (isOn === this.#isOn) return;
		this.#isOn = isOn;
		if (isOn) this.#releasePlain(now());
		else this.#hands.releaseAll(now());
		this.#parts.preferences.write('easyKeys', isOn);
		this.#changed.emit();
	}

	#playPlain(event: LiveEvent): void {
		this.#plain.add(event.port);
		this.#parts.play(event);
	}

	#releasePlain(at: PerfTime): void {
		for (const port of this.#plain) this.#parts.play({ kind: 'released', port, at });
		this.#plain.clear();
	}
}

const parseIsOn = (json: unknown) => (typeof json === 'boolean' ? json : null);
