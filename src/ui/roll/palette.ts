import { CHAIRS, type ChairName } from '../../jam/band/face';
import { CHAIR_MARKS } from '../band/chairMarks';
import type { Voice } from './voice';

/** How a chair's plan is told from another's. */
interface ChairLook {
	readonly colour: string;
	/** About the origin, `MARK_SIZE` wide and high. */
	readonly mark: Path2D;
}

/** The roll's colours, as the style sheet names them, and its marks. */
export interface Palette {
	readonly stage: string;
	readonly row: string;
	readonly line: string;
	readonly barLine: string;
	readonly text: string;
	readonly quiet: string;
	readonly player: string;
	readonly heard: string;
	readonly partner: string;
	readonly chairs: ReadonlyMap<ChairName, ChairLook>;
	readonly font: string;
}

export function readPalette(element: Element): Palette {
	const style = getComputedStyle(element);
	const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
	return {
		stage: colour('roll'),
		row: colour('roll-row'),
		line: colour('roll-line'),
		barLine: colour('roll-bar-line'),
		text: colour('text'),
		quiet: colour('quiet'),
		player: colour('player'),
		heard: colour('heard'),
		partner: colour('partner'),
		chairs: new Map(
			CHAIRS.map((chair) => [
				chair,
				{ colour: colour(`chair-${chair}`), mark: new Path2D(CHAIR_MARKS[chair]) }
			])
		),
		font: style.fontFamily
	};
}

/** The colour of somebody's notes and label. */
export function colourOf({ look, chair }: Pick<Voice, 'look' | 'chair'>, palette: Palette): string {
	if (look === 'player') return palette.player;
	if (look === 'heard') return palette.heard;
	return chair === null ? palette.partner : palette.chairs.get(chair)!.colour;
}
