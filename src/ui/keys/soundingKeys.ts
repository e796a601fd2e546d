import { isPlaying, type JamFace } from '../../jam/face';
import { offsetIn } from '../../music/loopRegion';
import type { Note } from '../../music/note';
import { ticks, type Ticks } from '../../music/units';

const soundsAt = (note: Note, offset: number) =>
	note.start <= offset && offset < note.start + note.duration;

/** The pitches that the partner sounds at `position`, from its plan and its layers, as text. */
export function soundingKeys({ loop, plan, turn, isRunning }: JamFace, position: Ticks): string {
	if (!isRunning) return '';
	const sounding: Note[] = [];
	if (plan !== null && isPlaying(turn)) {
		const offset = position - plan.start;
		sounding.push(...plan.notes.filter((note) => soundsAt(note, offset)));
	}
	const { region, state, layers } = loop;
	const doesLoopSound = state === 'playing' || state === 'overdubbing';
	if (region !== null && doesLoopSound && turn.kind !== 'answering') {
		const offset = offsetIn(region, ticks(position));
		for (const layer of layers) {
			if (layer.by === 'partner') {
				sounding.push(...layer.notes.filter((note) => soundsAt(note, offset)));
			}
		}
	}
	return [...new Set(sounding.map(({ pitch }) => pitch))].join(' ');
}
