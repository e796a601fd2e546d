const POLYNOMIAL = 0xedb88320;

/** CRC-32 (ISO 3309, as in gzip), as eight hexadecimal digits. */
export function checksum(bytes: Uint8Array): string {
	let remainder = 0xffffffff;
	for (const byte of bytes) {
		remainder ^= byte;
		for (let bit = 0; bit < 8; bit++) {
			remainder = (remainder >>> 1) ^ (remainder & 1 ? POLYNOMIAL : 0);
		}
	}
	return (~remainder >>> 0).toString(16).padStart(8, '0');
}
