import type { PlanSource, PlanView } from '../face';
import type { PartnerMode, Settings } from '../settings';
import { adventureOf, temperatureOf } from './dials';
import type { ChairCommand, ChairMode, ChairSettings, ChairView, PartSource } from './face';
import { DEFAULT_CHAIR } from './presets';

/** What the lead is played with: the partner that answers. Each returns a sentence where it cannot. */
export interface LeadHands {
	readonly change: (settings: Partial<Settings>) => void;
	readonly tell: (command: ChairCommand) => string;
}

const MODES: Readonly<Record<PartnerMode, ChairMode>> = {
	off: 'out',
	answer: 'trade',
	along: 'along'
};
const PARTNER_MODES: Readonly<Record<Exclude<ChairMode, 'listen'>, PartnerMode>> = {
	out: 'off',
	trade: 'answer',
	along: 'along'
};
/** `simpler` turns the density down by so much. */
const SIMPLER = 0.25;
const MIDDLE = 0.5;

/** The partner as a chair of the band: what both know is kept in the jam's settings alone. */
export class LeadChair {
	readonly #hands: LeadHands;
	readonly #settings: () => Settings;
	readonly #plan: () => PlanView | null;
	#own = { ...DEFAULT_CHAIR };
	#isListening = false;

	constructor(hands: LeadHands, settings: () => Settings, plan: () => PlanView | null) {
		this.#hands = hands;
		this.#settings = settings;
		this.#plan = plan;
	}

	get settings(): ChairSettings {
		const { mode, tradeBars, temperature, closeness, partnerSound } = this.#settings();
		return {
			...this.#own,
			mode: this.#isListening && mode !== 'off' ? 'listen' : MODES[mode],
			tradeBars,
			adventure: adventureOf(temperature),
			closeness,
			sound: partnerSound
		};
	}

	get view(): ChairView {
		const plan = this.#plan();
		return {
			name: 'lead',
			settings: this.settings,
			part:
				plan === null
					? null
					: {
							notes: plan.notes,
							source: sourceOf(plan),
							candidate: plan.candidate,
							candidates: plan.candidates
						},
			changesAt: null,
			isThinking: plan?.isProvisional ?? false
		};
	}

	change(settings: Partial<ChairSettings>): void {
		const { mode, tradeBars, adventure, closeness, sound, ...own } = settings;
		this.#own = { ...this.#own, ...own };
		if (mode !== undefined) this.#isListening = mode === 'listen';
		this.#hands.change({
			...(mode === undefined ? {} : { mode: this.#partnerMode(mode) }),
			...(tradeBars === undefined ? {} : { tradeBars }),
			...(adventure === undefined ? {} : { temperature: temperatureOf(adventure) }),
			...(closeness == null ? {} : { closeness }),
			...(sound === undefined ? {} : { partnerSound: sound })
		});
	}

	tell(command: ChairCommand): string {
		if (command !== 'simpler') return this.#hands.tell(command);
		const density = Math.max(0, (this.#own.density ?? MIDDLE) - SIMPLER);
		this.change({ density });
		return this.#hands.tell(command);
	}

	/** To listen is to go on as before, silently. */
	#partnerMode(mode: ChairMode): PartnerMode {
		if (mode !== 'listen') return PARTNER_MODES[mode];
		const { mode: before } = this.#settings();
		return before === 'off' ? 'answer' : before;
	}
}

const SOURCES: Readonly<Record<PlanSource, PartSource>> = {
	model: 'model',
	'cached plan': 'last bars',
	variation: 'variation',
	'transposed phrase': 'rules',
	phrase: 'rules',
	rules: 'rules'
};

const sourceOf = ({ source }: PlanView): PartSource => SOURCES[source];
