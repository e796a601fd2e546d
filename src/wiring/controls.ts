import type { Jam } from '../jam/jam';
import type { Tracks } from '../jam/tracks/tracks';
import { TRACK_COUNT } from '../music/looper';
import { Emitter } from '../lib/emitter';
import type { MidiDevices } from '../midi/devices';
import { keyControl } from '../midi/keyControl';
import type { ActionEvent, MappedAction } from '../midi/actionPresses';
import { Mapping } from '../midi/mapping';
import { Preferences } from '../store/preferences';
import type { MappingsPort } from '../ui/looperPorts';
import { perfTime } from '../music/units';
import type { Hands, Release } from '../ui/shortcut';
import { isTyping, SHORTCUTS } from '../ui/shortcuts';

/** What keys, pads and pedals work. */
export interface ControlsParts {
	readonly jam: Jam;
	readonly tracks: Tracks;
	readonly midi: MidiDevices;
	readonly preferences: Preferences;
	readonly easyKeys: Hands['easyKeys'];
	readonly follow: Hands['follow'];
}

/** Dialogs are for hands that are free. */
const NOT_FOR_FEET = new Set(['input', 'practice']);

const LEVELS = Array.from({ length: TRACK_COUNT }, (_, track) => ({
	id: `level-${track + 1}`,
	title: `Track ${track + 1} level`,
	kind: 'value' as const
}));

const ACTIONS: readonly MappedAction<string>[] = [
	...SHORTCUTS.filter(({ id }) => !NOT_FOR_FEET.has(id)).map(({ id, does }) => ({
		id,
		title: does,
		kind: id === 'pedal' ? ('hold' as const) : ('press' as const)
	})),
	...LEVELS
];

/** Every action by key, note, controller, program change or footswitch, as the player taught it. */
export class Controls {
	readonly #parts: ControlsParts;
	readonly #mapping = new Mapping(ACTIONS, []);
	readonly #changed = new Emitter<void>();
	readonly #held = new Map<string, Release>();

	constructor(parts: ControlsParts) {
		const { midi, preferences, jam } = parts;
		this.#parts = parts;
		const reading = preferences.read<unknown>('mappings', (json) => json ?? null, null);
		const sentence = reading.value === null ? '' : this.#mapping.restore(reading.value);
		if ('sentence' in reading) jam.notify(reading.sentence);
		else if (sentence !== '') jam.notify(sentence);
		this.#mapping.changed.on(() => {
			preferences.write('mappings', this.#mapping.saved);
			this.#changed.emit();
		});
		this.#mapping.events.on((event) => {
			this.#act(event);
		});
		midi.claim = (control) => this.#mapping.handle(control);
		midi.unplugged.on(({ port, at }) => {
			this.#mapping.release(port, at);
		});
		window.addEventListener('blur', ({ timeStamp }) => {
			this.#mapping.release(null, perfTime(timeStamp));
		});
		for (const type of ['keydown', 'keyup'] as const) {
			// Before the page's own keys.
			window.addEventListener(
				type,
				(event) => {
					this.#hearKey(event);
				},
				{ capture: true }
			);
		}
	}

	readonly port: MappingsPort = ((): MappingsPort => {
		const mapping = this.#mapping;
		return {
			changed: this.#changed,
			get actions() {
				return mapping.actions;
			},
			get learning() {
				return mapping.learning;
			},
			get conflict() {
				return mapping.conflict;
			},
			learn: (id) => {
				mapping.learn(id);
			},
			cancel: () => {
				mapping.cancel();
			},
			clear: (id) => {
				mapping.clear(id);
			},
			reset: () => {
				mapping.reset();
			},
			confirm: () => {
				mapping.confirm();
			}
		};
	})();

	#hearKey(event: KeyboardEvent): void {
		const isText = event.type === 'keydown' && isTyping(event.target);
		if (isText || !this.#mapping.handle(keyControl(event))) return;
		event.preventDefault();
		event.stopImmediatePropagation();
	}

	#act(event: ActionEvent<string>): void {
		const { jam, tracks, easyKeys, follow } = this.#parts;
		const { action, at } = event;
		if (event.kind === 'value') {
			const track = LEVELS.findIndex(({ id }) => id === action);
			if (track >= 0) tracks.changeTrack(track, { level: event.value });
			return;
		}
		if (event.kind === 'released') {
			this.#held.get(action)?.(at);
			this.#held.delete(action);
			return;
		}
		const shortcut = SHORTCUTS.find(({ id }) => id === action);
		const hands: Hands = { jam, tracks, easyKeys, follow, show: () => undefined };
		const release = shortcut?.run(hands, at);
		if (release !== undefined) this.#held.set(action, release);
	}
}
