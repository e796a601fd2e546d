/** The left channel of a WAV file of 32-bit floats; full scale is 1 but may be passed. */
export function readWave(file: Uint8Array): { rate: number; samples: Float64Array };
/** A 16-bit mono WAV file. */
export function writeWave(samples: Float64Array, rate: number): Buffer;
