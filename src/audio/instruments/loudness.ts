import type { Velocity } from '../../music/units';

/** Between 1 (too even) and MIDI's own recommendation of 2 (soft notes vanish beside a loop). */
const VELOCITY_EXPONENT = 1.5;

export const velocityGain = (velocity: Velocity) => velocity ** VELOCITY_EXPONENT;
