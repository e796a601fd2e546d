import { Emitter } from '../lib/emitter';
import { unreachable } from '../lib/exhaustive';
import { EASY_BUTTONS, EasyKeys } from '../music/easy/easyKeys';
import type { Harmony } from '../music/easy/harmony';
import type { LiveEvent } from '../music/liveEvent';
import type { PerfTime, Pitch, Velocity } from '../music/units';

type NoteOn = LiveEvent & { readonly kind: 'note-on' };

/** One key of one device: a MIDI key or a letter by its own pitch, a pad by the pointer's id. */
interface Source {
	readonly port: string;
	readonly channel: number;
	readonly key: number;
}

/** A finger on a button: how hard it presses and when. */
export interface EasyTouch {
	readonly button: number;
	readonly velocity: Velocity;
	readonly at: PerfTime;
}

/** What a key began. */
interface Held extends Source {
	readonly button: number;
	readonly pitch: Pitch;
}

const PADS = 'easy pads';
/** What has no MIDI channel of its own plays on the first. */
const CHANNEL = 1;
const SEMITONES = 12;
const WHITE_KEYS = 7;
/** Which white key of the octave each semitone is; a black key is the white one below it. */
const WHITE_PLACES = [0, 0, 1, 1, 2, 3, 3, 4, 4, 5, 5, 6] as const;
const BLACK_KEYS: readonly number[] = [1, 3, 6, 8, 10];
const LAST = EASY_BUTTONS - 1;

/** Counts the white keys from pitch 0. */
const whitePlace = (key: number) =>
	Math.floor(key / SEMITONES) * WHITE_KEYS + WHITE_PLACES[key % SEMITONES]!;

/**
 * Hands on the eight easy buttons, whatever they touch: letters, pads or MIDI keys, each device with a
 * window of its own. What they press leaves as live events of the same port and time, with a pitch that
 * fits the harmony of that moment.
 */
export class EasyHands {
	readonly events = new Emitter<LiveEvent>();
	/** The buttons that are down, or where the window rests. */
	readonly changed = new Emitter<void>();
	readonly #harmony: () => Harmony;
	#lowest: Pitch;
	/** The window of each port: two hands on two devices do not move each other's. */
	readonly #keys = new Map<string, EasyKeys>();
	#held: readonly Held[] = [];
	/** Which white key is button 0 of each MIDI port: it follows the hand. */
	readonly #places = new Map<string, number>();

	/** `lowest` is what button 0 plays at rest; `harmony` tells what sounds now. */
	constructor(lowest: Pitch, harmony: () => Harmony) {
		this.#lowest = lowest;
		this.#harmony = harmony;
	}

