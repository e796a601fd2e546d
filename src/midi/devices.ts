import { Emitter } from '../lib/emitter';
import type { LiveEvent } from '../music/liveEvent';
import { perfTime, type PerfTime } from '../music/units';
import { parseClockMessage, type ClockMessage } from './clockMessage';
import { parseControl, type ControlMessage } from './controlMessage';
import { parseMidiMessage } from './midiMessage';
import { MidiOutputs } from './midiOutputs';
import { ASKING, OFF, onStatus, statusOfError, UNSUPPORTED, type MidiStatus } from './midiStatus';

/** One input, as the player picks it. `busy`: another program holds it. */
export interface MidiInputInfo {
	readonly id: string;
	readonly name: string;
	readonly state: 'connected' | 'busy' | 'unplugged';
}

/** What we need of WebMidi.js: it asks, opens the ports and opens those that are plugged in later. */
export interface MidiLibrary {
	readonly enabled: boolean;
	readonly interface: MIDIAccess;
	enable(options: { sysex: boolean }): Promise<unknown>;
}

/** Chosen instead of one input's id: every input plays. */
export const ALL_INPUTS = 'all';

interface Port {
	readonly input: MIDIInput;
	/** What its events and the list call it: the device's name, numbered where two devices share one. */
	readonly name: string;
	isBusy: boolean;
}

/** Loaded when MIDI is turned on: 14 kB that the first sound need not wait for. */
const loadWebMidi = async (): Promise<MidiLibrary> =>
	(await import('webmidi')).WebMidi as unknown as MidiLibrary;

/** The MIDI devices: what they play, as live events with the time that the browser stamped on them. */
export class MidiDevices {
	readonly events = new Emitter<LiveEvent>();
	/** The clock of every input, selected to play or not. */
	readonly clock = new Emitter<ClockMessage>();
	/** An input's name and when it went, selected to play or not. */
	readonly unplugged = new Emitter<{ readonly port: string; readonly at: PerfTime }>();
	readonly outputs = new MidiOutputs();
	/** Status, inputs or the selected input changed. */
	readonly changed = new Emitter<void>();
	/** Is offered what every input sends; what it takes is not played. */
	claim: (control: ControlMessage) => boolean = () => false;
	readonly #load: () => Promise<MidiLibrary>;
	readonly #ports = new Map<string, Port>();
	#status = OFF;
	#selected = ALL_INPUTS;
	#selectedName = '';
	#asking: Promise<MidiStatus> | null = null;

	constructor(load: () => Promise<MidiLibrary> = loadWebMidi) {
		this.#load = load;
	}

	get status(): MidiStatus {
		return this.#status;
	}

	/** `all`, or the id of the one input that plays. */
	get selected(): string {
		return this.#selected;
	}

