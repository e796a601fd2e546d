/** What the browser says of the open input. */
export interface OpenInput {
	readonly id: string;
	readonly label: string;
	/** As connected to the looper. */
	readonly node: MediaStreamAudioSourceNode;
	/** The track's own word, in seconds; undefined where the browser has none. */
	readonly latency: number | undefined;
	readonly channels: number;
	/** What the browser does to the sound although we asked it not to. */
	readonly processing: readonly string[];
}

/** Chosen instead of one input's id: the one that the system prefers. */
export const DEFAULT_INPUT = 'default';

/** All of it is made for speech, and spoils music. */
const PROCESSING = {
	echoCancellation: 'echo cancelling',
	noiseSuppression: 'noise suppression',
	autoGainControl: 'gain control'
} as const;
type Processing = keyof typeof PROCESSING;

/** Asks for the sound as it is. */
export function constraints(id: string): MediaTrackConstraints {
	return {
		...(id !== DEFAULT_INPUT && { deviceId: { exact: id } }),
		echoCancellation: false,
		noiseSuppression: false,
		autoGainControl: false,
		channelCount: { ideal: 2 }
	};
}

/** Lets the device go. */
export function stopTracks(stream: MediaStream): void {
	for (const track of stream.getTracks()) track.stop();
}

/** What the track says of itself; `asked` is the id that it was asked for by. */
export function describe(
	track: MediaStreamTrack,
	node: MediaStreamAudioSourceNode,
	asked: string
): OpenInput {
	const settings: MediaTrackSettings & { readonly latency?: number } = track.getSettings();
	const on = (Object.keys(PROCESSING) as Processing[]).filter((name) => isOn(settings[name]));
	return {
		id: settings.deviceId ?? asked,
		label: track.label,
		node,
		latency: settings.latency,
		channels: settings.channelCount ?? 1,
		processing: on.map((name) => PROCESSING[name])
	};
}

/** Newer browsers name the kind of echo cancelling instead of saying true. */
const isOn = (setting: boolean | string | undefined) => setting !== undefined && setting !== false;
