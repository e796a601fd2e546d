const A4_HERTZ = 440;
const A4_PITCH = 69;
const SEMITONES = 12;

/** The pitch of a frequency in MIDI's semitones, with a fraction: 69 for 440 Hz; NaN for NaN. */
export const pitchOf = (hertz: number) => A4_PITCH + SEMITONES * Math.log2(hertz / A4_HERTZ);
