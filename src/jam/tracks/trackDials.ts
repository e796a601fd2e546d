import { DEFAULT_TRACK, TRACK_COUNT, type TrackSettings } from '../../music/looper';
import type { AudioLooper } from './audioLooper';
import { DEFAULT_LOOPER, type LooperSettings } from './tracksFace';

/** What the player has set of the tracks, which the looper is always told of. */
export class TrackDials {
	readonly #looper: AudioLooper;
	#settings = DEFAULT_LOOPER;
	#tracks: readonly TrackSettings[] = Array.from({ length: TRACK_COUNT }, () => DEFAULT_TRACK);

	/** The looper gets the settings at once. */
	constructor(looper: AudioLooper) {
		this.#looper = looper;
		this.#tellAll();
	}

	get settings(): LooperSettings {
		return this.#settings;
	}

	/** By track. */
	get tracks(): readonly TrackSettings[] {
		return this.#tracks;
	}

	change(settings: Partial<LooperSettings>): void {
		this.#settings = { ...this.#settings, ...settings };
		if (settings.isMonitoring !== undefined) this.#looper.setMonitoring(settings.isMonitoring);
	}

	changeTrack(track: number, settings: Partial<TrackSettings>): void {
		this.#tracks = this.#tracks.map((before, index) =>
			index === track ? { ...before, ...settings } : before
		);
		if (settings.isSoloed === undefined) this.#configure(track);
		else this.#configureAll();
	}

	/** All settings at once; a track that is not named keeps its own. */
	restore(settings: LooperSettings, tracks: readonly TrackSettings[]): void {
		this.#settings = settings;
		this.#tracks = this.#tracks.map((before, index) => tracks[index] ?? before);
		this.#tellAll();
	}

	#tellAll(): void {
		this.#configureAll();
		this.#looper.setMonitoring(this.#settings.isMonitoring);
	}

	#configureAll(): void {
		for (let track = 0; track < TRACK_COUNT; track++) this.#configure(track);
	}

	#configure(track: number): void {
		const settings = this.#tracks[track]!;
		const isHushed = !settings.isSoloed && this.#tracks.some(({ isSoloed }) => isSoloed);
		this.#looper.configure(track, settings, isHushed);
	}
}
