import { LOOP_GRAIN } from '../../../src/audio/looper/protocol';
import { hearLoop } from '../../../src/ears/loop/hearLoop';
import type { HearWindow } from '../../../src/ears/loop/pitchNetwork';
import { canHaveBars, guessBars } from '../../../src/jam/tracks/tempoGuess';
import type { HeardLoop, EarNote } from '../../../src/music/ears/heard';
import { loopNotes } from '../../../src/music/ears/loopNotes';
import { readBars, type BarsReading } from '../../../src/music/ears/readBars';
import type { ChordSpan } from '../../../src/music/harmony/chord';
import { findHarmony } from '../../../src/music/harmony/findChords';
import { barLength } from '../../../src/music/metre';
import { frames, seconds as inSeconds, ticks } from '../../../src/music/units';
import { takeOf } from './listening';
import type { Phrase } from './phrase';
import { RENDERED_RATE } from './render';

/** What the app makes of a phrase. */
export interface Hearing {
	readonly loop: HeardLoop;
	readonly notes: readonly EarNote[];
	/** Null where nothing was heard, and for what cannot be counted. */
	readonly reading: Pick<BarsReading, 'bars' | 'downbeat' | 'isSteady'> | null;
	/** In the ticks of the phrase as it was written. */
	readonly spans: readonly ChordSpan[];
	readonly key: string | null;
	/** From the loop's close to its notes, when all whole windows were heard before. */
	readonly closingSeconds: number;
	/** Of the processor, which other programs do not lengthen. */
	readonly closingCpuSeconds: number;
	/** Seconds of work for a second of sound while it is recorded. */
	readonly load: number;
}

/** Plays the recording to the ear as the looper would, closes the loop and reads its bars and chords. */
export async function hear(
	phrase: Phrase,
	sound: Float32Array,
	network: HearWindow
): Promise<Hearing> {
	const began = performance.now();
	const take = await takeOf(sound, network);
	const closed = performance.now();
	const spent = process.cpuUsage();
	const window = { from: 0, length: sound.length, rate: RENDERED_RATE };
	const loop = await hearLoop(take, window);
	const closingSeconds = (performance.now() - closed) / 1000;
	const { user, system } = process.cpuUsage(spent);
	const closingCpuSeconds = (user + system) / 1e6;
	const load = (closed - began) / 1000 / (sound.length / RENDERED_RATE);
	const notes = loop.kind === 'notes' ? loop.notes : [];
	return { loop, notes, closingSeconds, closingCpuSeconds, load, ...understand(notes, phrase) };
}

/** Bars, chords and key from notes and the length of the loop alone; the metre is the transport's. */
export function understand(
	notes: readonly EarNote[],
	phrase: Phrase
): Pick<Hearing, 'reading' | 'spans' | 'key'> {
	const { seconds, metre } = phrase;
	const reading = countOf(notes, phrase);
	if (reading === null) return { reading, spans: [], key: null };
	const length = ticks(reading.bars * barLength(metre));
	const played = loopNotes(notes, reading, { seconds, metre });
	const { spans, key } = findHarmony(played, { length, metre });
	const scale = phrase.length / length;
	return {
		reading,
		spans: spans.map((span) => ({
			...span,
			from: ticks(span.from * scale),
			to: ticks(span.to * scale)
		})),
		key: key?.name ?? null
	};
}

/** As a first loop is counted: by its strokes where they have a pulse, else by its length alone. */
function countOf(notes: readonly EarNote[], { seconds, metre }: Phrase): Hearing['reading'] {
	const length = frames(Math.round((seconds * RENDERED_RATE) / LOOP_GRAIN) * LOOP_GRAIN);
	const loop = { length, metre, sampleRate: RENDERED_RATE };
	const [count] = readBars(notes, { seconds, metre });
	if (count === undefined) return null;
	if (count.isSteady && canHaveBars(loop, count.bars)) return count;
	const bars = guessBars(loop);
	return bars === null ? null : { bars, downbeat: inSeconds(0), isSteady: count.isSteady };
}

/** The notes as they were played, as if they had all been heard. */
export const perfectly = ({ notes, downbeat, seconds }: Phrase): readonly EarNote[] =>
	notes
		.map(({ onset, end, pitch, velocity }) => ({
			onset: Math.max(0, onset + downbeat),
			end: Math.min(seconds, end + downbeat),
			pitch,
			strength: velocity / 127,
			likelihood: 1
		}))
		.filter(({ onset, end }) => onset < end);
