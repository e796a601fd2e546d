import fc from 'fast-check';
import {
	DEFAULT_TRACK,
	EMPTY_RECORD,
	type LayerWindow,
	type TrackContent
} from '../../../src/music/looper';
import { COMMON_TIME } from '../../../src/music/metre';
import { bpm, frames } from '../../../src/music/units';
import type { SessionManifest, SessionTrack } from '../../../src/store/sessions/manifest';

export const windowOf = (difference: Partial<LayerWindow> = {}): LayerWindow => ({
	id: 1,
	tape: 1,
	from: 512,
	span: 48_000,
	at: 0,
	rate: 1,
	cycle: 48_000,
	under: 1,
	likeness: 0.5,
	...difference
});

export const trackOf = (difference: Partial<SessionTrack> = {}): SessionTrack => ({
	settings: DEFAULT_TRACK,
	record: EMPTY_RECORD,
	open: null,
	...difference
});

export const manifestOf = (difference: Partial<SessionManifest> = {}): SessionManifest => ({
	id: 'session-1',
	name: 'Ünter the bridge',
	created: '2026-05-03T12:00:00.000Z',
	changed: '2026-05-03T12:30:00.000Z',
	sampleRate: 48_000,
	bpm: bpm(96.5),
	metre: COMMON_TIME,
	grid: { origin: frames(100), barFrames: frames(96_000), beatsPerBar: 4 },
	base: { origin: frames(100), length: frames(96_000) },
	tracks: [trackOf()],
	jam: { layers: [1, 'two', null] },
	tapes: [1, 2],
	...difference
});

const someWindow = fc.record({
	id: fc.nat(9),
	tape: fc.nat(5),
	from: fc.nat(1000),
	span: fc.nat(100_000),
	at: fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((at) => at + 0),
	rate: fc.constantFrom(1, -1, 0.5, 2, -2),
	cycle: fc.integer({ min: 1, max: 1e6 }),
	under: fc.constantFrom(0, 0.5, 1),
	likeness: fc.constantFrom(0, 1)
});

const someContent: fc.Arbitrary<TrackContent> = fc.record({
	length: fc.nat(1e6),
	layers: fc.array(someWindow, { maxLength: 5 })
});

export const someTrack: fc.Arbitrary<SessionTrack> = fc.record({
	settings: fc.record({
		name: fc.string({ unit: 'grapheme' }),
		level: fc.constantFrom(0, 0.3, 1),
		pan: fc.constantFrom(-1, 0, 0.7),
		isSoloed: fc.boolean(),
		feedback: fc.constantFrom(0, 1),
		sync: fc.constantFrom('bar' as const, 'free' as const),
		isOneShot: fc.boolean(),
		effects: fc.constant(DEFAULT_TRACK.effects)
	}),
	record: fc.record({
		content: someContent,
		past: fc.array(someContent, { maxLength: 4 }),
		future: fc.array(someContent, { maxLength: 4 })
	}),
	open: fc.option(
		fc.record({
			tape: fc.nat(9),
			from: fc.nat(1e6).map(frames),
			motion: fc.record({
				at: fc.nat(1e6).map(frames),
				position: fc.nat(1e5),
				rate: fc.constant(1)
			}),
			mode: fc.constantFrom(null, 'overdub' as const)
		})
	)
});
