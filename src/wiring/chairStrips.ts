import type { AudioEngine } from '../audio/audioEngine';
import type { ChairName } from '../jam/band/face';
import type { Jam } from '../jam/jam';
import type { Channel, Sound } from '../music/score';

const CHANNELS: Readonly<Record<ChairName, Channel>> = {
	lead: 'partner',
	harmony: 'harmony',
	keys: 'keys',
	bass: 'bass',
	drums: 'drums'
};

/** The instruments of the player and of all chairs that are not out. */
export function chosenSounds({ settings, band }: Pick<Jam, 'settings' | 'band'>): readonly Sound[] {
	const seated = band.seats.filter(
		({ name, settings }) => name === 'lead' || settings.mode !== 'out'
	);
	return [...new Set([settings.playerSound, ...seated.map((chair) => chair.settings.sound)])];
}

/** The strips of the mixer as the chairs are set: level, mute and solo. */
export class ChairStrips {
	readonly #audio: AudioEngine;
	readonly #jam: Jam;
	#loaded = '';

	constructor(audio: AudioEngine, jam: Jam) {
		this.#audio = audio;
		this.#jam = jam;
	}

	/** Call when the jam has changed. */
	follow(): void {
		const { mixer } = this.#audio;
		const { seats } = this.#jam.band;
		const hasSolo = seats.some(({ settings }) => settings.isSolo);
		for (const { name, settings } of seats) {
			const channel = CHANNELS[name];
			const isMuted = settings.isMuted || (hasSolo && !settings.isSolo);
			if (mixer.level(channel) !== settings.level) mixer.setLevel(channel, settings.level);
			if (mixer.isMuted(channel) !== isMuted) mixer.setMuted(channel, isMuted);
		}
	}

	/** Loads an instrument when it is chosen, not when its first note is due. */
	loadSounds(): void {
		const sounds = chosenSounds(this.#jam);
		if (sounds.join() === this.#loaded) return;
		this.#loaded = sounds.join();
		for (const sound of sounds) void this.#audio.rack.want(sound);
	}
}
