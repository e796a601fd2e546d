import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import {
	CalibrationShelf,
	compensationFor,
	isStale,
	tappedRoundTrip,
	type AudioPath,
	type Calibration,
	type KeyValue
} from '../../../src/audio/input/compensation';
import { frames } from '../../../src/music/units';

const path: AudioPath = {
	inputId: 'default',
	inputLabel: 'Interface',
	outputId: '',
	sampleRate: 48_000,
	latencyHint: 'interactive'
};
const calibration: Calibration = { delayFrames: 2345.6, confidence: 0.9, source: 'measured' };

class FakeStorage implements KeyValue {
	readonly entries = new Map<string, string>();
	isForbidden = false;

	getItem(key: string): string | null {
		this.#check();
		return this.entries.get(key) ?? null;
	}

	setItem(key: string, value: string): void {
		this.#check();
		this.entries.set(key, value);
	}

	removeItem(key: string): void {
		this.#check();
		this.entries.delete(key);
	}

	#check(): void {
		if (this.isForbidden) throw new DOMException('no', 'SecurityError');
	}
}

let storage: FakeStorage;

beforeEach(() => {
	storage = new FakeStorage();
});

test('unmonitored sound comes a round trip late, to the nearest frame', () => {
	const { frames, source } = compensationFor('unmonitored', calibration, path, {});
	expect(frames).toBe(2346);
	expect(source).toBe('measured');
});

test.each(['monitored', 'midi'] as const)('what is %s lies where it was played', (played) => {
	expect(compensationFor(played, calibration, path, { outputLatency: 0.1 })).toEqual({
		frames: 0,
		source: 'none'
	});
});

test('without a calibration the browser’s latencies are added up, and that is said', () => {
	const latencies = { outputLatency: 0.03, baseLatency: 0.01, inputLatency: 0.02 };
	expect(compensationFor('unmonitored', null, path, latencies)).toEqual({
		frames: 2880,
		source: 'estimated'
	});
});

test('what no latency can be counts as none', () => {
	const latencies = { outputLatency: NaN, baseLatency: 10, inputLatency: -1 };
	expect(compensationFor('unmonitored', null, path, latencies).frames).toBe(0);
	expect(compensationFor('unmonitored', null, path, {}).frames).toBe(0);
	expect(tappedRoundTrip(frames(4800), 48_000, { inputLatency: 0.01 })).toBe(5280);
	expect(tappedRoundTrip(frames(4800), 48_000, {})).toBe(4800);
});

test('any difference in the path asks for a new calibration', () => {
	const others: readonly Partial<AudioPath>[] = [
		{ inputId: 'other' },
		{ inputLabel: 'Headset' },
		{ outputId: 'speakers' },
		{ sampleRate: 44_100 },
		{ latencyHint: 0.1 }
	];
	expect(isStale(path, { ...path })).toBe(false);
	const shelf = new CalibrationShelf(storage);
	shelf.write(path, calibration);
	for (const change of others) {
		expect(isStale(path, { ...path, ...change })).toBe(true);
		expect(shelf.read({ ...path, ...change })).toBeNull();
	}
});

test('a calibration is found again on the next visit, until it is forgotten', () => {
	expect(new CalibrationShelf(storage).write(path, calibration)).toBe(true);
	expect(new CalibrationShelf(storage).read(path)).toEqual(calibration);
	expect(new CalibrationShelf(storage).forget(path)).toBe(true);
	expect(new CalibrationShelf(storage).read(path)).toBeNull();
});

test.each([true, false])('where nothing can be stored it is known until the page closes', (has) => {
	storage.isForbidden = true;
	const shelf = new CalibrationShelf(has ? storage : null);
	expect(shelf.read(path)).toBeNull();
	expect(shelf.write(path, calibration)).toBe(false);
	expect(shelf.read(path)).toEqual(calibration);
	shelf.forget(path);
	expect(shelf.read(path)).toBeNull();
});

test('damaged entries count as none', () => {
	new CalibrationShelf(storage).write(path, calibration);
	const key = [...storage.entries.keys()][0]!;
	const damaged = fc.oneof(
		fc.string(),
		fc.json(),
		fc.constantFrom('null', '{"delayFrames":-1,"confidence":1,"source":"measured"}'),
		fc.constantFrom('{"delayFrames":1e9,"confidence":1,"source":"tapped"}', '[]')
	);
	fc.assert(
		fc.property(damaged, (text) => {
			storage.entries.set(key, text);
			expect(new CalibrationShelf(storage).read(path)).toBeNull();
		})
	);
});