	get buttons(): ReadonlySet<number> {
		return new Set([...this.#keys.values()].flatMap(({ buttons }) => [...buttons]));
	}

	/** What each pad would sound now, from the lowest. */
	get window(): readonly Pitch[] {
		return this.#keysOf(PADS).window(this.#harmony());
	}

	/** Keys that are down keep their note. */
	moveHome(lowest: Pitch): void {
		this.#lowest = lowest;
		for (const keys of this.#keys.values()) keys.moveHome(lowest);
		this.#places.clear();
		this.changed.emit();
	}

	/** The computer's letters: the white keys of the octave from `lowest` on are the buttons; others are silent. */
	hearLetters(event: LiveEvent): void {
		if (event.kind !== 'note-on') {
			this.#hear(event);
			return;
		}
		const place = whitePlace(event.pitch) - whitePlace(this.#lowest);
		const isBlack = BLACK_KEYS.includes(event.pitch % SEMITONES);
		if (!isBlack && place >= 0 && place <= LAST) this.#pressKey(event, place);
	}

	/**
	 * A MIDI keyboard, all of it: neighbouring white keys are neighbouring buttons, and a hand that goes
	 * beyond the last button takes the window along, so that up stays up from the lowest key to the
	 * highest. A black key is the white one below it.
	 */
	hearMidi(event: LiveEvent): void {
		if (event.kind !== 'note-on') {
			this.#hear(event);
			return;
		}
		const first = this.#places.get(event.port) ?? whitePlace(this.#lowest);
		const place = whitePlace(event.pitch) - first;
		const beyond = place - Math.min(LAST, Math.max(0, place));
		if (beyond !== 0) this.#keysOf(event.port).slide(beyond);
		this.#places.set(event.port, first + beyond);
		this.#pressKey(event, place - beyond);
	}

	pressPad(pointerId: number, touch: EasyTouch): void {
		this.releasePad(pointerId, touch.at);
		this.#press(padOf(pointerId), touch);
	}

	/** Glides: over another pad the old note ends and the new one begins; a pointer that is up is ignored. */
	movePad(pointerId: number, touch: EasyTouch): void {
		const held = this.#held.find((one) => isSame(one, padOf(pointerId)));
		if (held !== undefined && held.button !== touch.button) this.pressPad(pointerId, touch);
	}

	releasePad(pointerId: number, at: PerfTime): void {
		this.#release(padOf(pointerId), at);
	}

	/** For when the page can no longer see the pointers. */
	releasePads(at: PerfTime): void {
		if (this.#held.some(({ port }) => port === PADS)) this.#releasePort(PADS, at);
	}

	releaseAll(at: PerfTime): void {
		for (const port of new Set(this.#held.map((held) => held.port))) this.#releasePort(port, at);
	}

	#keysOf(port: string): EasyKeys {
		const known = this.#keys.get(port);
		if (known !== undefined) return known;
		const keys = new EasyKeys(this.#lowest);
		this.#keys.set(port, keys);
		return keys;
	}

	#pressKey({ port, channel, pitch: key, velocity, at }: NoteOn, button: number): void {
		this.#press({ port, channel, key }, { button, velocity, at });
	}

	#hear(event: Exclude<LiveEvent, NoteOn>): void {
		switch (event.kind) {
			case 'note-off':
				this.#release({ ...event, key: event.pitch }, event.at);
				return;
			case 'sustain':
				this.events.emit(event);
				return;
			case 'released':
				this.#releasePort(event.port, event.at);
				return;
			default:
				unreachable(event);
		}
	}

	#press(source: Source, { button, velocity, at }: EasyTouch): void {
		const hold = {};
		const pitch = this.#keysOf(source.port).press(hold, button, this.#harmony());
		const held: Held = Object.assign(hold, source, { button, pitch });
		this.#held = [...this.#held, held];
		const { port, channel } = source;
		this.events.emit({ kind: 'note-on', port, channel, pitch, velocity, at });
		this.changed.emit();
	}

	/** Ends what the key began, whatever fits now; a pitch ends with the last that holds it. */
	#release(source: Source, at: PerfTime): void {
		const ended = this.#held.filter((held) => isSame(held, source));
		if (ended.length === 0) return;
		this.#held = this.#held.filter((held) => !isSame(held, source));
		for (const held of ended) this.#keysOf(held.port).release(held);
		const { port, channel } = source;
		const going = this.#held.filter((held) => held.port === port && held.channel === channel);
		for (const pitch of new Set(ended.map((held) => held.pitch))) {
			if (going.some((held) => held.pitch === pitch)) continue;
			this.events.emit({ kind: 'note-off', port, channel, pitch, at });
		}
		this.changed.emit();
	}

	#releasePort(released: string, at: PerfTime): void {
		const keys = this.#keysOf(released);
		for (const held of this.#held) if (held.port === released) keys.release(held);
		this.#held = this.#held.filter(({ port }) => port !== released);
		this.events.emit({ kind: 'released', port: released, at });
		this.changed.emit();
	}
}

const padOf = (pointerId: number): Source => ({ port: PADS, channel: CHANNEL, key: pointerId });

const isSame = (one: Source, other: Source) =>
	one.port === other.port && one.channel === other.channel && one.key === other.key;
