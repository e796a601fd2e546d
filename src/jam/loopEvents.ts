import { cycleAt, cycleStart, type LoopRegion } from '../music/loopRegion';
import { quantiseInLoop, type Quantise } from '../music/quantise';
import type { ScoreEvent } from '../music/score';
import { ticks, type Ticks } from '../music/units';
import type { Layer, LayerNote } from './layer';
import type { LoopProgram } from './loopProgram';

/** Whether the loop is silent in a cycle, because the partner has its turn there. */
export type IsResting = (cycle: number) => boolean;

/** How a loop is read over [from, to). */
export interface LoopReading {
	readonly from: Ticks;
	readonly to: Ticks;
	readonly quantise: Quantise;
	readonly isResting: IsResting;
}

/** One pass of a loop. */
interface Pass {
	readonly region: LoopRegion;
	readonly cycle: number;
	readonly start: Ticks;
}

export const isSounding = ({ state }: LoopProgram) => state !== 'empty' && state !== 'stopped';

/** The notes of a loop that begin in [from, to), if it is not changed. */
export function* eventsOf(program: LoopProgram, reading: LoopReading): Generator<ScoreEvent> {
	const { region, layers } = program;
	const { from, to } = reading;
	if (region === null || from >= to || !isSounding(program)) return;
	const last = cycleAt(region, ticks(to - 1));
	for (let cycle = Math.max(0, cycleAt(region, from)); cycle <= last; cycle++) {
		const pass = { region, cycle, start: cycleStart(region, cycle) };
		for (const layer of layers) yield* passOf(layer, pass, reading);
	}
}

function* passOf(
	layer: Layer,
	{ region, cycle, start: begin }: Pass,
	reading: LoopReading
): Generator<ScoreEvent> {
	for (const played of layer.notesIn(region)) {
		const note = quantiseInLoop(played, region.length, reading.quantise);
		const held = note.start + note.duration - region.length;
		const isMasked = reading.isResting(cycle + (note.isPickup ? 1 : 0));
		const start = ticks(begin + note.start);
		if (start >= note.soundsFrom && !isMasked) yield* eventOf(layer, note, start, reading);
		// A loop that is played from its start begins with what its last pass would hold over the seam.
		if (held > 0 && cycle === 0 && note.soundsFrom === -Infinity) {
			yield* eventOf(layer, { ...note, duration: ticks(held) }, begin, reading);
		}
	}
}

function* eventOf(
	layer: Layer,
	note: LayerNote,
	start: Ticks,
	{ from, to }: LoopReading
): Generator<ScoreEvent> {
	if (start < from || start >= to) return;
	yield {
		key: `${layer.id}:${start}:${note.start}:${note.pitch}`,
		owner: `layer ${layer.id}`,
		channel: layer.by === 'player' ? 'loop' : 'partner',
		sound: layer.sound,
		start,
		end: ticks(start + note.duration),
		pitch: note.pitch,
		velocity: note.velocity
	};
}
