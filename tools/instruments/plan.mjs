const every = (from, to, step, seconds) =>
	Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => {
		const pitch = from + index * step;
		return { pitch, seconds: seconds(pitch) };
	});

/** Low strings ring longest. */
const pianoSeconds = (pitch) => (pitch < 52 ? 6 : pitch < 68 ? 4.5 : pitch < 82 ? 3 : 1.6);
const cymbals = new Set([46, 49, 51, 53, 55, 57, 59]);

/**
 * What is recorded of each instrument: General MIDI program (from 0), notes and their lengths, how
 * fast a released note fades, and how loud the instrument is (root mean square of its loudest 50 ms
 * at full velocity, the median over its notes).
 */
export const INSTRUMENTS = [
	{
		name: 'piano',
		program: 0,
		release: 0.12,
		loudness: 0.16,
		notes: every(24, 104, 4, pianoSeconds)
	},
	{
		name: 'electric-piano',
		program: 4,
		release: 0.12,
		loudness: 0.15,
		notes: every(28, 98, 5, (pitch) => (pitch < 60 ? 4 : 2.8))
	},
	{ name: 'bass', program: 33, release: 0.08, loudness: 0.2, notes: every(24, 60, 4, () => 3) },
	{ name: 'guitar', program: 25, release: 0.1, loudness: 0.15, notes: every(40, 88, 4, () => 3.2) },
	{
		name: 'drums',
		program: 0,
		isDrums: true,
		release: 0.3,
		loudness: 0.16,
		notes: [
			35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 53, 54, 56, 57, 70
		].map((pitch) => ({ pitch, seconds: cymbals.has(pitch) ? 2.2 : 0.9 }))
	}
];
