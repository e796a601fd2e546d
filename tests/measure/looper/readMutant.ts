import { readAudioFile, type AudioDecoder } from '../../../src/store/audioFiles/readAudioFile';
import { readMidiFile } from '../../../src/store/midiImport';
import type { FuzzFile } from './fuzzOriginals';
import { mutantAt } from './mutants';

/** Stands for the browser's decoder, which runs outside the page's own code. */
const decoder: AudioDecoder = {
	sampleRate: 48_000,
	decode: () => Promise.resolve({ sampleRate: 48_000, channels: [new Float32Array(480)] })
};

/**
 * Reads one mutant. Throws if the reader does, if it refuses without a sentence, or if what it read
 * is not what it promises.
 */
export async function readMutant(seed: number, index: number): Promise<'read' | 'refused'> {
	const mutant = mutantAt(seed, index);
	const wrong = mutant.kind === 'audio' ? await wrongAudio(mutant) : wrongMidi(mutant);
	if (wrong === null) return 'read';
	if (wrong.sentence.endsWith('.')) return 'refused';
	throw new Error(`mutant ${index} of seed ${seed}: ${wrong.sentence}`);
}

/** Null: read, and as it should be. A broken promise has no full stop. */
interface Wrong {
	readonly sentence: string;
}

async function wrongAudio({ bytes }: FuzzFile): Promise<Wrong | null> {
	const reading = await readAudioFile(bytes.buffer, decoder);
	if (reading.kind === 'refused') return reading;
	const { sampleRate, channels } = reading.sound;
	const [left, right] = channels;
	const isStereo = channels.length === 2 && left?.length === right?.length;
	if (sampleRate !== decoder.sampleRate || !isStereo) return { sentence: 'no stereo at our rate' };
	const isFinite = channels.every((samples) => samples.every((sample) => !Number.isNaN(sample)));
	return isFinite ? null : { sentence: 'a sample that is no number' };
}

function wrongMidi({ bytes }: FuzzFile): Wrong | null {
	const reading = readMidiFile(bytes);
	if (reading.kind === 'refused') return reading;
	for (const { notes } of reading.content.tracks) {
		for (const { start, duration } of notes) {
			if (Number.isInteger(start) && start >= 0 && Number.isInteger(duration) && duration > 0)
				continue;
			return { sentence: `a note at ${start} of ${duration}` };
		}
	}
	return reading.content.length > 0 ? null : { sentence: 'a song without length' };
}
