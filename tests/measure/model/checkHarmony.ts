import { TICKS_PER_STEP } from '../../../src/composer/transformer/vocabulary';
import type { Note } from '../../../src/music/note';
import { barStepsOf, stepNoteOf, type Excerpt } from './excerpts';
import { agreement, pooledRatio } from './frames';
import type { Partner } from './partner';

interface HarmonyCheck {
	readonly windows: number;
	/** Of our accompaniments to the excerpts' melodies. */
	readonly ours: number;
	/** Of the real ones, counted here and counted by Python. */
	readonly human: number;
	readonly human_python: number;
}

const inSteps = ({ start, duration, pitch }: Note) => ({
	onset: Math.round(start / TICKS_PER_STEP),
	duration: Math.round(duration / TICKS_PER_STEP),
	symbol: pitch
});

/** Share of the 16ths in which the melody's pitch class is in what sounds under it. */
export async function checkHarmony(
	partner: Partner,
	excerpts: readonly Excerpt[]
): Promise<HarmonyCheck> {
	const windows = excerpts.filter(({ frames }) => frames !== undefined);
	const ours = [];
	const human = [];
	for (const [seed, excerpt] of windows.entries()) {
		const length = excerpt.bars * barStepsOf(excerpt);
		const melody = excerpt.call.map(stepNoteOf);
		const answer = await partner.answer(excerpt, seed);
		ours.push(agreement(melody, answer.map(inSteps), length));
		human.push(agreement(melody, excerpt.answer.map(stepNoteOf), length));
	}
	return {
		windows: windows.length,
		ours: pooledRatio(ours),
		human: pooledRatio(human),
		human_python: pooledRatio(
			windows.map(({ frames: [hits, heard] = [0, 0] }) => ({ hits, heard }))
		)
	};
}
