import { Emitter } from '../../lib/emitter';
import {
	ASKING,
	MISSING,
	OFF,
	openStatus,
	REFUSED,
	statusOfError,
	unpluggedStatus,
	UNSUPPORTED,
	WITHDRAWN,
	type InputStatus
} from './inputStatus';
import { constraints, DEFAULT_INPUT, describe, stopTracks, type OpenInput } from './openInput';

/** What we need of `navigator.mediaDevices`. */
export type InputDevices = Pick<
	MediaDevices,
	'enumerateDevices' | 'getUserMedia' | 'addEventListener'
>;

/** What we need of an AudioContext. */
export type InputContext = Pick<AudioContext, 'createMediaStreamSource'>;

/** What we need of `navigator.permissions.query({ name: 'microphone' })`. */
export type InputPermission = Pick<PermissionStatus, 'state' | 'addEventListener'>;

/** One input, as the player picks it. */
export interface InputInfo {
	readonly id: string;
	readonly name: string;
}

/** The one input that is recorded. Null devices: the browser, or a page without https, has none. */
export class AudioInput {
	/** Status, inputs or the open input changed. */
	readonly changed = new Emitter<void>();
	/** The open input went away, was turned off or gives way to another: an open recording ends here. */
	readonly lost = new Emitter<InputStatus>();
	readonly #devices: InputDevices | null;
	readonly #context: InputContext;
	#status = OFF;
	#inputs: readonly InputInfo[] = [];
	#selected = DEFAULT_INPUT;
	#selectedName = 'The input';
	#stream: MediaStream | null = null;
	#open: OpenInput | null = null;
	/** Counts the times that an input was asked for or closed: an answer to an older question is void. */
	#attempt = 0;

	constructor(context: InputContext, devices: InputDevices | null) {
		this.#context = context;
		this.#devices = devices;
		devices?.addEventListener('devicechange', () => {
			void this.#list().then(() => this.#returned());
		});
	}

	get status(): InputStatus {
		return this.#status;
	}

	/** Null unless the status is `open`. */
	get open(): OpenInput | null {
		return this.#open;
	}

	/** Browsers name them only once one was opened. */
	get inputs(): readonly InputInfo[] {
		return this.#inputs;
	}

	/** `default`, or an input's id. */
	get selected(): string {
		return this.#selected;
	}

	/** Asks the player, through the browser, if need be. Never rejects; what was open is closed. */
	async start(id: string = this.#selected): Promise<InputStatus> {
		this.#lose(this.#devices === null ? UNSUPPORTED : ASKING);
		this.#selected = id;
		if (this.#devices === null) return this.#status;
		const attempt = this.#attempt;
		try {
			const stream = await this.#devices.getUserMedia({ audio: constraints(id) });
			if (attempt !== this.#attempt) stopTracks(stream);
			else this.#take(stream);
		} catch (error) {
			if (attempt === this.#attempt) this.#say(statusOfError(error));
		}
		await this.#list();
		return this.#status;
	}

	/** Turns the input off. */
	stop(): void {
		this.#lose(OFF);
	}

	/** Takes the input away when the player withdraws the permission. */
	follow(permission: InputPermission): void {
		permission.addEventListener('change', () => {
			if (permission.state === 'denied') this.#lose(this.#open === null ? REFUSED : WITHDRAWN);
		});
	}

	#take(stream: MediaStream): void {
		const track = stream.getAudioTracks()[0];
		if (track === undefined) {
			stopTracks(stream);
			this.#say(MISSING);
			return;
		}
		try {
			const node = this.#context.createMediaStreamSource(stream);
			this.#stream = stream;
			this.#open = describe(track, node, this.#selected);
			this.#selectedName = track.label === '' ? 'The input' : track.label;
		} catch (error) {
			stopTracks(stream);
			this.#say(statusOfError(error));
			return;
		}
		this.#watch(track);
		this.#sayOpen(track);
	}

	#watch(track: MediaStreamTrack): void {
		const isCurrent = () => this.#stream?.getAudioTracks()[0] === track;
		for (const event of ['mute', 'unmute'] as const) {
			track.addEventListener(event, () => {
				if (isCurrent()) this.#sayOpen(track);
			});
		}
		track.addEventListener('ended', () => {
			if (isCurrent()) this.#lose(unpluggedStatus(this.#selectedName));
		});
	}

	#sayOpen(track: MediaStreamTrack): void {
		const processing = this.#open?.processing ?? [];
		this.#say(openStatus(this.#selectedName, { processing, isMuted: track.muted }));
	}

	/** A browser gives it back by itself when the player plugs it in again. */
	async #returned(): Promise<void> {
		const isBack = this.#inputs.some(({ name }) => name === this.#selectedName);
		if (this.#status.kind !== 'unplugged' || !isBack) return;
		const same = this.#inputs.find(({ name }) => name === this.#selectedName);
		await this.start(this.#selected === DEFAULT_INPUT ? DEFAULT_INPUT : same?.id);
	}

	async #list(): Promise<void> {
		const found = await this.#devices?.enumerateDevices().catch(() => []);
		const inputs = (found ?? []).filter(({ kind }) => kind === 'audioinput');
		this.#inputs = inputs.map(({ deviceId, label }, index) => ({
			id: deviceId,
			name: label === '' ? `Input ${index + 1}` : label
		}));
		this.changed.emit();
	}

	#lose(status: InputStatus): void {
		const wasOpen = this.#open !== null;
		this.#release();
		this.#say(status);
		if (wasOpen) this.lost.emit(status);
	}

	#release(): void {
		const stream = this.#stream;
		this.#open?.node.disconnect();
		this.#stream = null;
		this.#open = null;
		if (stream !== null) stopTracks(stream);
		this.#attempt++;
	}

	#say(status: InputStatus): InputStatus {
		this.#status = status;
		this.changed.emit();
		return status;
	}
}
