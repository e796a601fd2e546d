import {
	CHAIRS,
	type BandFace,
	type BandLevel,
	type BandPreset,
	type ChairCommand,
	type ChairName,
	type ChairSettings,
	type ChairView
} from '../../../src/jam/band/face';
import type { JamFace } from '../../../src/jam/face';
import { Emitter } from '../../../src/lib/emitter';

const SETTINGS: ChairSettings = {
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

const presets: readonly BandPreset[] = ['Folk trio', 'Blues shuffle', 'Bach chorale'].map(
	(name) => ({
		name,
		style: null,
		chairs: { lead: {}, harmony: {}, keys: {}, bass: {}, drums: {} }
	})
);

/** A band as the test sets it; what is asked of it is written down. */
export class FakeBand implements BandFace {
	/** The jam's own, where it is part of a jam. */
	changed = new Emitter<void>();
	readonly calls: (readonly [string, ...unknown[]])[] = [];
	chairs: readonly ChairView[] = CHAIRS.map((name) => ({
		name,
		settings: { ...SETTINGS, mode: name === 'lead' ? 'trade' : 'out' },
		part: null,
		changesAt: null,
		isThinking: false
	}));
	commanded: ChairName = 'lead';
	readonly presets = presets;
	preset: string | null = null;
	style: string | null = null;
	readonly styles: readonly string[] = ['folk', 'blues', 'lo-fi'];
	level: BandLevel = { share: 1, gain: 1, isFill: false };

	/** Another look at one chair. */
	set(chair: ChairName, view: Partial<ChairView>): void {
		this.chairs = this.chairs.map((shown) =>
			shown.name === chair ? { ...shown, ...view } : shown
		);
		this.changed.emit();
	}
	setLevel(level: BandLevel): void {
		this.level = level;
		this.changed.emit();
	}
	command(chair: ChairName): void {
		this.calls.push(['command', chair]);
		this.commanded = chair;
		this.changed.emit();
	}
	change(chair: ChairName, settings: Partial<ChairSettings>): void {
		this.calls.push(['change', chair, settings]);
		const shown = this.chairs.find(({ name }) => name === chair)!;
		this.set(chair, { settings: { ...shown.settings, ...settings } });
	}
	choosePreset(name: string): void {
		this.calls.push(['choosePreset', name]);
		this.preset = name;
		this.changed.emit();
	}
	setStyle(style: string | null): void {
		this.calls.push(['setStyle', style]);
		this.style = style;
		this.changed.emit();
	}
	tell(command: ChairCommand): void {
		this.calls.push(['tell', command]);
	}
}

/** The jam with this band in place of its own. */
export function withBand(jam: JamFace, band: FakeBand): JamFace {
	band.changed = jam.changed;
	return new Proxy(jam, {
		get(target, key) {
			if (key === 'band') return band;
			const value: unknown = Reflect.get(target, key, target);
			return typeof value === 'function' ? (value.bind(target) as unknown) : value;
		}
	});
}
