import {
	OVERDUB_MODES,
	TRACK_COUNT,
	TRACK_EFFECTS,
	TRACK_SYNCS,
	type BarGrid,
	type BaseLoop,
	type LayerWindow,
	type Motion,
	type TrackContent,
	type TrackEffect,
	type TrackSettings
} from '../../music/looper';
import type { Metre } from '../../music/metre';
import { bpm, frames } from '../../music/units';
import {
	choiceIn,
	countIn,
	fieldsOf,
	flagIn,
	listIn,
	numberIn,
	orNull,
	textIn,
	type Fields
} from './jsonFields';
import type { OpenRecording, SessionManifest, SessionTrack } from './manifest';
import { SessionError } from './sessionError';

const MOST_TAPES = 100_000;
const MOST_WINDOWS = 1_000_000;
const MOST_STEPS = 100_000;
const MOST_HZ = 768_000;

/** A track whose layer windows are written once each, and named by their place in `windows`. */
type ReadContent = (value: unknown) => TrackContent;

/** Checks what JSON said. Throws a SessionError: `damaged`. */
export function readManifest(json: unknown): SessionManifest {
	const fields = fieldsOf(json, 'manifest');
	return {
		id: textIn(fields, 'id'),
		name: textIn(fields, 'name'),
		created: dateIn(fields, 'created'),
		changed: dateIn(fields, 'changed'),
		sampleRate: numberIn(fields, 'sampleRate', 1, MOST_HZ),
		tapes: listIn(fields, 'tapes', MOST_TAPES, (tape) => countIn({ tape }, 'tape')),
		bpm: bpm(numberIn(fields, 'bpm', 1, 1000)),
		metre: metreOf(fields.metre),
		grid: orNull(fields.grid, gridOf),
		base: orNull(fields.base, baseOf),
		tracks: listIn(fields, 'tracks', TRACK_COUNT, trackOf),
		jam: fields.jam ?? null
	};
}

function dateIn(fields: Fields, field: string): string {
	const date = textIn(fields, field);
	if (Number.isNaN(Date.parse(date))) throw new SessionError('damaged', `no date: ${date}`);
	return date;
}

function metreOf(value: unknown): Metre {
	const fields = fieldsOf(value, 'metre');
	return { beats: numberIn(fields, 'beats', 1, 64), unit: numberIn(fields, 'unit', 1, 64) };
}

function gridOf(value: unknown): BarGrid {
	const fields = fieldsOf(value, 'grid');
	return {
		origin: frames(numberIn(fields, 'origin')),
		barFrames: frames(numberIn(fields, 'barFrames', 1)),
		beatsPerBar: numberIn(fields, 'beatsPerBar', 1, 64)
	};
}

function baseOf(value: unknown): BaseLoop {
	const fields = fieldsOf(value, 'base');
	return {
		origin: frames(numberIn(fields, 'origin')),
		length: frames(numberIn(fields, 'length', 1))
	};
}

function trackOf(value: unknown): SessionTrack {
	const fields = fieldsOf(value, 'track');
	const windows = listIn(fields, 'windows', MOST_WINDOWS, windowOf);
	const contentOf: ReadContent = (content) => readContent(content, windows);
	return {
		settings: settingsOf(fields.settings),
		record: {
			content: contentOf(fields.content),
			past: listIn(fields, 'past', MOST_STEPS, contentOf),
			future: listIn(fields, 'future', MOST_STEPS, contentOf)
		},
		open: orNull(fields.open, openOf)
	};
}

function readContent(value: unknown, windows: readonly LayerWindow[]): TrackContent {
	const fields = fieldsOf(value, 'content');
	const layers = listIn(fields, 'layers', MOST_WINDOWS, (place) => {
		const window = typeof place === 'number' ? windows[place] : undefined;
		if (window === undefined) throw new SessionError('damaged', `no layer ${String(place)}`);
		return window;
	});
	return { length: numberIn(fields, 'length', 0), layers };
}

function windowOf(value: unknown): LayerWindow {
	const fields = fieldsOf(value, 'window');
	const rate = numberIn(fields, 'rate', -2, 2);
	if (rate === 0) throw new SessionError('damaged', 'a layer that stands still');
	return {
		id: countIn(fields, 'id'),
		tape: countIn(fields, 'tape'),
		from: numberIn(fields, 'from', 0),
		span: numberIn(fields, 'span', 0),
		at: numberIn(fields, 'at'),
		rate,
		cycle: numberIn(fields, 'cycle', 1),
		under: numberIn(fields, 'under', 0, 1),
		likeness: numberIn(fields, 'likeness', 0, 1)
	};
}

function openOf(value: unknown): OpenRecording {
	const fields = fieldsOf(value, 'open');
	return {
		tape: countIn(fields, 'tape'),
		from: frames(numberIn(fields, 'from')),
		motion: motionOf(fields.motion),
		mode: orNull(fields.mode, (mode) => choiceIn({ mode }, 'mode', OVERDUB_MODES))
	};
}

function motionOf(value: unknown): Motion {
	const fields = fieldsOf(value, 'motion');
	return {
		at: frames(numberIn(fields, 'at')),
		position: numberIn(fields, 'position'),
		rate: numberIn(fields, 'rate', -2, 2)
	};
}

function settingsOf(value: unknown): TrackSettings {
	const fields = fieldsOf(value, 'settings');
	const effects = fieldsOf(fields.effects, 'effects');
	return {
		name: textIn(fields, 'name'),
		level: numberIn(fields, 'level', 0, 1),
		pan: numberIn(fields, 'pan', -1, 1),
		isSoloed: flagIn(fields, 'isSoloed'),
		feedback: numberIn(fields, 'feedback', 0, 1),
		sync: choiceIn(fields, 'sync', TRACK_SYNCS),
		isOneShot: flagIn(fields, 'isOneShot'),
		effects: Object.fromEntries(
			TRACK_EFFECTS.map((effect) => [effect, numberIn(effects, effect, 0, 1)])
		) as Record<TrackEffect, number>
	};
}
