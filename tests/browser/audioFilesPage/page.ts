import { readAudioFile } from '../../../src/store/audioFiles/readAudioFile';
import { webDecoder } from '../../../src/store/audioFiles/webDecoder';

/** What a browser test does with the page. */
const page = {
	/** Reads a file as the app does; samples as plain lists, which cross to the test. */
	async read(bytes: readonly number[], sampleRate: number) {
		const decoder = webDecoder(new OfflineAudioContext(1, 1, sampleRate));
		const reading = await readAudioFile(Uint8Array.from(bytes).buffer, decoder);
		if (reading.kind === 'refused') return { reason: reading.reason, channels: [] };
		return { reason: null, channels: reading.sound.channels.map((side) => [...side]) };
	}
};
export type AudioFilesPage = typeof page;

Object.assign(window, { audioFiles: page });
