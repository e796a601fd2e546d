/** As much of `navigator.storage` as sessions need. */
export interface StorageRoom {
	estimate(): Promise<{ readonly usage?: number; readonly quota?: number }>;
	/** True when the browser promises to keep our files. */
	persist(): Promise<boolean>;
}

const LOW_MINUTES = 10;
const LOW_BYTES = 200e6;
const STEREO_FRAME_BYTES = 8;
const MINUTE = 60;

/** Bytes that can still be written; null where the browser does not say. */
export async function freeBytes(room: StorageRoom | null): Promise<number | null> {
	if (room === null) return null;
	try {
		const { usage, quota } = await room.estimate();
		return usage === undefined || quota === undefined ? null : Math.max(0, quota - usage);
	} catch (cause) {
		console.warn(cause);
		return null;
	}
}

/** Of one stereo track at `sampleRate` Hz. */
export const minutesIn = (bytes: number, sampleRate: number) =>
	bytes / (STEREO_FRAME_BYTES * sampleRate * MINUTE);

/** Less than ten minutes of one stereo track, or than 200 MB. */
export const isLow = (bytes: number, sampleRate: number) =>
	bytes < LOW_BYTES || minutesIn(bytes, sampleRate) < LOW_MINUTES;
