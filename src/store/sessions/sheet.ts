import { COMMON_TIME } from '../../music/metre';
import { bpm } from '../../music/units';
import type { SessionManifest, SessionParts } from './manifest';

/** What the page has noted before it notes anything. */
export const NO_PARTS: SessionParts = {
	bpm: bpm(120),
	metre: COMMON_TIME,
	grid: null,
	base: null,
	tracks: [],
	jam: null
};

/** A session that this page writes, and what of it the disk does not know yet. */
export interface Sheet {
	manifest: SessionManifest;
	isDirty: boolean;
	/** There is no manifest on the disk: no tape may be written before it. */
	isNew: boolean;
	/** The page records elsewhere now. */
	isLeft: boolean;
	/** When the manifest was last written, in milliseconds. */
	writtenAt: number;
	/** Tapes to be removed, once the manifest no longer names them. */
	released: readonly number[];
	/** Tapes of earlier visits, which are not written to again. */
	readonly oldTapes: ReadonlySet<number>;
}

const NEW: Omit<Sheet, 'manifest'> = {
	isDirty: true,
	isNew: true,
	isLeft: false,
	writtenAt: -Infinity,
	released: [],
	oldTapes: new Set()
};

/** A session that begins at `now`, in milliseconds since 1970. */
export function newSheet(parts: SessionParts, sampleRate: number, now: number): Sheet {
	const date = new Date(now);
	const created = date.toISOString();
	const [random] = crypto.getRandomValues(new Uint32Array(1));
	const id = `${created.slice(0, 19).replace(/\D/g, '')}-${(random ?? 0).toString(16)}`;
	const heard = date.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
	const dates = { created, changed: created };
	const manifest = { id, name: `Session of ${heard}`, ...dates, sampleRate, tapes: [], ...parts };
	return { ...NEW, manifest };
}

/** A session of an earlier visit that goes on. */
export const adoptedSheet = (manifest: SessionManifest): Sheet => ({
	...NEW,
	manifest,
	isNew: false,
	oldTapes: new Set(manifest.tapes)
});
