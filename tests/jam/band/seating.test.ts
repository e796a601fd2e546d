import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CHAIR_MODES, CHAIRS } from '../../../src/jam/band/face';
import { readSeating, seat, seatingOf } from '../../../src/jam/band/seating';
import { JamRig } from '../jamRig';

test('a band sits down as it got up, but for a solo', () => {
	const dial = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: null });
	const settings = fc.record({
		mode: fc.constantFrom(...CHAIR_MODES),
		density: dial,
		register: dial,
		isMuted: fc.boolean(),
		isSolo: fc.boolean(),
		isLive: fc.boolean()
	});
	fc.assert(
		fc.property(fc.tuple(...CHAIRS.map(() => settings)), (all) => {
			const [before, after] = [new JamRig().jam.band, new JamRig().jam.band];
			CHAIRS.forEach((name, place) => {
				before.change(name, all[place]!);
			});
			before.setStyle('bossa');
			const saved = JSON.parse(JSON.stringify(seatingOf(before))) as unknown;
			seat(after, readSeating(saved)!);
			for (const [place, chair] of after.chairs.entries()) {
				expect(chair.settings).toEqual({ ...before.chairs[place]!.settings, isSolo: false });
			}
			expect(after.style).toBe('bossa');
		}),
		{ numRuns: 50 }
	);
});

test('a preset is chosen again by its name; one that is gone leaves its chairs', () => {
	const { band } = new JamRig().jam;
	band.choosePreset('Bossa');
	const saved = seatingOf(band);
	const { band: other } = new JamRig().jam;
	seat(other, saved);
	expect(other.preset).toBe('Bossa');
	const { band: third } = new JamRig().jam;
	seat(third, { ...saved, preset: 'Gone' });
	expect(third).toMatchObject({ preset: null, style: 'bossa' });
	expect(third.chairs[3]?.settings).toEqual(band.chairs[3]?.settings);
});

test('whatever was saved is read without a throw, and what cannot be used is the usual', () => {
	fc.assert(
		fc.property(fc.jsonValue(), (json) => {
			expect(() => readSeating(json)).not.toThrow();
			expect(readSeating({ chairs: json })).toSatisfy(
				(read: ReturnType<typeof readSeating>) =>
					read === null || Object.keys(read.chairs).length === 5
			);
		})
	);
});
