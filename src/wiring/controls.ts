import { Emitter } from '../lib/emitter';
import type { MappingsPort, MidiClockPort } from '../ui/looperPorts';

export const controls: { mappings: MappingsPort; clock: MidiClockPort } = {
	mappings: {
		changed: new Emitter(),
		actions: [],
		learning: null,
		conflict: null,
		learn: () => undefined,
		cancel: () => undefined,
		clear: () => undefined,
		reset: () => undefined,
		confirm: () => undefined
	},
	clock: {
		changed: new Emitter(),
		status: { kind: 'off', sentence: '', bpm: null },
		isFollowing: false,
		setFollowing: () => undefined,
		outputs: [],
		output: null,
		setOutput: () => undefined
	}
};
