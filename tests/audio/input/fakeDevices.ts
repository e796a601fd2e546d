import type {
	InputContext,
	InputDevices,
	InputPermission
} from '../../../src/audio/input/microphone';

/** A microphone's track, as a browser hands it out. */
export class FakeTrack extends EventTarget {
	readonly kind = 'audio';
	readonly label: string;
	muted = false;
	isStopped = false;
	settings: MediaTrackSettings & { latency?: number };

	constructor(label: string, settings: MediaTrackSettings) {
		super();
		this.label = label;
		this.settings = settings;
	}

	getSettings(): MediaTrackSettings {
		return this.settings;
	}

	stop(): void {
		this.isStopped = true;
	}

	setMuted(muted: boolean): void {
		this.muted = muted;
		this.dispatchEvent(new Event(muted ? 'mute' : 'unmute'));
	}

	/** As when the device is pulled out. */
	end(): void {
		this.dispatchEvent(new Event('ended'));
	}
}

/** A browser's input devices. */
export class FakeDevices extends EventTarget implements InputDevices {
	readonly tracks: FakeTrack[] = [];
	readonly asked: MediaTrackConstraints[] = [];
	readonly #plugged = new Map<string, string>();
	/** What the browser answers instead of a stream. */
	refusal: string | null = null;
	/** What it does to the sound whatever is asked. */
	processing: MediaTrackSettings = {};
	hasTrack = true;
	isListBroken = false;
	/** Waits for it before it answers. */
	gate: Promise<void> = Promise.resolve();

	plug(id: string, label: string): void {
		this.#plugged.set(id, label);
		this.dispatchEvent(new Event('devicechange'));
	}

	unplug(id: string): void {
		this.#plugged.delete(id);
		this.dispatchEvent(new Event('devicechange'));
	}

	enumerateDevices(): Promise<MediaDeviceInfo[]> {
		if (this.isListBroken) return Promise.reject(new DOMException('no', 'NotAllowedError'));
		const inputs = [...this.#plugged].map(([deviceId, label]) =>
			info('audioinput', deviceId, label)
		);
		return Promise.resolve([...inputs, info('audiooutput', 'speakers', 'Speakers')]);
	}

	async getUserMedia({ audio }: MediaStreamConstraints = {}): Promise<MediaStream> {
		const constraints = audio as MediaTrackConstraints;
		this.asked.push(constraints);
		await this.gate;
		if (this.refusal !== null) throw new DOMException('no', this.refusal);
		const exact = (constraints.deviceId as { exact?: string } | undefined)?.exact;
		const id = exact ?? [...this.#plugged.keys()][0] ?? '';
		const label = this.#plugged.get(id);
		if (label === undefined) throw new DOMException('no', 'NotFoundError');
		const track = new FakeTrack(label, {
			deviceId: id,
			channelCount: 2,
			echoCancellation: false,
			noiseSuppression: false,
			autoGainControl: false,
			...this.processing
		});
		if (this.hasTrack) this.tracks.push(track);
		const tracks = this.hasTrack ? [track] : [];
		return { getTracks: () => tracks, getAudioTracks: () => tracks } as unknown as MediaStream;
	}
}

function info(kind: MediaDeviceKind, deviceId: string, label: string): MediaDeviceInfo {
	return { kind, deviceId, label, groupId: '', toJSON: () => null };
}

/** Counts the nodes that are still connected. */
export class FakeInputContext implements InputContext {
	connected = 0;
	/** What it throws instead of making a node. */
	refusal: string | null = null;

	createMediaStreamSource(): MediaStreamAudioSourceNode {
		if (this.refusal !== null) throw new DOMException('no', this.refusal);
		this.connected++;
		const disconnect = () => {
			this.connected--;
		};
		return { disconnect } as unknown as MediaStreamAudioSourceNode;
	}
}

/** The microphone's permission, as the player changes it. */
export class FakePermission extends EventTarget implements InputPermission {
	state: PermissionState = 'granted';

	become(state: PermissionState): void {
		this.state = state;
		this.dispatchEvent(new Event('change'));
	}
}
