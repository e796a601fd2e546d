import type { JamFace } from '../face';
import type { PartnerMode } from '../settings';
import {
	CHAIRS,
	type BandFace,
	type ChairCommand,
	type ChairMode,
	type ChairName,
	type ChairSettings,
	type ChairView
} from './face';

declare module '../jam' {
	interface Jam {
		readonly band: BandFace;
	}
}

const MODES: Readonly<Record<PartnerMode, ChairMode>> = {
	off: 'out',
	answer: 'trade',
	along: 'along'
};
const PARTNER: Readonly<Record<ChairMode, PartnerMode>> = {
	out: 'off',
	listen: 'off',
	along: 'along',
	trade: 'answer'
};

const EMPTY_CHAIR: ChairSettings = {
	mode: 'out',
	tradeBars: 'cycle',
	density: null,
	register: null,
	adventure: 0.5,
	closeness: null,
	isLive: false,
	sound: 'piano',
	level: 0.8,
	isMuted: false,
	isSolo: false
};

/** A band of which only the lead is there: the jam's partner. The other chairs stay empty. */
export class LoneLead implements BandFace {
	readonly presets = [];
	readonly preset = null;
	readonly style = null;
	readonly styles = [];
	readonly level = { share: 1, gain: 1, isFill: false };
	commanded: ChairName = 'lead';
	readonly #jam: Omit<JamFace, 'band'>;

	constructor(jam: Omit<JamFace, 'band'>) {
		this.#jam = jam;
	}

	get chairs(): readonly ChairView[] {
		return CHAIRS.map((name) => {
			const settings = name === 'lead' ? this.#lead : EMPTY_CHAIR;
			const part = name === 'lead' ? this.#part : null;
			return { name, settings, part, changesAt: null, isThinking: false };
		});
	}

	command(chair: ChairName): void {
		this.commanded = chair;
		this.#jam.changed.emit();
	}

	change(chair: ChairName, { mode, sound, closeness }: Partial<ChairSettings>): void {
		if (chair !== 'lead') return;
		this.#jam.change({
			...(mode !== undefined && { mode: PARTNER[mode] }),
			...(sound !== undefined && { partnerSound: sound }),
			...(typeof closeness === 'number' && { closeness })
		});
	}

	choosePreset(): void {
		this.#jam.changed.emit();
	}

	setStyle(): void {
		this.#jam.changed.emit();
	}

	tell(command: ChairCommand): void {
		if (this.commanded !== 'lead') return;
		if (command === 'keep') this.#jam.keep();
		if (command === 'swap') this.#jam.swap();
		if (command === 'out') this.#jam.reject();
	}

	get #lead(): ChairSettings {
		const { mode, partnerSound, closeness } = this.#jam.settings;
		return { ...EMPTY_CHAIR, mode: MODES[mode], sound: partnerSound, closeness };
	}

	get #part() {
		const { plan } = this.#jam;
		if (plan === null) return null;
		const { candidate, candidates, notes } = plan;
		return {
			notes,
			source: plan.source === 'model' ? plan.source : 'rules',
			candidate,
			candidates
		} as const;
	}
}
