import type { LayerWindow, TrackContent } from '../../music/looper';
import { MANIFEST_VERSION, type SessionManifest, type SessionTrack } from './manifest';

/** The manifest as JSON can say it, and as `readManifest` reads it. */
export const writtenManifest = (manifest: SessionManifest) => ({
	version: MANIFEST_VERSION,
	...manifest,
	tracks: manifest.tracks.map(packed)
});

/** Undo names the same layers many times over: each is written once, and named by its place. */
function packed({ settings, record, open }: SessionTrack) {
	const places = new Map<string, number>();
	const known = new Map<LayerWindow, number>();
	const windows: LayerWindow[] = [];
	const placeOf = (window: LayerWindow): number => {
		const before = known.get(window);
		if (before !== undefined) return before;
		const key = JSON.stringify(window);
		const place = places.get(key) ?? windows.push(window) - 1;
		places.set(key, place);
		known.set(window, place);
		return place;
	};
	const pack = ({ length, layers }: TrackContent) => ({ length, layers: layers.map(placeOf) });
	const content = pack(record.content);
	const past = record.past.map(pack);
	const future = record.future.map(pack);
	return { settings, open, windows, content, past, future };
}
