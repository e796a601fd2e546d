import type { AudioEngine } from '../audio/audioEngine';
import { MONITOR_OUTPUT } from '../audio/looper/protocol';
import { TrackRack } from '../audio/tracks/trackRack';
import type { TracksFace } from '../jam/tracks/tracksFace';
import type { TrackSettings } from '../music/looper';

/** Puts the looper's outputs on strips of their own, and the monitored input on the live one. */
export function connectTracks(
	audio: AudioEngine,
	node: AudioWorkletNode,
	tracks: TracksFace
): TrackRack {
	const rack = new TrackRack({
		context: audio.tone,
		connect: (track, input) => {
			node.connect(input, track);
		},
		destination: audio.mixer.inputs.loop,
		bpm: audio.transport.bpm
	});
	node.connect(audio.mixer.inputs.live, MONITOR_OUTPUT);
	const known: TrackSettings[] = [];
	const follow = () => {
		for (const { index, settings } of tracks.tracks) {
			if (known[index] === settings) continue;
			known[index] = settings;
			rack.set(index, settings);
		}
		rack.setBpm(audio.transport.bpm);
	};
	tracks.changed.on(follow);
	follow();
	return rack;
}
