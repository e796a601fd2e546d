import type { AnswerControls } from '../ports';
import type { ChairName, ChairSettings } from './face';

/** The classes of the model's vocabulary between which a dial moves. */
interface Reach {
	readonly least: number;
	readonly most: number;
}

const DENSITY: Reach = { least: 1, most: 8 };
const CLOSENESS: Reach = { least: 1, most: 5 };
/** Where each chair is at home; drums have no register. */
const REGISTERS: Readonly<Record<Exclude<ChairName, 'drums'>, Reach>> = {
	lead: { least: 4, most: 8 },
	harmony: { least: 3, most: 7 },
	keys: { least: 2, most: 6 },
	bass: { least: 1, most: 4 }
};
const COLDEST = 0.1;
const HOTTEST = 2;

const classOf = (dial: number, { least, most }: Reach) => ({
	class: least + Math.round(Math.min(1, Math.max(0, dial)) * (most - least))
});

/** What the dials ask of the model; what is on auto is not asked. */
export function controlsOf(
	chair: ChairName,
	{ density, register, closeness }: ChairSettings,
	style: string | null
): AnswerControls {
	const isPitched = chair !== 'drums';
	return {
		...(density === null ? {} : { density: classOf(density, DENSITY) }),
		...(register === null || !isPitched ? {} : { register: classOf(register, REGISTERS[chair]) }),
		...(closeness === null || !isPitched ? {} : { closeness: classOf(closeness, CLOSENESS) }),
		...(style === null ? {} : { style })
	};
}

/** Adventure, 0–1, is the model's temperature on a scale without numbers. */
export const temperatureOf = (adventure: number) => COLDEST + adventure * (HOTTEST - COLDEST);

export const adventureOf = (temperature: number) => (temperature - COLDEST) / (HOTTEST - COLDEST);
