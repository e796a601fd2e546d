/** What is remembered on this machine, each under its own key. */
export const PREFERENCES = [
	'mappings',
	'looper',
	'calibration',
	'midi',
	'engines',
	'practice',
	'easyKeys',
	'band'
] as const;
export type Preference = (typeof PREFERENCES)[number];

/** The part of `localStorage` that we need. All of it may throw. */
export interface KeyValueStorage {
	getItem(key: string): string | null;
	setItem(key: string, value: string): void;
	removeItem(key: string): void;
}

/** What reading came to. `value` can be used in any case: it is the default where nothing can be read. */
export type PreferenceReading<Value> =
	| { readonly kind: 'read' | 'missing'; readonly value: Value }
	| {
			readonly kind: 'damaged' | 'foreign' | 'unavailable';
			readonly value: Value;
			readonly sentence: string;
	  };

/** What writing came to. What could not be saved holds for this visit. */
export type PreferenceWriting =
	{ readonly kind: 'saved' } | { readonly kind: 'full' | 'unavailable'; readonly sentence: string };

const VERSION = 1;
const keyOf = (name: Preference) => `continuo/${name}`;

const SUBJECTS: Readonly<Record<Preference, string>> = {
	mappings: 'keys and pedals',
	looper: 'looper settings',
	calibration: 'calibration',
	midi: 'MIDI settings',
	engines: 'engine measurements',
	practice: 'practice settings',
	easyKeys: 'easy keys',
	band: 'seats of the band'
};

const UNAVAILABLE =
	'This browser lets us save no settings here: they hold until the page is closed; leave private mode or allow site data to keep them.';
const FULL =
	'There is no room to save settings: they hold until the page is closed; free some of the browser’s storage to keep them.';

/** The player's settings on this machine. Never throws for what the browser or the storage does. */
export class Preferences {
	readonly #open: () => KeyValueStorage;
	/** What could not be saved. */
	readonly #visit = new Map<Preference, string>();

	/** `open` may throw, as `() => localStorage` does where site data is blocked. */
	constructor(open: () => KeyValueStorage) {
		this.#open = open;
	}

	/** `parse` returns null for what it does not understand. */
	read<Value>(
		name: Preference,
		parse: (json: unknown) => Value | null,
		defaults: Value
	): PreferenceReading<Value> {
		let text = this.#visit.get(name) ?? null;
		try {
			text ??= this.#open().getItem(keyOf(name));
		} catch {
			return { kind: 'unavailable', value: defaults, sentence: UNAVAILABLE };
		}
		if (text === null) return { kind: 'missing', value: defaults };
		const saved = savedIn(text);
		const subject = SUBJECTS[name];
		if (saved !== null && saved.version !== VERSION) {
			const sentence = `The saved ${subject} are of another version of this page: the usual ones are used; reload the page to get the newest version, or set them again.`;
			return { kind: 'foreign', value: defaults, sentence };
		}
		const value = saved === null ? null : parse(saved.value);
		if (value !== null) return { kind: 'read', value };
		const sentence = `The saved ${subject} cannot be read: the usual ones are used; set them again.`;
		return { kind: 'damaged', value: defaults, sentence };
	}

	/** `value` is plain JSON. */
	write(name: Preference, value: unknown): PreferenceWriting {
		const text = JSON.stringify({ version: VERSION, value });
		try {
			this.#open().setItem(keyOf(name), text);
		} catch (error) {
			this.#visit.set(name, text);
			return isQuota(error)
				? { kind: 'full', sentence: FULL }
				: { kind: 'unavailable', sentence: UNAVAILABLE };
		}
		this.#visit.delete(name);
		return { kind: 'saved' };
	}

	/** From now on the defaults hold. */
	forget(name: Preference): PreferenceWriting {
		this.#visit.delete(name);
		try {
			this.#open().removeItem(keyOf(name));
		} catch {
			return { kind: 'unavailable', sentence: UNAVAILABLE };
		}
		return { kind: 'saved' };
	}
}

/** Null for what was not written by us. */
function savedIn(text: string): { readonly version: unknown; readonly value: unknown } | null {
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch {
		return null;
	}
	if (typeof json !== 'object' || json === null || !('version' in json)) return null;
	return { version: json.version, value: 'value' in json ? json.value : null };
}

/** Chromium and Safari have the one name, old Firefox the other. */
const isQuota = (error: unknown) =>
	error instanceof Error &&
	['QuotaExceededError', 'NS_ERROR_DOM_QUOTA_REACHED'].includes(error.name);