	/** Those that are plugged in, and the selected one also while it is not. */
	get inputs(): readonly MidiInputInfo[] {
		const inputs: MidiInputInfo[] = [...this.#ports.values()].map(({ input, name, isBusy }) => ({
			id: input.id,
			name,
			state: isBusy ? 'busy' : 'connected'
		}));
		if (this.#isSelectedMissing) {
			inputs.push({ id: this.#selected, name: this.#selectedName, state: 'unplugged' });
		}
		return inputs;
	}

	/**
	 * Asks the player, through the browser. Never rejects; called again, it asks again, or tries busy
	 * inputs again.
	 */
	enable(): Promise<MidiStatus> {
		this.#asking ??= this.#ask().finally(() => {
			this.#asking = null;
		});
		return this.#asking;
	}

	/** `all` or an input's id; others fall silent at once. Throws for an id that was never listed. */
	select(choice: string): void {
		if (choice === this.#selected) return;
		const chosen = this.#ports.get(choice);
		if (choice !== ALL_INPUTS && chosen === undefined) {
			throw new RangeError(`no MIDI input: ${choice}`);
		}
		const playing = [...this.#ports.values()].filter((port) => this.#plays(port));
		this.#selected = choice;
		this.#selectedName = chosen?.name ?? '';
		const now = perfTime(performance.now());
		for (const port of playing) if (!this.#plays(port)) this.#release(port, now);
		this.changed.emit();
	}

	async #ask(): Promise<MidiStatus> {
		if (this.#status.kind === 'on') {
			await Promise.all([...this.#ports.values()].map((port) => this.#open(port)));
			return this.#status;
		}
		if (!('requestMIDIAccess' in navigator)) return this.#say(UNSUPPORTED);
		this.#say(ASKING);
		let library: MidiLibrary | null = null;
		try {
			library = await this.#load();
			await library.enable({ sysex: false });
		} catch (error) {
			// Access was given but one port is held by another program: the others play.
			if (library?.enabled !== true) return this.#say(statusOfError(error));
		}
		const access = library.interface;
		access.addEventListener('statechange', (event) => {
			this.#refresh(access, perfTime(event.timeStamp));
		});
		this.#refresh(access, perfTime(performance.now()));
		return this.#status;
	}

	/** Takes up what was plugged in and lets go of what was unplugged. */
	#refresh(access: MIDIAccess, at: PerfTime): void {
		const present = new Map<string, MIDIInput>();
		for (const input of access.inputs.values()) {
			if (input.state === 'connected') present.set(input.id, input);
		}
		for (const [id, port] of this.#ports) {
			if (present.get(id) === port.input) continue;
			this.#ports.delete(id);
			if (this.#plays(port)) this.#release(port, at);
			this.unplugged.emit({ port: port.name, at });
		}
		this.outputs.refresh(access);
		for (const [id, input] of present) if (!this.#ports.has(id)) this.#add(input);
		this.#sayOn();
	}

	#add(input: MIDIInput): void {
		const name = this.#freeName(input.name ?? 'MIDI device');
		const port: Port = { input, name, isBusy: false };
		this.#ports.set(input.id, port);
		// A browser may give a device that comes back another id.
		if (this.#isSelectedMissing && name === this.#selectedName) this.#selected = input.id;
		// In place of WebMidi's own listener, which throws on a message that is cut short and needs ten
		// times as long for a controller.
		input.onmidimessage = (event) => {
			this.#hear(port, event);
		};
		void this.#open(port);
	}

	/** WebMidi opens ports too, but only we hear which one it could not open. */
	async #open(port: Port): Promise<void> {
		const isBusy = await port.input.open().then(
			() => false,
			() => true
		);
		if (port.isBusy === isBusy) return;
		port.isBusy = isBusy;
		this.#sayOn();
	}

	#hear(port: Port, message: MIDIMessageEvent): void {
		if (message.data === null) return;
		const at = perfTime(message.timeStamp);
		const clock = parseClockMessage(message.data, at, port.name);
		if (clock !== null) {
			this.clock.emit(clock);
			return;
		}
		const control = parseControl(message.data, at, port.name);
		if ((control !== null && this.claim(control)) || !this.#plays(port)) return;
		const event = parseMidiMessage(message.data, at, port.name);
		if (event !== null) this.events.emit(event);
	}

	get #isSelectedMissing(): boolean {
		return this.#selected !== ALL_INPUTS && !this.#ports.has(this.#selected);
	}

	#plays(port: Port): boolean {
		return this.#selected === ALL_INPUTS || this.#selected === port.input.id;
	}

	#release(port: Port, at: PerfTime): void {
		this.events.emit({ kind: 'released', port: port.name, at });
	}

	#freeName(name: string): string {
		const taken = new Set([...this.#ports.values()].map((port) => port.name));
		let free = name;
		for (let copy = 2; taken.has(free); copy++) free = `${name} (${copy})`;
		return free;
	}

	#sayOn(): void {
		const ports = [...this.#ports.values()];
		const busy = ports.filter(({ isBusy }) => isBusy).map(({ name }) => name);
		this.#say(onStatus(ports.length - busy.length, busy));
	}

	#say(status: MidiStatus): MidiStatus {
		this.#status = status;
		this.changed.emit();
		return status;
	}
}
