import { barLength, METRES, metreName, type Metre } from '../music/metre';
import type { Note } from '../music/note';
import { pitch, ticks, velocity, type Ticks } from '../music/units';

/** A phrase that was recorded or written beforehand; a pickup has negative starts. */
export interface RecordedPhrase {
	readonly name: string;
	/** Who made it. */
	readonly credit: string;
	readonly style: string;
	readonly metre: Metre;
	/** Whole bars; the last note may be held beyond them. */
	readonly length: Ticks;
	/** In the order of their starts. */
	readonly notes: readonly Note[];
}

/** What reading a phrase file came to; a damaged one says in one plain sentence what is wrong. */
export type PhraseReading =
	| { readonly kind: 'read'; readonly phrase: RecordedPhrase }
	| { readonly kind: 'damaged'; readonly sentence: string };

const MAX_BARS = 64;
/** Far more than can be played, and few enough to hold. */
const MAX_NOTES = 20_000;

/** Reads the JSON of a phrase file: `[start, duration, pitch, velocity]` is a note, in ticks, MIDI and 0–1. */
export function parsePhrase(json: unknown): PhraseReading {
	try {
		return { kind: 'read', phrase: phraseOf(json) };
	} catch (error) {
		if (!(error instanceof Damage)) throw error;
		return { kind: 'damaged', sentence: `This phrase cannot be read: ${error.message}.` };
	}
}

/** Its message names what is wrong, as the end of a sentence. */
class Damage extends Error {}

function phraseOf(json: unknown): RecordedPhrase {
	if (typeof json !== 'object' || json === null || Array.isArray(json)) {
		throw new Damage('it is not a phrase file');
	}
	const fields = json as Record<string, unknown>;
	const metre = metreOf(fields.metre);
	const { bars, notes } = fields;
	if (!isWhole(bars, 1, MAX_BARS)) throw new Damage(`it must have 1 to ${MAX_BARS} whole bars`);
	if (!Array.isArray(notes)) throw new Damage('it has no list of notes');
	if (notes.length > MAX_NOTES) throw new Damage(`it has more than ${MAX_NOTES} notes`);
	const bar = barLength(metre);
	const length = ticks(bars * bar);
	return {
		name: textOf(fields.name, 'name'),
		credit: textOf(fields.credit, 'credit'),
		style: textOf(fields.style, 'style'),
		metre,
		length,
		notes: notes
			.map((note: unknown, index) =>
				noteOf(note, `note ${index + 1}`, { from: 0 - bar, to: length })
			)
			.sort((a, b) => a.start - b.start || a.pitch - b.pitch)
	};
}

function textOf(value: unknown, field: string): string {
	if (typeof value !== 'string') throw new Damage(`its ${field} is missing`);
	return value;
}

function metreOf(value: unknown): Metre {
	const [beats, unit] = Array.isArray(value) ? (value as unknown[]) : [];
	const metre = METRES.find((known) => known.beats === beats && known.unit === unit);
	if (metre === undefined) {
		throw new Damage(`its metre must be one of ${METRES.map(metreName).join(', ')}`);
	}
	return metre;
}

/** `span`: where a note may begin; a pickup of one bar is allowed. */
function noteOf(value: unknown, which: string, span: { from: number; to: number }): Note {
	if (!Array.isArray(value) || value.length !== 4) {
		throw new Damage(`${which} must be a start, a duration, a pitch and a velocity`);
	}
	const [start, duration, number, strength] = value as unknown[];
	if (!isWhole(start, span.from, span.to - 1)) {
		throw new Damage(`${which} begins outside the phrase`);
	}
	if (!isWhole(duration, 1, Number.MAX_SAFE_INTEGER)) {
		throw new Damage(`${which} has no duration in whole ticks`);
	}
	if (!isWhole(number, 0, 127)) throw new Damage(`${which} has no pitch from 0 to 127`);
	if (typeof strength !== 'number' || !(strength > 0 && strength <= 1)) {
		throw new Damage(`${which} has no velocity above 0 and up to 1`);
	}
	return {
		start: ticks(start),
		duration: ticks(duration),
		pitch: pitch(number),
		velocity: velocity(strength)
	};
}

const isWhole = (value: unknown, least: number, most: number): value is number =>
	Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
