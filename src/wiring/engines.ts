import type { ChoiceMemory, ComposerClient } from '../composer/composerClient';
import { ENGINES, type EngineChoice, type EngineFigure } from '../composer/protocol';
import type { Preferences } from '../store/preferences';

/** The part of a battery that tells when the machine may have changed its speed. */
interface Battery {
	addEventListener(type: 'chargingchange', listener: () => void): void;
}

/** Keeps the choice of engines from visit to visit. */
export const engineMemory = (preferences: Preferences): ChoiceMemory => ({
	read: () => preferences.read('engines', parseChoice, null).value,
	write(choice) {
		preferences.write('engines', choice);
	}
});

/** Has the engines measured again when the tab returns, or when the machine saves power or stops to. */
export function watchMachine(composer: ComposerClient): void {
	const measure = () => {
		composer.measure();
	};
	document.addEventListener('visibilitychange', () => {
		if (document.visibilityState === 'visible') measure();
	});
	const { getBattery } = navigator as { getBattery?: () => Promise<Battery> };
	getBattery?.call(navigator).then(
		(battery) => {
			battery.addEventListener('chargingchange', measure);
		},
		(cause: unknown) => {
			console.warn('The battery says nothing:', cause);
		}
	);
}

/** Null for what is no choice of ours. */
function parseChoice(json: unknown): EngineChoice | null {
	const { machine, figures } = (json ?? {}) as Partial<EngineChoice>;
	if (typeof machine !== 'string' || !Array.isArray(figures)) return null;
	return figures.every(isFigure) ? { machine, figures } : null;
}

const isFigure = (value: unknown): value is EngineFigure => {
	const { engine, notesPerSecond } = (value ?? {}) as Partial<EngineFigure>;
	return ENGINES.some((name) => name === engine) && Number.isFinite(notesPerSecond);
};
