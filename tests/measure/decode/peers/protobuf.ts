/** What a field of a protobuf message holds: a varint, a float, text, bytes, or a message. */
export type Field =
	| readonly [number: number, kind: 'int' | 'float', value: number]
	| readonly [number: number, kind: 'text', value: string]
	| readonly [number: number, kind: 'bytes', value: Uint8Array]
	| readonly [number: number, kind: 'message', value: readonly Field[]];

const VARINT = 0;
const DELIMITED = 2;
const FIXED32 = 5;

/** Negative numbers take ten bytes. */
function varint(value: number): number[] {
	const bytes: number[] = [];
	let left = BigInt.asUintN(64, BigInt(value));
	while (left > 127n) {
		bytes.push(Number(left & 127n) | 128);
		left >>= 7n;
	}
	return [...bytes, Number(left)];
}

const tag = (number: number, wire: number) => varint(number * 8 + wire);

function contentOf(field: Field): Uint8Array {
	switch (field[1]) {
		case 'text':
			return new TextEncoder().encode(field[2]);
		case 'bytes':
			return field[2];
		case 'message':
			return encodeMessage(field[2]);
		case 'float':
			return new Uint8Array(new Float32Array([field[2]]).buffer);
		case 'int':
			return Uint8Array.from(varint(field[2]));
	}
}

function encodeField(field: Field): Uint8Array[] {
	const content = contentOf(field);
	const [number, kind] = field;
	if (kind === 'int') return [Uint8Array.from(tag(number, VARINT)), content];
	if (kind === 'float') return [Uint8Array.from(tag(number, FIXED32)), content];
	return [Uint8Array.from([...tag(number, DELIMITED), ...varint(content.length)]), content];
}

/** A message in protobuf's wire format (protobuf.dev/programming-guides/encoding). */
export function encodeMessage(fields: readonly Field[]): Uint8Array<ArrayBuffer> {
	const parts = fields.flatMap(encodeField);
	const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}
