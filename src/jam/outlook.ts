import type { LoopRegion } from '../music/loopRegion';
import { ticks, type Ticks } from '../music/units';
import type { LoopState, Pending, SectionName } from './face';
import type { LoopProgram } from './loopProgram';

/** One section as it is at some moment, the present one or the one that is to come. */
export interface Outlook {
	readonly section: SectionName;
	/** Another object whenever the loop is another. */
	readonly program: LoopProgram;
	/** The span that repeats, or will from the pending end of its recording on; null while that is open. */
	readonly region: LoopRegion | null;
}

/** The end of a recording that is pending is known already. */
export function outlookOf(
	section: SectionName,
	program: LoopProgram,
	pending: Pending | null
): Outlook {
	const { region, recordingFrom } = program;
	const isClosing = pending?.action === 'close' || pending?.action === 'section';
	if (recordingFrom === null || pending === null || !isClosing) return { section, program, region };
	const length = ticks(pending.due - recordingFrom);
	return { section, program, region: { start: recordingFrom, length } };
}

/** All of an open recording as far as it got, in whole bars; else the region. Null where nothing is recorded. */
export function keptRegion(
	{ region, recordingFrom }: LoopProgram,
	now: Ticks,
	bar: Ticks
): LoopRegion | null {
	if (region !== null || recordingFrom === null) return region;
	const bars = Math.max(1, Math.ceil((now - recordingFrom) / bar));
	return { start: recordingFrom, length: ticks(bars * bar) };
}

/** What the pedal shows: an action that waits for its bar line has its own word. */
export function stateWith({ state }: LoopProgram, pending: Pending | null): LoopState {
	if (state === 'empty' && pending?.action === 'record') return 'armed';
	const isClosing = pending?.action === 'close' && !pending.isAutomatic;
	return state === 'recording' && isClosing ? 'closing' : state;
}
