import { frames, type Frames } from '../../music/units';

/** The way of the sound, out and in. A calibration holds for one. */
export interface AudioPath {
	readonly inputId: string;
	/** Browsers call many devices `default`; the label tells them apart. */
	readonly inputLabel: string;
	/** Empty: the system's output. */
	readonly outputId: string;
	readonly sampleRate: number;
	/** `interactive`, or a number of seconds. */
	readonly latencyHint: string | number;
}

/** What was found of a path. */
export interface Calibration {
	readonly delayFrames: number;
	/** 0–1. */
	readonly confidence: number;
	readonly source: 'measured' | 'tapped';
}

/** What the browser says of latencies, in seconds; undefined or absurd where it cannot say. */
export interface BrowserLatencies {
	readonly outputLatency?: number | undefined;
	readonly baseLatency?: number | undefined;
	/** Of the input's track. */
	readonly inputLatency?: number | undefined;
}

/** How what is recorded was played. */
export type Played = 'unmonitored' | 'monitored' | 'midi';

/** What a recording is shifted by. */
export interface Compensation {
	/** What was played to the output's frame f lies at f + this of the input. */
	readonly frames: Frames;
	readonly source: 'measured' | 'tapped' | 'estimated' | 'none';
}

/** As localStorage does; each may throw, where the browser forbids it. */
export interface KeyValue {
	getItem(key: string): string | null;
	setItem(key: string, value: string): void;
	removeItem(key: string): void;
}

const NONE: Compensation = { frames: frames(0), source: 'none' };
/** A latency above this is a browser that counts in other units. */
const MAX_LATENCY_SECONDS = 1;
/** A second of any path is a damaged entry. */
const MAX_DELAY_SECONDS = 2;
const PREFIX = 'continuo.calibration.';

/**
 * Who hears the input through us plays to what we put out: their sound already lies where the graph
 * put it. MIDI carries the moment that was heard. All else comes a round trip late.
 */
export function compensationFor(
	played: Played,
	calibration: Calibration | null,
	path: AudioPath,
	latencies: BrowserLatencies
): Compensation {
	if (played !== 'unmonitored') return NONE;
	if (calibration !== null) {
		return { frames: frames(Math.round(calibration.delayFrames)), source: calibration.source };
	}
	return { frames: estimatedRoundTrip(path.sampleRate, latencies), source: 'estimated' };
}

/** The sum of what the browser says, which was 10–30 ms too little where it was measured. */
export function estimatedRoundTrip(
	sampleRate: number,
	{ outputLatency, baseLatency, inputLatency }: BrowserLatencies
): Frames {
	const sum = believable(outputLatency) + believable(baseLatency) + believable(inputLatency);
	return frames(Math.round(sum * sampleRate));
}

/**
 * Tapping tells how late the output is heard; the input's own part is the browser's word, for want of
 * another.
 */
export function tappedRoundTrip(
	outputDelay: Frames,
	sampleRate: number,
	{ inputLatency }: BrowserLatencies
): Frames {
	return frames(outputDelay + Math.round(believable(inputLatency) * sampleRate));
}

const believable = (latency: number | undefined) =>
	latency !== undefined && latency >= 0 && latency <= MAX_LATENCY_SECONDS ? latency : 0;

/** True when what is known of `before` says nothing of `now`: the player is asked to calibrate again. */
export const isStale = (before: AudioPath, now: AudioPath) => keyOf(before) !== keyOf(now);

function keyOf({ inputId, inputLabel, outputId, sampleRate, latencyHint }: AudioPath): string {
	return PREFIX + JSON.stringify([inputId, inputLabel, outputId, sampleRate, latencyHint]);
}

/** The calibrations, by path. What the browser does not let us keep is kept until the page closes. */
export class CalibrationShelf {
	readonly #storage: KeyValue | null;
	readonly #kept = new Map<string, Calibration>();

	/** Null: nothing outlives the page. */
	constructor(storage: KeyValue | null) {
		this.#storage = storage;
	}

	/** Null for a path that was never calibrated. */
	read(path: AudioPath): Calibration | null {
		const key = keyOf(path);
		return this.#kept.get(key) ?? parsed(this.#stored(key), path.sampleRate);
	}

	/** False: it is known only until the page closes. */
	write(path: AudioPath, calibration: Calibration): boolean {
		this.#kept.set(keyOf(path), calibration);
		return this.#try((storage) => {
			storage.setItem(keyOf(path), JSON.stringify(calibration));
		});
	}

	/** False: the browser would not forget it. */
	forget(path: AudioPath): boolean {
		this.#kept.delete(keyOf(path));
		return this.#try((storage) => {
			storage.removeItem(keyOf(path));
		});
	}

	#stored(key: string): string | null {
		let text: string | null = null;
		this.#try((storage) => {
			text = storage.getItem(key);
		});
		return text;
	}

	#try(act: (storage: KeyValue) => void): boolean {
		if (this.#storage === null) return false;
		try {
			act(this.#storage);
			return true;
		} catch {
			return false;
		}
	}
}

/** Null for what is damaged. */
function parsed(text: string | null, sampleRate: number): Calibration | null {
	let value: unknown = null;
	try {
		value = JSON.parse(text ?? 'null');
	} catch {
		return null;
	}
	if (typeof value !== 'object' || value === null) return null;
	const { delayFrames, confidence, source } = value as Partial<Calibration>;
	if (source !== 'measured' && source !== 'tapped') return null;
	const isDelay =
		typeof delayFrames === 'number' &&
		delayFrames >= 0 &&
		delayFrames <= MAX_DELAY_SECONDS * sampleRate;
	const isShare = typeof confidence === 'number' && confidence >= 0 && confidence <= 1;
	return isDelay && isShare ? { delayFrames, confidence, source } : null;
}
