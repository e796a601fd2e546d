/**
 * Makes tests/fixtures/audio: a tenth of a second of stereo, 440 Hz on the left and 660 Hz on the
 * right at half of full scale, as FLAC, MP3 and OGG. Needs `flac`, `lame` and `oggenc`.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';

const RATE = 44_100;
const FRAMES = 4_410;
const folder = new URL('../tests/fixtures/audio/', import.meta.url).pathname;
const samples = `${folder}tones.raw`;

mkdirSync(folder, { recursive: true });
const data = Buffer.alloc(FRAMES * 4);
for (let frame = 0; frame < FRAMES; frame++) {
	const sample = (hertz) => Math.round(16_384 * Math.sin((2 * Math.PI * hertz * frame) / RATE));
	data.writeInt16LE(sample(440), frame * 4);
	data.writeInt16LE(sample(660), frame * 4 + 2);
}
writeFileSync(samples, data);
const run = (program, options) => execFileSync(program, options, { stdio: 'ignore' });
run('flac', [
	...['-f', '--best', '--no-padding', '--no-seektable', '--force-raw-format', '--endian=little'],
	...['--sign=signed', '--channels=2', '--bps=16', `--sample-rate=${RATE}`],
	...['-o', `${folder}tones.flac`, samples]
]);
run('lame', ['-r', '-s', '44.1', '-b', '128', samples, `${folder}tones.mp3`]);
run('oggenc', [
	...['-r', '-R', String(RATE), '-C', '2', '-B', '16', '-q', '3'],
	...['-o', `${folder}tones.ogg`, samples]
]);
rmSync(samples);
