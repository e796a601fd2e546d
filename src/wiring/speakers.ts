import type { AudioEngine } from '../audio/audioEngine';
import type { Jam } from '../jam/jam';
import { Emitter } from '../lib/emitter';
import type { AppPorts, AudioStatus } from '../ui/ports';
import { chosenSounds } from './chairStrips';

const AUDIO_WORDS: Readonly<Record<AudioEngine['state'], AudioStatus>> = {
	waiting: { kind: 'off', sentence: '' },
	running: { kind: 'running', sentence: '' },
	interrupted: {
		kind: 'suspended',
		sentence: 'The sound was interrupted: wake it to go on.'
	},
	refused: {
		kind: 'suspended',
		sentence: 'The browser did not let the sound start: press once more to wake it.'
	},
	closed: { kind: 'failed', sentence: 'The sound was closed: reload the page.' }
};
const REPLACED = 'An instrument could not be loaded; a synth plays in its place.';

/** The speaker, which `start` unlocks. */
export const audioPort = (audio: AudioEngine, start: () => Promise<void>): AppPorts['audio'] => ({
	changed: bare(audio.changed),
	get status() {
		return AUDIO_WORDS[audio.state];
	},
	start
});

/** How the samples of the chosen instruments stand. */
export const soundsPort = (audio: AudioEngine, jam: Jam): AppPorts['sounds'] => ({
	changed: bare(audio.rack.changed),
	get status() {
		const states = chosenSounds(jam).map((sound) => audio.rack.stateOf(sound).kind);
		if (states.includes('failed')) return { kind: 'failed' as const, sentence: REPLACED };
		const isLoading = states.includes('loading');
		return { kind: isLoading ? ('loading' as const) : ('ready' as const), sentence: '' };
	}
});

/** A port's `changed` without the payload of the emitter behind it. */
function bare<Event>(source: Emitter<Event>): Emitter<void> {
	const changed = new Emitter<void>();
	source.on(() => {
		changed.emit();
	});
	return changed;
}
