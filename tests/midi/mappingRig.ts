import { parseControl } from '../../src/midi/controlMessage';
import type { MappedAction } from '../../src/midi/actionPresses';
import { keyControl } from '../../src/midi/keyControl';
import { Mapping } from '../../src/midi/mapping';
import type { Binding } from '../../src/midi/mappingFile';
import { perfTime } from '../../src/music/units';
import { heardFrom } from './fakePage';

export type Id = 'pedal' | 'stop' | 'undo' | 'level';

export const ACTIONS: readonly MappedAction<Id>[] = [
	{ id: 'pedal', title: 'Pedal', kind: 'hold' },
	{ id: 'stop', title: 'Stop', kind: 'press' },
	{ id: 'undo', title: 'Undo', kind: 'press' },
	{ id: 'level', title: 'Level', kind: 'value' }
];

export const NO_MODIFIERS = { hasShift: false, hasCtrl: false, hasAlt: false, hasMeta: false };
export const onKey = (action: Id, code: string, modifiers = {}): Binding<Id> => ({
	action,
	trigger: { kind: 'key', code, ...NO_MODIFIERS, ...modifiers }
});
export const DEFAULTS = [
	onKey('pedal', 'Space'),
	onKey('undo', 'Backspace'),
	onKey('stop', 'Backspace', { hasShift: true })
];

export interface Rig {
	readonly mapping: Mapping<Id>;
	readonly heard: unknown[];
	/** Bytes that a device sends. */
	readonly midi: (bytes: readonly number[], at?: number, port?: string) => boolean;
	readonly key: (type: 'keydown' | 'keyup', code: string, event?: object) => boolean;
}

export function rig(): Rig {
	const mapping = new Mapping<Id>(ACTIONS, DEFAULTS);
	return {
		mapping,
		heard: heardFrom(mapping.events),
		midi(bytes, at = 0, port = 'Board') {
			const control = parseControl(Uint8Array.from(bytes), perfTime(at), port);
			if (control === null) throw new Error(`no control: ${bytes.join(' ')}`);
			return mapping.handle(control);
		},
		key(type, code, event = {}) {
			const plain = { shiftKey: false, ctrlKey: false, altKey: false, metaKey: false };
			const press = { type, code, repeat: false, timeStamp: 0, ...plain, ...event };
			return mapping.handle(keyControl(press));
		}
	};
}

export const pressed = (action: Id, at = 0) => ({ kind: 'pressed', action, at });
export const released = (action: Id, at = 0) => ({ kind: 'released', action, at });

/** Teaches controller 80, with a short touch. */
export function teachPedal({ mapping, midi }: Rig, action: Id): void {
	mapping.learn(action);
	midi([0xb0, 80, 127], 0);
	midi([0xb0, 80, 0], 200);
}
