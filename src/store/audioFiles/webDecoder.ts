import type { AudioDecoder } from './readAudioFile';

/** Decodes with the browser, which converts to the context's sample rate on the way. */
export const webDecoder = (context: BaseAudioContext): AudioDecoder => ({
	sampleRate: context.sampleRate,
	async decode(data) {
		const buffer = await context.decodeAudioData(data);
		const channels = Array.from({ length: buffer.numberOfChannels }, (_, channel) =>
			buffer.getChannelData(channel)
		);
		return { sampleRate: buffer.sampleRate, channels };
	}
});
