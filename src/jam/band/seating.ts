import { SOUNDS } from '../../music/score';
import type { Band } from './band';
import {
	CHAIR_MODES,
	CHAIRS,
	TRADE_BARS,
	type BandFace,
	type ChairName,
	type ChairSettings
} from './face';
import { DEFAULT_CHAIR } from './presets';

/** How the band sat, to be remembered. Plain JSON. */
export interface Seating {
	readonly preset: string | null;
	readonly style: string | null;
	readonly chairs: Readonly<Record<ChairName, ChairSettings>>;
}

export function seatingOf({
	preset,
	style,
	seats
}: Pick<Band, 'preset' | 'style' | 'seats'>): Seating {
	const of = (name: ChairName) => seats.find((seat) => seat.name === name)!.settings;
	return { preset, style, chairs: byChair(of) };
}

/** The band sits as it did; nobody is alone again. */
export function seat(band: BandFace, { preset, style, chairs }: Seating): void {
	if (preset !== null) band.choosePreset(preset);
	if (preset !== null && band.preset === preset) return;
	for (const name of CHAIRS) band.change(name, { ...chairs[name], isSolo: false });
	band.setStyle(style);
}

/** What was remembered, as far as it can be used; null for what is no seating at all. */
export function readSeating(json: unknown): Seating | null {
	if (!isRecord(json) || !isRecord(json.chairs)) return null;
	const { preset, style, chairs } = json;
	return {
		preset: typeof preset === 'string' ? preset : null,
		style: typeof style === 'string' ? style : null,
		chairs: byChair((name) => readChair(chairs[name]))
	};
}

function readChair(json: unknown): ChairSettings {
	const usual = DEFAULT_CHAIR;
	if (!isRecord(json)) return usual;
	const dial = (value: unknown, otherwise: number | null) =>
		typeof value === 'number' && value >= 0 && value <= 1 ? value : otherwise;
	return {
		mode: CHAIR_MODES.find((mode) => mode === json.mode) ?? usual.mode,
		tradeBars: TRADE_BARS.find((bars) => bars === json.tradeBars) ?? usual.tradeBars,
		density: dial(json.density, null),
		register: dial(json.register, null),
		adventure: dial(json.adventure, null) ?? usual.adventure,
		closeness: dial(json.closeness, null),
		isLive: json.isLive === true,
		sound: SOUNDS.find((sound) => sound === json.sound) ?? usual.sound,
		level: dial(json.level, null) ?? usual.level,
		isMuted: json.isMuted === true,
		isSolo: false
	};
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null;

const byChair = (make: (name: ChairName) => ChairSettings): Seating['chairs'] => ({
	lead: make('lead'),
	harmony: make('harmony'),
	keys: make('keys'),
	bass: make('bass'),
	drums: make('drums')
});
