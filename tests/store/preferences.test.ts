import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Preferences, PREFERENCES, type KeyValueStorage } from '../../src/store/preferences';

class FakeStorage implements KeyValueStorage {
	readonly items = new Map<string, string>();
	trouble: string | null = null;

	getItem(key: string): string | null {
		this.#fail();
		return this.items.get(key) ?? null;
	}

	setItem(key: string, value: string): void {
		this.#fail();
		this.items.set(key, value);
	}

	removeItem(key: string): void {
		this.#fail();
		this.items.delete(key);
	}

	#fail(): void {
		if (this.trouble !== null) throw new DOMException('Refused', this.trouble);
	}
}

function rig() {
	const storage = new FakeStorage();
	return { storage, preferences: new Preferences(() => storage) };
}

const any = (json: unknown) => ({ json });
const ANY_DEFAULT = { json: 'usual' };

test('what is written comes back in a later visit, each under its own name', () => {
	fc.assert(
		fc.property(fc.tuple(...PREFERENCES.map(() => fc.jsonValue())), (values) => {
			const { storage, preferences } = rig();
			PREFERENCES.forEach((name, place) => {
				expect(preferences.write(name, values[place])).toEqual({ kind: 'saved' });
			});
			const later = new Preferences(() => storage);
			PREFERENCES.forEach((name, place) => {
				const json: unknown = JSON.parse(JSON.stringify(values[place]));
				expect(later.read(name, any, ANY_DEFAULT)).toEqual({ kind: 'read', value: { json } });
			});
		})
	);
});

test('where nothing was saved the defaults hold, without a word', () => {
	const { preferences } = rig();
	const reading = preferences.read('looper', any, ANY_DEFAULT);
	expect(reading).toEqual({ kind: 'missing', value: ANY_DEFAULT });
});

test('no text at all makes reading throw, and the defaults hold for what is not ours', () => {
	fc.assert(
		fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
			const { storage, preferences } = rig();
			storage.items.set('continuo/midi', text);
			const reading = preferences.read('midi', () => null, ANY_DEFAULT);
			expect(['damaged', 'foreign']).toContain(reading.kind);
			expect(reading.value).toBe(ANY_DEFAULT);
			if ('sentence' in reading) expect(reading.sentence).toMatch(/^The saved MIDI settings .*\.$/);
		})
	);
});

test('what another version saved is not guessed at', () => {
	const { storage, preferences } = rig();
	storage.items.set('continuo/looper', '{"version":2,"value":{}}');
	expect(preferences.read('looper', any, ANY_DEFAULT).kind).toBe('foreign');
});

test('what the parser does not understand is damaged', () => {
	const { preferences } = rig();
	preferences.write('looper', 7);
	expect(preferences.read('looper', () => null, ANY_DEFAULT)).toMatchObject({
		kind: 'damaged',
		value: ANY_DEFAULT
	});
});

test.each([
	['QuotaExceededError', 'full'],
	['NS_ERROR_DOM_QUOTA_REACHED', 'full'],
	['SecurityError', 'unavailable'],
	['InvalidStateError', 'unavailable']
])('a storage that throws %s is %s, and the setting holds for this visit', (trouble, kind) => {
	const { storage, preferences } = rig();
	storage.trouble = trouble;
	expect(preferences.write('looper', 7)).toMatchObject({
		kind,
		sentence: expect.stringMatching(/^[A-Z].*\.$/) as unknown
	});
	storage.trouble = null;
	expect(preferences.read('looper', any, ANY_DEFAULT)).toEqual({
		kind: 'read',
		value: { json: 7 }
	});
	expect(preferences.write('looper', 8)).toEqual({ kind: 'saved' });
	expect(preferences.read('looper', any, ANY_DEFAULT).value).toEqual({ json: 8 });
});

test('a browser without storage is said to be one, and nothing throws', () => {
	const preferences = new Preferences(() => {
		throw new DOMException('Denied', 'SecurityError');
	});
	expect(preferences.read('midi', any, ANY_DEFAULT)).toMatchObject({
		kind: 'unavailable',
		value: ANY_DEFAULT
	});
	expect(preferences.write('midi', 1).kind).toBe('unavailable');
	expect(preferences.read('midi', any, ANY_DEFAULT).value).toEqual({ json: 1 });
	expect(preferences.forget('midi').kind).toBe('unavailable');
	expect(preferences.read('midi', any, ANY_DEFAULT).value).toBe(ANY_DEFAULT);
});

test('what is forgotten is missing', () => {
	const { preferences } = rig();
	preferences.write('calibration', [1]);
	expect(preferences.forget('calibration')).toEqual({ kind: 'saved' });
	expect(preferences.read('calibration', any, ANY_DEFAULT).kind).toBe('missing');
});
