import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Motion, OverdubMode, TrackRecord } from '../../../src/music/looper';
import { frames } from '../../../src/music/units';
import type { OpenRecording } from '../../../src/store/sessions/manifest';
import { recoverOpenTakes } from '../../../src/store/sessions/recoverOpenTakes';
import { manifestOf, trackOf, windowOf } from './manifests';

const SHAPE = { preRoll: 512, grain: 64 };
const STILL: Motion = { at: frames(0), position: 0, rate: 1 };

const openOn = (tape: number, difference: Partial<OpenRecording> = {}): OpenRecording => ({
	tape,
	from: frames(5000),
	motion: STILL,
	mode: null,
	...difference
});

/** The first track after a recovery of `length` tape frames on tape 7. */
function recovered(
	length: number,
	{ base = null, grid = null }: Partial<ReturnType<typeof manifestOf>> = {}
) {
	const manifest = manifestOf({ base, grid, tracks: [trackOf({ open: openOn(7) })] });
	const result = recoverOpenTakes(manifest, new Map([[7, length]]), SHAPE);
	return { ...result, track: result.tracks[0]! };
}

describe('a new loop that was open', () => {
	test('is a take of all that reached the disk, behind the pre-roll', () => {
		const { track, base } = recovered(512 + 48_001);
		expect(track.open).toBeNull();
		expect(track.record).toEqual({
			content: {
				length: 48_064,
				layers: [windowOf({ tape: 7, span: 48_001, cycle: 48_064, likeness: 0 })]
			},
			past: [{ length: 0, layers: [] }],
			future: []
		});
		expect(base).toEqual({ origin: 5000, length: 48_064 });
	});

	test('is nothing when no more than its pre-roll was written', () => {
		for (const length of [0, 511, 512]) {
			const { track, base } = recovered(length);
			expect(track).toEqual(trackOf());
			expect(base).toBeNull();
		}
	});

	test('is the fewest whole rounds that hold it, of the base loop, else of the bar, else of the grain', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 1e7 }),
				fc.option(fc.integer({ min: 1, max: 1e6 })),
				fc.option(fc.integer({ min: 1, max: 1e6 })),
				(span, base, bar) => {
					const { track } = recovered(512 + span, {
						base: base === null ? null : { origin: frames(0), length: frames(base) },
						grid:
							bar === null ? null : { origin: frames(0), barFrames: frames(bar), beatsPerBar: 4 }
					});
					const unit = base ?? bar ?? 64;
					const { length, layers } = track.record.content;
					expect(length % unit).toBe(0);
					expect(length).toBeGreaterThanOrEqual(span);
					expect(length - span).toBeLessThan(unit);
					expect(layers).toMatchObject([{ span, cycle: length, from: 512 }]);
				}
			)
		);
	});

	test('becomes the base that the other open takes are rounds of', () => {
		const tracks = [trackOf(), trackOf({ open: openOn(1) }), trackOf({ open: openOn(2) })];
		const lengths = new Map([
			[1, 512 + 6400],
			[2, 512 + 6401]
		]);
		const result = recoverOpenTakes(manifestOf({ base: null, grid: null, tracks }), lengths, SHAPE);
		expect(result.base?.length).toBe(6400);
		expect(result.tracks.map(({ record }) => record.content.length)).toEqual([0, 6400, 12_800]);
		const ids = result.tracks.flatMap(({ record }) => record.content.layers.map(({ id }) => id));
		expect(new Set(ids).size).toBe(2);
	});
});

describe('an overdub that was open', () => {
	const content = { length: 1000, layers: [windowOf({ id: 4, span: 1000, cycle: 1000 })] };
	const record: TrackRecord = { content, past: [{ length: 0, layers: [] }], future: [content] };
	const overdub = (length: number, motion: Motion, mode: OverdubMode = 'overdub') => {
		const open = openOn(9, { mode, motion });
		const manifest = manifestOf({ tracks: [trackOf({ record, open })] });
		return recoverOpenTakes(manifest, new Map([[9, length]]), SHAPE).tracks[0]!.record;
	};

	test('is a layer for each pass, where the loop stood, and undo leads back pass by pass', () => {
		const { content: top, past, future } = overdub(512 + 2500, { ...STILL, position: 300 });
		const pass = { tape: 9, at: 300, rate: 1, cycle: 1000, likeness: 0 };
		expect(top.layers.slice(1)).toEqual([
			windowOf({ ...pass, id: 5, from: 512, span: 1000 }),
			windowOf({ ...pass, id: 6, from: 1512, span: 1000 }),
			windowOf({ ...pass, id: 7, from: 2512, span: 500 })
		]);
		expect(past.map(({ layers }) => layers.length)).toEqual([0, 1, 2, 3]);
		expect(future).toEqual([]);
	});

	test('takes its place from where the loop was when it began, at its speed', () => {
		const motion = { at: frames(4000), position: 100, rate: -0.5 };
		const { layers } = overdub(512 + 2500, motion).content;
		expect(layers.slice(1)).toMatchObject([
			{ at: 600, rate: -0.5, span: 2000 },
			{ at: 600, rate: -0.5, span: 500, from: 2512 }
		]);
	});

	test('leaves nothing beneath it when it replaces', () => {
		expect(overdub(1512, STILL, 'replace').content.layers.at(-1)?.under).toBe(0);
		expect(overdub(1512, STILL).content.layers.at(-1)?.under).toBe(1);
	});

	test('leaves the loop as it was when hardly anything was written', () => {
		expect(overdub(512 + 63, STILL)).toEqual(record);
		expect(overdub(0, STILL)).toEqual(record);
	});
});
