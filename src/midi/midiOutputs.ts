import { Emitter } from '../lib/emitter';
import type { PerfTime } from '../music/units';
import type { ClockOutput } from './clockSender';

/** One output, as the player picks it. */
export interface MidiOutputInfo {
	readonly id: string;
	readonly name: string;
	readonly state: 'connected' | 'unplugged';
}

/** Stands for the id of an output that was not seen yet. */
const AWAITED = 'awaited: ';

/** The devices that can be sent to, and the one that is chosen. */
export class MidiOutputs {
	/** The list or the selected output changed. */
	readonly changed = new Emitter<void>();
	readonly #ports = new Map<string, MIDIOutput>();
	#selected: string | null = null;
	#selectedName = '';
	#open: { readonly port: MIDIOutput; readonly output: ClockOutput } | null = null;

	/** Those that are plugged in, and the selected one also while it is not. */
	get list(): readonly MidiOutputInfo[] {
		const list: MidiOutputInfo[] = [...this.#ports.values()].map((port) => ({
			id: port.id,
			name: nameOf(port),
			state: 'connected'
		}));
		if (this.#selected !== null && !this.#ports.has(this.#selected)) {
			list.push({ id: this.#selected, name: this.#selectedName, state: 'unplugged' });
		}
		return list;
	}

	/** An output's id; null sends nothing. */
	get selected(): string | null {
		return this.#selected;
	}

	/** Empty while none is selected. */
	get selectedName(): string {
		return this.#selectedName;
	}

	/** The selected output while it is plugged in; the same object as long as it stays so. */
	get current(): ClockOutput | null {
		const port = this.#ports.get(this.#selected ?? '');
		if (port === undefined) return null;
		if (this.#open?.port !== port) this.#open = { port, output: outputOf(port) };
		return this.#open.output;
	}

	/** Throws for an id that was never listed. */
	select(id: string | null): void {
		if (id === this.#selected) return;
		const port = this.#ports.get(id ?? '');
		if (id !== null && port === undefined) throw new RangeError(`no MIDI output: ${id}`);
		this.#selected = id;
		this.#selectedName = port === undefined ? '' : nameOf(port);
		this.changed.emit();
	}

	/** The output of that name, which may be plugged in later: a choice of an earlier visit. */
	selectNamed(name: string): void {
		const port = [...this.#ports.values()].find((candidate) => nameOf(candidate) === name);
		this.#selected = port?.id ?? `${AWAITED}${name}`;
		this.#selectedName = name;
		this.changed.emit();
	}

	/** Takes up what was plugged in and lets go of what was unplugged. */
	refresh(access: MIDIAccess): void {
		const present = [...access.outputs.values()].filter(({ state }) => state === 'connected');
		const isSame =
			present.length === this.#ports.size &&
			present.every((port) => this.#ports.get(port.id) === port);
		if (isSame) return;
		this.#ports.clear();
		for (const port of present) this.#ports.set(port.id, port);
		const isMissing = this.#selected !== null && !this.#ports.has(this.#selected);
		// A browser may give a device that comes back another id.
		const again = present.find((port) => nameOf(port) === this.#selectedName);
		if (isMissing && again !== undefined) this.#selected = again.id;
		this.changed.emit();
	}
}

const nameOf = ({ name }: MIDIOutput) => name ?? 'MIDI device';

function outputOf(port: MIDIOutput): ClockOutput {
	const send = (data: readonly number[], at: PerfTime) => {
		try {
			port.send([...data], at);
			return true;
		} catch {
			return false;
		}
	};
	if (!('clear' in port)) return { send };
	return {
		send,
		clear() {
			// The standard has it; TypeScript's list of the browser's interfaces has not.
			(port as MIDIOutput & { clear(): void }).clear();
		}
	};
}
