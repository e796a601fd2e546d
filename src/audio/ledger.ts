import type { Pitch } from '../music/units';
import type { AudioClock } from './clock';
import type { Voice } from './instruments/voice';

/** Who sounds what a player plays now; the others are the owners of the score's events. */
export const LIVE = 'live';

/** One key of one device. */
export interface LiveKey {
	readonly port: string;
	readonly channel: number;
	readonly pitch: Pitch;
}

interface Held {
	readonly owner: string;
	/** Null for what comes from the score. */
	readonly key: LiveKey | null;
	readonly voice: Voice;
	/** False while only the pedal holds the note. */
	isKeyDown: boolean;
}

const isSameKey = (one: LiveKey | null, other: LiveKey) =>
	one?.port === other.port && one.channel === other.channel && one.pitch === other.pitch;

const pedalOf = ({ port, channel }: Pick<LiveKey, 'port' | 'channel'>) => `${channel} ${port}`;

/** Every voice that sounds or will, by owner and port, so that nothing is ever left hanging. */
export class Ledger {
	readonly #clock: AudioClock;
	/** In the order of arrival. */
	readonly #held = new Set<Held>();
	readonly #byVoice = new Map<Voice, Held>();
	readonly #pedals = new Set<string>();

	constructor(clock: AudioClock) {
		this.#clock = clock;
	}

	/** Voices that have begun and that nobody has let go yet; a release that still rings is not counted. */
	get soundingCount(): number {
		const now = this.#clock.currentTime;
		let count = 0;
		for (const { voice } of this.#held) {
			if (voice.startsAt <= now && voice.endsAt > now) count++;
		}
		return count;
	}

	get liveCount(): number {
		let count = 0;
		for (const { owner } of this.#held) if (owner === LIVE) count++;
		return count;
	}

	/** Writes down a voice of the score, whose end is planned. */
	add(owner: string, voice: Voice): void {
		this.#write({ owner, key: null, voice, isKeyDown: false });
	}

	/** Strikes out a voice that is over or taken back. */
	forget(voice: Voice): void {
		const held = this.#byVoice.get(voice);
		if (held !== undefined) this.#strike(held);
	}

	/** A key that is struck again lets its first note go. */
	press(key: LiveKey, voice: Voice): void {
		this.#releaseWhere((held) => isSameKey(held.key, key));
		this.#write({ owner: LIVE, key, voice, isKeyDown: true });
	}

	/** Lets the key's note go, or leaves it to the pedal. A key that is not down is no matter. */
	lift(key: LiveKey): void {
		const isPedalled = this.#pedals.has(pedalOf(key));
		for (const held of [...this.#held]) {
			if (!isSameKey(held.key, key) || !held.isKeyDown) continue;
			held.isKeyDown = false;
			if (!isPedalled) this.#release(held);
		}
	}

	/** Up lets go of all notes of the port's channel whose keys are no longer down. */
	sustain(port: string, channel: number, isDown: boolean): void {
		if (isDown) {
			this.#pedals.add(pedalOf({ port, channel }));
			return;
		}
		this.#pedals.delete(pedalOf({ port, channel }));
		this.#releaseWhere(
			({ key, isKeyDown }) => key?.port === port && key.channel === channel && !isKeyDown
		);
	}

	/** Lets go of all keys and pedals of a port: it was unplugged, or lost the focus. */
	releasePort(port: string): void {
		for (const pedal of [...this.#pedals]) {
			if (pedal.slice(pedal.indexOf(' ') + 1) === port) this.#pedals.delete(pedal);
		}
		this.#releaseWhere(({ key }) => key?.port === port);
	}

	releaseOwner(owner: string): void {
		if (owner === LIVE) this.#pedals.clear();
		this.#releaseWhere((held) => held.owner === owner);
	}

	releaseAll(): void {
		this.#pedals.clear();
		this.#releaseWhere(() => true);
	}

	/** Cuts off all that sounds with a short fade. What has not begun stays planned. */
	silence(): void {
		const { soonest } = this.#clock;
		this.#pedals.clear();
		for (const held of [...this.#held]) {
			if (held.owner !== LIVE && held.voice.startsAt >= soonest) continue;
			held.voice.cancel(soonest);
			this.#strike(held);
		}
	}

	/** Cuts off the live voice that has sounded longest, for a new one to take its place. */
	stealOldestLive(): void {
		for (const held of this.#held) {
			if (held.owner !== LIVE) continue;
			held.voice.cancel(this.#clock.soonest);
			this.#strike(held);
			return;
		}
	}

	#releaseWhere(isMeant: (held: Held) => boolean): void {
		for (const held of [...this.#held]) if (isMeant(held)) this.#release(held);
	}

	#release(held: Held): void {
		held.voice.end(this.#clock.soonest);
		this.#strike(held);
	}

	#write(held: Held): void {
		this.#held.add(held);
		this.#byVoice.set(held.voice, held);
	}

	#strike(held: Held): void {
		this.#held.delete(held);
		this.#byVoice.delete(held.voice);
	}
}
