/** What matters to us in a track of a Standard MIDI File. Moments are in the file's own ticks. */
export type MidiFileEvent =
	| {
			readonly kind: 'on' | 'off';
			readonly at: number;
			/** 0–15. */
			readonly channel: number;
			readonly pitch: number;
			/** 1–127; of an off, anything. */
			readonly velocity: number;
	  }
	| {
			readonly kind: 'program';
			readonly at: number;
			readonly channel: number;
			readonly program: number;
	  }
	| { readonly kind: 'tempo'; readonly at: number; readonly microsecondsPerQuarter: number }
	| {
			readonly kind: 'metre';
			readonly at: number;
			readonly beats: number;
			readonly unit: number;
	  }
	| { readonly kind: 'name' | 'marker' | 'text'; readonly at: number; readonly text: string }
	| { readonly kind: 'end'; readonly at: number };

export interface MidiChunk {
	readonly name: string;
	readonly body: Uint8Array;
	/** The file ends before the chunk does. */
	readonly isCut: boolean;
}

const META = { text: 1, name: 3, marker: 6, end: 0x2f, tempo: 0x51, metre: 0x58 };
/** A quantity of variable length has four bytes at most. */
const MAX_LENGTH_BYTES = 4;
/** Longer names serve nobody. */
const MAX_TEXT_BYTES = 200;

/** The chunks by their own lengths, as far as the bytes reach. */
export function* midiChunks(bytes: Uint8Array): Generator<MidiChunk> {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	for (let at = 0; at + 8 <= bytes.length;) {
		const length = view.getUint32(at + 4);
		const body = bytes.subarray(at + 8, at + 8 + length);
		const name = String.fromCharCode(...bytes.subarray(at, at + 4));
		yield { name, body, isCut: body.length < length };
		at += 8 + length;
	}
}

/**
 * The events of one track up to its end, in order, as "Standard MIDI Files 1.0" (MIDI Manufacturers
 * Association, 1996) writes them. Returns whether all of the track could be read.
 */
export function* midiEvents(track: Uint8Array): Generator<MidiFileEvent, boolean> {
	const reader = new Reader(track);
	let at = 0;
	let running = 0;
	while (!reader.isAtEnd) {
		at += reader.length();
		let status = reader.peek();
		if (status >= 0x80) reader.byte();
		else status = running;
		if (status < 0x80 || reader.isBroken()) return false;
		if (status >= 0xf0) {
			const event = otherEvent(reader, status, at);
			if (reader.isBroken()) return false;
			if (event !== null) yield event;
			if (event?.kind === 'end') return true;
		} else {
			running = status;
			const event = channelEvent(reader, status, at);
			if (reader.isBroken()) return false;
			if (event !== null) yield event;
		}
	}
	// A track that forgot to say where it ends has been read whole.
	return true;
}

function channelEvent(reader: Reader, status: number, at: number): MidiFileEvent | null {
	const [command, channel] = [status & 0xf0, status & 0x0f];
	const first = reader.data();
	if (command === 0xc0) return { kind: 'program', at, channel, program: first };
	if (command === 0xd0) return null;
	const velocity = reader.data();
	if (command !== 0x90 && command !== 0x80) return null;
	const isOn = command === 0x90 && velocity > 0;
	return { kind: isOn ? 'on' : 'off', at, channel, pitch: first, velocity };
}

/** Meta events; system exclusive is passed over. */
function otherEvent(reader: Reader, status: number, at: number): MidiFileEvent | null {
	const type = status === 0xff ? reader.byte() : null;
	if (type === null && status !== 0xf0 && status !== 0xf7) reader.giveUp();
	const body = reader.bytes(reader.length());
	const [first = 0, second = 0, third = 0] = body;
	if (type === META.end) return { kind: 'end', at };
	if (type === META.text) return { kind: 'text', at, text: textOf(body) };
	if (type === META.name) return { kind: 'name', at, text: textOf(body) };
	if (type === META.marker) return { kind: 'marker', at, text: textOf(body) };
	if (type === META.tempo && body.length >= 3) {
		return { kind: 'tempo', at, microsecondsPerQuarter: (first << 16) | (second << 8) | third };
	}
	if (type !== META.metre || body.length < 2) return null;
	return { kind: 'metre', at, beats: first, unit: 2 ** second };
}

/** UTF-8 if it can be, else the old code page; one line. */
function textOf(body: Uint8Array): string {
	const bytes = body.subarray(0, MAX_TEXT_BYTES);
	const utf8 = new TextDecoder('utf-8').decode(bytes);
	const text = utf8.includes('\ufffd') ? new TextDecoder('windows-1252').decode(bytes) : utf8;
	return text.replace(/\p{Cc}+/gu, ' ').trim();
}

/** Beyond the end, and for what cannot be, it says 0 and that it is broken. */
class Reader {
	#isBroken = false;
	readonly #bytes: Uint8Array;
	#at = 0;

	constructor(bytes: Uint8Array) {
		this.#bytes = bytes;
	}

	isBroken(): boolean {
		return this.#isBroken;
	}

	giveUp(): void {
		this.#isBroken = true;
	}

	get isAtEnd(): boolean {
		return this.#at >= this.#bytes.length;
	}

	peek(): number {
		const byte = this.#bytes[this.#at];
		if (byte === undefined) this.giveUp();
		return byte ?? 0;
	}

	byte(): number {
		const byte = this.peek();
		this.#at++;
		return byte;
	}

	/** A byte whose highest bit is 0. */
	data(): number {
		const byte = this.byte();
		if (byte >= 0x80) this.giveUp();
		return byte & 0x7f;
	}

	/** A quantity of variable length. */
	length(): number {
		let length = 0;
		for (let count = 0; count < MAX_LENGTH_BYTES; count++) {
			const byte = this.byte();
			length = length * 0x80 + (byte & 0x7f);
			if (byte < 0x80) return length;
		}
		this.giveUp();
		return 0;
	}

	bytes(count: number): Uint8Array {
		const bytes = this.#bytes.subarray(this.#at, this.#at + count);
		if (bytes.length < count) this.giveUp();
		this.#at += count;
		return bytes;
	}
}
