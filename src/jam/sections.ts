import { cycleAt, cycleStart, type LoopRegion } from '../music/loopRegion';
import { barLineFrom } from '../music/metre';
import { ticks, type Ticks } from '../music/units';
import type { Quantise } from '../music/quantise';
import { SECTIONS, type SectionName, type SectionView } from './face';
import { seenLayers } from './layerView';
import { keptRegion } from './outlook';
import type { Layer } from './layer';
import {
	EMPTY_LOOP,
	entered,
	isBlank,
	left,
	type ActionInput,
	type LoopProgram
} from './loopProgram';

/** The programs of all sections: one sounds, the others rest. */
export interface SectionPrograms {
	readonly present: SectionName;
	readonly programs: Readonly<Record<SectionName, LoopProgram>>;
}

export const NO_SECTIONS: SectionPrograms = {
	present: 'A',
	programs: { A: EMPTY_LOOP, B: EMPTY_LOOP }
};

export const presentOf = ({ present, programs }: SectionPrograms): LoopProgram => programs[present];

/** The section that sounds has another program. */
export const withPresent = (all: SectionPrograms, program: LoopProgram): SectionPrograms => ({
	...all,
	programs: { ...all.programs, [all.present]: program }
});

/** From `due` on `to` sounds, from its start, and what sounded before rests. Pure, as programs are. */
export function switched(
	{ present, programs }: SectionPrograms,
	to: SectionName,
	due: Ticks,
	input: ActionInput
): SectionPrograms {
	const before = { [present]: left(programs[present], due) };
	const after = { [to]: entered(programs[to], due, input) };
	return { present: to, programs: { ...programs, ...before, ...after } };
}

/** Whether any section holds a loop, or is about to. */
export const isAnyHeld = ({ programs }: SectionPrograms) =>
	SECTIONS.some((name) => programs[name].state !== 'empty');

/** The layers of a program, those that undo brings back too, with the span that each lies in. */
export function* layersWithin(program: LoopProgram): Generator<readonly [Layer, LoopRegion]> {
	for (let one: LoopProgram | null = program; one !== null; one = one.cleared) {
		const { region, layers, undone }: LoopProgram = one;
		if (region === null) continue;
		for (const layer of [...layers, ...undone]) yield [layer, region];
	}
}

/** Where a change of section can fall. */
interface SwitchDues {
	/** Where this pass of the loop ends; without a loop the same as `bar`. */
	readonly pass: Ticks;
	/** The next bar line. */
	readonly bar: Ticks;
}

/** What is heard at `at` of `program` can be left here; a recording has one bar at least. */
export function switchDues(
	{ region, recordingFrom }: LoopProgram,
	at: Ticks,
	bar: Ticks
): SwitchDues {
	if (recordingFrom !== null) {
		const line = ticks(Math.max(barLineFrom(at, bar), recordingFrom + bar));
		const end = region === null ? line : ticks(recordingFrom + region.length);
		return { pass: end, bar: ticks(Math.min(line, end)) };
	}
	const line = barLineFrom(at, bar);
	if (region === null) return { pass: line, bar: line };
	const isOnSeam = cycleStart(region, cycleAt(region, at)) === at;
	const pass = Math.max(0, cycleAt(region, at) + (isOnSeam ? 0 : 1));
	const end = cycleStart(region, pass);
	return { pass: end > region.start ? end : cycleStart(region, 1), bar: line };
}

/** How sections are looked at. */
interface SectionLooking {
	readonly now: Ticks;
	readonly bar: Ticks;
	readonly quantise: Quantise;
}

/**
 * As much of each section as is worth keeping: an open recording as far as it got. Layers are made when
 * they are read: most who look at the sections look at nothing but how they stand.
 */
export function sectionViews(
	{ present, programs }: SectionPrograms,
	{ now, bar, quantise }: SectionLooking
): readonly SectionView[] {
	return SECTIONS.map((name) => {
		const program = programs[name];
		const region = keptRegion(program, now, bar);
		return {
			name,
			isPresent: name === present,
			isBlank: isBlank(program),
			length: region?.length ?? ticks(0),
			get layers() {
				return region === null ? [] : seenLayers(program, region, quantise);
			}
		};
	});
}
