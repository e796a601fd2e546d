import type { Answerer } from '../../../../src/composer/answerer';
import { CHAIRS, type ChairName, type PartSource } from '../../../../src/jam/band/face';
import { Jam } from '../../../../src/jam/jam';
import type { ChordSpan } from '../../../../src/music/harmony/chord';
import type { Note } from '../../../../src/music/note';
import type { ScoreEvent } from '../../../../src/music/score';
import { bpm as tempo, perfTime, ticks, type Ticks } from '../../../../src/music/units';
import { FakeTransport } from '../../../jam/jamRig';
import { EVERYBODY } from '../bandSession';
import type { BandLoop } from '../loops';
import type { Voices } from '../metrics';
import { SimulatedComposer } from './simulatedComposer';

/** What a band played to a loop, and to which chords. */
export interface SimulatedRun {
	readonly loop: BandLoop;
	/** The chords of the chord track once the loop is closed. */
	readonly found: readonly ChordSpan[];
	/** What was played in each cycle after the recorded one. */
	readonly cycles: readonly Voices[];
	readonly bars: Readonly<Record<PartSource, number>>;
	readonly lines: number;
	readonly linesByModel: number;
}

/** The page wakes the jam at this distance, in seconds. */
const WAKE = 0.02;
const PORT = { port: 'simulated', channel: 1 } as const;

/** The recorded pass, and two that the band plays to. */
const CYCLES = 3;

/** A loop is recorded and the whole band plays two cycles to it: the jam as it is, without a page. */
export async function simulate(
	answerer: Answerer,
	loop: BandLoop,
	{ bpm, seed }: { readonly bpm: number; readonly seed: number }
): Promise<SimulatedRun> {
	const transport = new FakeTransport();
	const composer = new SimulatedComposer(answerer, () => transport.clock);
	const jam = new Jam({ transport, composer, now: () => perfTime(transport.clock * 1000), seed });
	jam.change({
		metre: loop.metre,
		loopBars: loop.bars,
		countInBars: 0,
		isMetronomeOn: false
	});
	jam.setBpm(tempo(bpm));
	jam.band.choosePreset(EVERYBODY);
	jam.press('record', perfTime(0));
	const end = CYCLES * loop.length;
	const events: ScoreEvent[] = [];
	const keys = keysOf(loop.melody);
	for (let sounded = ticks(0); sounded < end;) {
		const now = transport.position();
		events.push(...jam.eventsBetween(sounded, now));
		sounded = now;
		while (keys[0] !== undefined && keys[0].at <= now) {
			const { at, ...key } = keys.shift()!;
			const moment = perfTime(((at * 60) / (480 * bpm)) * 1000);
			jam.hear({ ...key, ...PORT, at: moment });
		}
		await composer.catchUp();
		jam.advance();
		transport.clock += WAKE;
	}
	const { answers, bySource } = jam.counts;
	return {
		loop,
		found: jam.chords.spans,
		cycles: [1, 2].map((cycle) => cycleOf(events, cycle, loop.length)),
		bars: jam.band.bars,
		lines: answers,
		linesByModel: bySource.model
	};
}

/** Presses and releases in order; a key is let go before it is pressed again. */
function keysOf(notes: readonly Note[]) {
	return notes
		.flatMap(({ start, duration, pitch, velocity }) => [
			{ at: start, kind: 'note-on' as const, pitch, velocity },
			{ at: ticks(start + duration), kind: 'note-off' as const, pitch }
		])
		.sort((one, other) => one.at - other.at || (one.kind === 'note-off' ? -1 : 1));
}

/** What each chair played in a cycle, in positions of the loop. */
function cycleOf(events: readonly ScoreEvent[], cycle: number, length: Ticks): Voices {
	const [from, to] = [cycle * length, (cycle + 1) * length];
	const playedBy = (chair: ChairName) =>
		events
			.filter(({ owner }) => owner === (chair === 'lead' ? 'partner' : `chair ${chair}`))
			.filter(({ start }) => start >= from && start < to)
			.map(({ start, end, pitch, velocity }) => ({
				start: ticks(start - from),
				duration: ticks(Math.min(end, to) - start),
				pitch,
				velocity
			}));
	return Object.fromEntries(CHAIRS.map((chair) => [chair, playedBy(chair)]));
}
