/** The roll's colours, as the style sheet names them. */
export interface Palette {
	readonly stage: string;
	readonly row: string;
	readonly line: string;
	readonly barLine: string;
	readonly text: string;
	readonly quiet: string;
	readonly player: string;
	readonly partner: string;
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
		partner: colour('partner'),
		font: style.fontFamily
	};
}
