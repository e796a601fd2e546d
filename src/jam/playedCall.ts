import type { LoopRegion } from '../music/loopRegion';
import { beatLength } from '../music/metre';
import type { Note } from '../music/note';
import { ticks, type Ticks } from '../music/units';
import type { Call } from './answer';
import { heardOver, type Ear } from './ear';
import { heardIn, type HeardMusic } from './heardMusic';
import type { Loop } from './loop';
import { loopedOver } from './loopedOver';
import type { Settings } from './settings';

/** What calls are made of. */
export interface CallSources {
	readonly ear: Ear;
	readonly loop: Loop;
	readonly settings: () => Settings;
	/** In the audio tracks that sound; without a loop it is played to. */
	readonly heard: () => HeardMusic | null;
}

/** The loop, else, while nothing is recorded, what is heard of audio; null for neither. */
export function playedRegion({
	loop,
	heard
}: Pick<CallSources, 'loop' | 'heard'>): LoopRegion | null {
	if (loop.expectedRegion !== null || loop.view.state !== 'empty') return loop.expectedRegion;
	return heard()?.region ?? null;
}

/** What the loop plays at `at`, by the player alone if asked, and what is heard of audio beside it. */
function loopedAt(sources: CallSources, at: Ticks, by?: 'player'): readonly Note[] {
	const { loop, heard } = sources;
	const outlook = loop.at(at);
	const region = outlook.region ?? playedRegion(sources);
	if (outlook.program.recordingFrom !== null || region === null) return [];
	return [...loop.notes(outlook, by), ...heardIn(heard(), region)];
}

/** What was played in the cycle that ends at `end`; else what the loop played. */
export function playedCall(sources: CallSources, end: Ticks, length: Ticks): Omit<Call, 'wishes'> {
	const { mode, metre } = sources.settings();
	const begin = ticks(end - length);
	const looped = loopedAt(sources, end);
	if (mode === 'along' && looped.length > 0) {
		const byPlayer = loopedAt(sources, end, 'player');
		return { notes: byPlayer.length > 0 ? byPlayer : looped, loop: looped };
	}
	const heard = heardOver(sources.ear, begin, end, beatLength(metre));
	const isPlayed = heard.some(({ start }) => start >= 0);
	const region = playedRegion(sources);
	const before =
		region === null || region.length === length
			? looped
			: loopedOver(looped, region, begin, length);
	return { notes: isPlayed ? heard : before, loop: looped };
}
