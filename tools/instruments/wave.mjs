/**
 * The left channel of a WAV file of 32-bit floats; full scale is 1 but may be passed.
 * @param {Buffer} file
 */
export function readWave(file) {
	let at = 12;
	let channels = 1;
	let rate = 0;
	while (at + 8 <= file.length) {
		const name = file.toString('latin1', at, at + 4);
		const size = file.readUInt32LE(at + 4);
		if (name === 'fmt ') {
			channels = file.readUInt16LE(at + 10);
			rate = file.readUInt32LE(at + 12);
		}
		if (name === 'data') {
			const frames = Math.floor(Math.min(size, file.length - at - 8) / (4 * channels));
			const samples = new Float64Array(frames);
			for (let frame = 0; frame < frames; frame++) {
				samples[frame] = file.readFloatLE(at + 8 + frame * 4 * channels);
			}
			return { rate, samples };
		}
		at += 8 + size + (size & 1);
	}
	throw new Error('a WAV file without data');
}

/**
 * A 16-bit mono WAV file.
 * @param {Float64Array} samples
 * @param {number} rate
 */
export function writeWave(samples, rate) {
	const file = Buffer.alloc(44 + samples.length * 2);
	file.write('RIFF', 0);
	file.writeUInt32LE(36 + samples.length * 2, 4);
	file.write('WAVEfmt ', 8);
	file.writeUInt32LE(16, 16);
	file.writeUInt16LE(1, 20);
	file.writeUInt16LE(1, 22);
	file.writeUInt32LE(rate, 24);
	file.writeUInt32LE(rate * 2, 28);
	file.writeUInt16LE(2, 32);
	file.writeUInt16LE(16, 34);
	file.write('data', 36);
	file.writeUInt32LE(samples.length * 2, 40);
	samples.forEach((sample, frame) => file.writeInt16LE(Math.round(sample * 32767), 44 + frame * 2));
	return file;
}
