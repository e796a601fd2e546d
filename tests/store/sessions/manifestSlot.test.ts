import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checksum } from '../../../src/store/sessions/checksum';
import { newestSlot, readSlot, writeSlot } from '../../../src/store/sessions/manifestSlot';
import { reasonOf } from '../../../src/store/sessions/sessionError';
import { manifestOf, someTrack, trackOf, windowOf } from './manifests';

const text = (content: string) => new TextEncoder().encode(content);

/** A slot whose checksum is right, whatever it holds. */
function slotOf(json: unknown) {
	const body = text(JSON.stringify(json));
	return new Uint8Array([...text(`continuo-session 3 ${checksum(body)}\n`), ...body]);
}

/** What is written of a manifest, for tests that spoil it. */
function written(): Record<string, unknown> {
	const [, body = ''] = new TextDecoder().decode(writeSlot(manifestOf(), 1)).split('\n');
	return JSON.parse(body) as Record<string, unknown>;
}

test('the checksum is CRC-32', () => {
	expect(checksum(text('123456789'))).toBe('cbf43926');
	expect(checksum(text(''))).toBe('00000000');
});

test('what is written is read back, whatever the tracks hold', () => {
	fc.assert(
		fc.property(fc.array(someTrack, { maxLength: 8 }), fc.nat(1e9), (tracks, sequence) => {
			const manifest = manifestOf({ tracks });
			expect(readSlot(writeSlot(manifest, sequence))).toEqual({
				kind: 'whole',
				sequence,
				manifest
			});
		})
	);
});

test('fifty layers with their whole undo history take little room', () => {
	const layers = Array.from({ length: 50 }, (_, id) => windowOf({ id, from: 512 + id }));
	const past = layers.map((_, count) => ({ length: 48_000, layers: layers.slice(0, count) }));
	const record = { content: { length: 48_000, layers }, past, future: [] };
	const bytes = writeSlot(manifestOf({ tracks: [trackOf({ record })] }), 1);
	expect(bytes.length).toBeLessThan(20_000);
});

describe('a slot', () => {
	test('that was cut anywhere is damaged', () => {
		const bytes = writeSlot(manifestOf(), 7);
		expect(readSlot(bytes.subarray(0, 0))).toEqual({ kind: 'empty' });
		for (let length = 1; length < bytes.length; length++) {
			expect(readSlot(bytes.slice(0, length))).toEqual({ kind: 'damaged' });
		}
	});

	test('with any byte changed is damaged, or differs in its sequence only', () => {
		const bytes = writeSlot(manifestOf(), 7);
		fc.assert(
			fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
				const spoilt = bytes.slice();
				spoilt[at]! ^= by;
				const slot = readSlot(spoilt);
				if (slot.kind === 'whole') expect(slot.manifest).toEqual(manifestOf());
				else expect(slot.kind).toBe('damaged');
			})
		);
	});

	test('of another version is foreign', () => {
		expect(readSlot(slotOf({ ...written(), version: 2 }))).toEqual({
			kind: 'foreign',
			sequence: 3
		});
	});

	test.each([
		['name', 5],
		['created', 'yesterday'],
		['sampleRate', 0],
		['bpm', null],
		['metre', []],
		['grid', { origin: 0 }],
		['base', { origin: 0, length: 0 }],
		['tracks', Array.from({ length: 9 }, () => ({}))],
		['tracks', [{ windows: [], content: { length: 1, layers: [0] }, past: [], future: [] }]],
		['tapes', [-1]]
	])('whose %s is %j is damaged', (field, value) => {
		expect(readSlot(slotOf({ ...written(), [field]: value }))).toEqual({ kind: 'damaged' });
	});

	test.each([[null], [[]], ['text'], [3]])('that says %j is damaged', (json) => {
		expect(readSlot(slotOf(json))).toEqual({ kind: 'damaged' });
	});
});

describe('of two slots', () => {
	const whole = (sequence: number) =>
		readSlot(writeSlot(manifestOf({ name: `${sequence}` }), sequence));
	const reason = (slots: Parameters<typeof newestSlot>[0]) => {
		try {
			newestSlot(slots);
			return null;
		} catch (cause) {
			return reasonOf(cause);
		}
	};

	test('the one with the higher sequence holds, and a whole one beside a damaged one', () => {
		expect(newestSlot([whole(4), whole(5)]).manifest.name).toBe('5');
		expect(newestSlot([whole(10), whole(9)]).manifest.name).toBe('10');
		expect(newestSlot([{ kind: 'damaged' }, whole(2)]).manifest.name).toBe('2');
	});

	test('a newer foreign one is not passed over, an older one is', () => {
		expect(reason([whole(4), { kind: 'foreign', sequence: 5 }])).toBe('foreign');
		expect(reason([whole(6), { kind: 'foreign', sequence: 5 }])).toBeNull();
	});

	test('none that is whole is damaged, and none at all is missing', () => {
		expect(reason([{ kind: 'damaged' }, { kind: 'empty' }])).toBe('damaged');
		expect(reason([{ kind: 'empty' }, { kind: 'empty' }])).toBe('missing');
	});
});
