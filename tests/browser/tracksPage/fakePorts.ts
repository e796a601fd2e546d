import { Emitter } from '../../../src/lib/emitter';
import type {
	CalibrationPort,
	CalibrationState,
	FilesPort,
	FollowPort,
	InputPort,
	MappingsPort,
	MidiClockPort,
	SessionsPort,
	SessionView
} from '../../../src/ui/looperPorts';

/** Writes down what the page asks for. */
class Fake {
	readonly changed = new Emitter<void>();
	readonly calls: (readonly [string, ...unknown[]])[] = [];

	/** Other values, and the page is told. */
	set(values: object): void {
		Object.assign(this, values);
		this.changed.emit();
	}
	protected note(...call: readonly [string, ...unknown[]]): void {
		this.calls.push(call);
	}
}

export class FakeInput extends Fake implements InputPort {
	status: InputPort['status'] = { kind: 'off', sentence: '' };
	devices = [
		{ id: 'default', name: 'Built-in microphone' },
		{ id: 'line', name: 'Scarlett 2i2 USB' }
	];
	selected = 'default';
	select(device: string): void {
		this.note('select', device);
		this.set({ selected: device });
	}
	open(): void {
		this.note('open');
		this.set({ status: { kind: 'open', sentence: 'The input is open.' } });
	}
	close(): void {
		this.note('close');
		this.set({ status: { kind: 'off', sentence: '' } });
	}
}

export class FakeCalibration extends Fake implements CalibrationPort {
	state: CalibrationState = {
		kind: 'estimated',
		ms: 53.4,
		sentence: 'What the browser says; measured is better.'
	};
	start(): void {
		this.note('start');
	}
	startTapping(): void {
		this.note('startTapping');
		const state = { kind: 'tapping', taps: 0, sentence: 'Tap with eight clicks.' } as const;
		this.set({ state });
	}
	tap(): void {
		this.note('tap');
	}
	accept(): void {
		this.note('accept');
	}
	cancel(): void {
		this.note('cancel');
	}
}

export class FakeFollow extends Fake implements FollowPort {
	isOn = false;
	sentence = '';
	pitch = NaN;
	switchTo(isOn: boolean): void {
		this.note('switchTo', isOn);
		this.set({ isOn });
	}
	tune(): () => void {
		this.note('tune');
		return () => {
			this.note('untune');
		};
	}
}

export class FakeSessions extends Fake implements SessionsPort {
	status: SessionsPort['status'] = { kind: 'saved', sentence: 'All is saved on this machine.' };
	offered: SessionsPort['offered'] = null;
	list: readonly SessionView[] = [
		{
			id: 'a',
			name: 'Tuesday night',
			changed: new Date('2025-03-04T21:12:00'),
			seconds: 194,
			isOpen: true
		},
		{
			id: 'b',
			name: 'Slow blues in A',
			changed: new Date('2025-03-01T10:40:00'),
			seconds: 41,
			isOpen: false
		}
	];
	removed: string | null = null;
	look = () => undefined;
	open(id: string): void {
		this.note('open', id);
	}
	dismissOffer(): void {
		this.note('dismissOffer');
		this.set({ offered: null });
	}
	rename(id: string, name: string): void {
		this.note('rename', id, name);
	}
	duplicate(id: string): void {
		this.note('duplicate', id);
	}
	remove(id: string): void {
		this.note('remove', id);
		const gone = this.list.find((session) => session.id === id);
		const list = this.list.filter((session) => session !== gone);
		this.set({ list, removed: gone?.name ?? null });
	}
	undoRemove(): void {
		this.note('undoRemove');
		this.set({ removed: null });
	}
	saveFile(): void {
		this.note('saveFile');
	}
	openFile(file: File): void {
		this.note('openFile', file.name);
	}
}

export class FakeFiles extends Fake implements FilesPort {
	status: FilesPort['status'] = { kind: 'idle', sentence: '', share: null };
	exportMix(format: string): void {
		this.note('exportMix', format);
	}
	exportStems(format: string): void {
		this.note('exportStems', format);
	}
	importAudio(file: File, track: number, stretch: boolean): void {
		this.note('importAudio', file.name, track, stretch);
	}
	importMidi(file: File): void {
		this.note('importMidi', file.name);
	}
	cancel(): void {
		this.note('cancel');
	}
}

export class FakeMappings extends Fake implements MappingsPort {
	actions = [
		{ id: 'pedal', title: 'Pedal', binding: 'CC 64' },
		{ id: 'stop', title: 'Stop loop', binding: '' },
		{ id: 'undo', title: 'Undo', binding: 'Note C2' },
		{ id: 'mute', title: 'Mute track', binding: '' },
		{ id: 'track-1', title: 'Track 1 under the pedal', binding: 'Program 1' }
	];
	learning: string | null = null;
	conflict: string | null = null;
	learn(id: string): void {
		this.note('learn', id);
		this.set({ learning: id });
	}
	cancel(): void {
		this.note('cancel');
		this.set({ learning: null, conflict: null });
	}
	clear(id: string): void {
		this.note('clear', id);
	}
	reset(): void {
		this.note('reset');
	}
	confirm(): void {
		this.note('confirm');
	}
}

export class FakeMidiClock extends Fake implements MidiClockPort {
	status: MidiClockPort['status'] = { kind: 'off', sentence: '', bpm: null };
	isFollowing = false;
	readonly outputs = [{ id: 'drums', name: 'Drum machine' }];
	output: string | null = null;
	setFollowing(isOn: boolean): void {
		this.note('setFollowing', isOn);
		this.set({ isFollowing: isOn });
	}
	setOutput(id: string | null): void {
		this.note('setOutput', id);
		this.set({ output: id });
	}
}
