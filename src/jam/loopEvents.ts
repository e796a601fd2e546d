import { cycleAt, cycleStart, type LoopRegion } from '../music/loopRegion';
import { quantiseInLoop, type Quantise } from '../music/quantise';
import type { ScoreEvent } from '../music/score';
import { ticks, type Ticks } from '../music/units';
import type { Pending } from './face';
import { SHORTEST_PIECE, type Layer, type LayerNote } from './layer';
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

const isSounding = ({ state }: LoopProgram) => state !== 'empty' && state !== 'stopped';

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

/** The notes of a loop that becomes `after` where what is pending happens; what does not go on ends there. */
export function* eventsAcross(
	{ action, due }: Pending,
	program: LoopProgram,
	after: LoopProgram,
	reading: LoopReading
): Generator<ScoreEvent> {
	const before = { ...reading, to: ticks(Math.min(due, reading.to)) };
	const rest = { ...reading, from: ticks(Math.max(reading.from, due)) };
	if (action === 'section') {
		yield* eventsUntil(due, program, before);
		// Each section begins with the player's turn.
		yield* eventsOf(after, { ...rest, isResting: () => false });
		return;
	}
	const goOn = new Set(isSounding(after) ? after.layers.map(({ id }) => `layer ${id}`) : []);
	for (const event of eventsOf(program, before)) {
		if (event.end <= due || goOn.has(event.owner)) yield event;
		else yield { ...event, end: due };
	}
	yield* eventsOf(after, rest);
}

/**
 * The notes of a loop that is left at `due`, where they end. Pickups to the pass that does not come are
 * left out, and so are downbeats of it that were struck a little early.
 */
function* eventsUntil(
	due: Ticks,
	program: LoopProgram,
	reading: LoopReading
): Generator<ScoreEvent> {
	const { region } = program;
	if (region === null) return;
	const isResting = (cycle: number) => cycleStart(region, cycle) >= due || reading.isResting(cycle);
	for (const event of eventsOf(program, { ...reading, isResting })) {
		if (event.end <= due) yield event;
		else if (due - event.start > SHORTEST_PIECE) yield { ...event, end: due };
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
