/** Samples as they are played: a channel each, all of one length, full scale at 1. */
export interface Sound {
	/** In Hz. */
	readonly sampleRate: number;
	readonly channels: readonly Float32Array[];
}

export const frameCount = ({ channels }: Sound) => channels[0]?.length ?? 0;
