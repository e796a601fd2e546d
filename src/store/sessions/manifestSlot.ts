import { checksum } from './checksum';
import { MANIFEST_VERSION, type SessionManifest } from './manifest';
import { fieldsOf } from './jsonFields';
import { readManifest } from './manifestReading';
import { writtenManifest } from './manifestWriting';
import { reasonOf, SessionError } from './sessionError';

/** What one of the two files that a manifest is written to in turn holds. */
export type Slot =
	| { readonly kind: 'whole'; readonly sequence: number; readonly manifest: SessionManifest }
	| { readonly kind: 'foreign'; readonly sequence: number }
	| { readonly kind: 'damaged' }
	| { readonly kind: 'empty' };

/** The first line of a slot: sequence number and the checksum of all that follows. */
const HEAD = /^continuo-session (\d{1,15}) ([0-9a-f]{8})$/;
const NEW_LINE = 10;
const MOST_HEAD_BYTES = 64;

/** The bytes of a slot; the one with the higher sequence holds. */
export function writeSlot(manifest: SessionManifest, sequence: number): Uint8Array<ArrayBuffer> {
	const encoder = new TextEncoder();
	const body = encoder.encode(JSON.stringify(writtenManifest(manifest)));
	const head = encoder.encode(`continuo-session ${sequence} ${checksum(body)}\n`);
	const bytes = new Uint8Array(head.length + body.length);
	bytes.set(head);
	bytes.set(body, head.length);
	return bytes;
}

/** Never throws for what a file can hold: a torn or strange one is `damaged`. */
export function readSlot(bytes: Uint8Array<ArrayBuffer>): Slot {
	if (bytes.length === 0) return { kind: 'empty' };
	const end = bytes.subarray(0, MOST_HEAD_BYTES).indexOf(NEW_LINE);
	const decoder = new TextDecoder();
	const head = HEAD.exec(decoder.decode(bytes.subarray(0, Math.max(0, end))));
	const body = bytes.subarray(end + 1);
	if (head === null || head[2] !== checksum(body)) return { kind: 'damaged' };
	const sequence = Number(head[1]);
	try {
		const json: unknown = JSON.parse(decoder.decode(body));
		const { version } = fieldsOf(json, 'manifest');
		if (version !== MANIFEST_VERSION) return { kind: 'foreign', sequence };
		return { kind: 'whole', sequence, manifest: readManifest(json) };
	} catch (cause) {
		if (cause instanceof SyntaxError || reasonOf(cause) === 'damaged') return { kind: 'damaged' };
		throw cause;
	}
}

/** The newest of the slots. Throws a SessionError: `missing`, `damaged` or `foreign`. */
export function newestSlot(slots: readonly Slot[]): Slot & { kind: 'whole' } {
	const read = slots.filter((slot) => slot.kind === 'whole' || slot.kind === 'foreign');
	const newest = read.sort((a, b) => b.sequence - a.sequence)[0];
	if (newest?.kind === 'whole') return newest;
	if (newest?.kind === 'foreign') throw new SessionError('foreign', 'a newer manifest');
	const isDamaged = slots.some(({ kind }) => kind === 'damaged');
	throw new SessionError(isDamaged ? 'damaged' : 'missing', 'no manifest can be read');
}
