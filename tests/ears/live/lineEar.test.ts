import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { LineEar } from '../../../src/ears/live/lineEar';
import { Periodicity } from '../../../src/ears/live/periodicity';
import { QUANTUM } from '../../../src/lib/frameCounter';
import { heardIn, judge } from './listening';
import {
	after,
	breathe,
	clipped,
	hum,
	mix,
	pluck,
	RATE,
	silence,
	SINE,
	VOICE,
	WHISTLE,
	withNoise,
	type PlayedNote
} from './sounds';

/** A scale's worth of a line from `lowest` up and down, four notes a second, no two alike beside each other. */
const lineFrom = (lowest: number, steps = [0, 2, 4, 5, 7, 9, 11, 12, 11, 7, 4, 0]): PlayedNote[] =>
	steps.map((step, index) => ({
		pitch: lowest + step,
		start: 0.4 + index * 0.25,
		length: 0.25,
		strength: index % 3 === 0 ? 0.8 : 0.55
	}));

const pitchesOf = (notes: readonly { pitch: number }[]) => notes.map(({ pitch }) => pitch);
const median = (values: readonly number[]) =>
	[...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

describe('a plucked line', () => {
	test.each([40, 45, 52, 57, 64, 69])(
		'from %i is heard note by note, where it was played',
		(low) => {
			const line = lineFrom(low);
			const heard = heardIn(pluck(line));
			const { right, ghosts, placements } = judge(line, heard);
			expect(pitchesOf(heard)).toEqual(pitchesOf(line));
			expect([right, ghosts]).toEqual([line.length, 0]);
			for (const placement of placements) expect(Math.abs(placement)).toBeLessThan(5);
		}
	);

	test('is known within 25 ms above 110 Hz', () => {
		const latencies = [47, 52, 57, 64].flatMap((low) => {
			const line = lineFrom(low);
			return judge(line, heardIn(pluck(line))).latencies.map(([, ms]) => ms);
		});
		expect(median(latencies)).toBeLessThan(25);
	});

	test('of a bass is heard down to its low E, within three periods and a little', () => {
		const line = lineFrom(28, [0, 5, 7, 12, 10, 7, 5, 0]);
		const { right, latencies } = judge(line, heardIn(pluck(line)));
		expect(right).toBe(line.length);
		for (const [pitch, ms] of latencies) {
			expect(ms).toBeLessThan(3000 / (440 * 2 ** ((pitch - 69) / 12)) + 10);
		}
	});

	test('has a new onset each time that the same string is struck again', () => {
		const line = lineFrom(
			52,
			Array.from({ length: 12 }, () => 0)
		);
		const heard = heardIn(pluck(line));
		expect(pitchesOf(heard)).toEqual(pitchesOf(line));
	});

	test.each([-40, -25, 25, 40])('that is %i cents off has the same notes', (cents) => {
		const line = lineFrom(45);
		const heard = heardIn(pluck(line, { cents }));
		expect(pitchesOf(heard)).toEqual(pitchesOf(line));
	});

	test('is heard through noise 20 dB below it, and nothing else is', () => {
		const line = lineFrom(50);
		const heard = heardIn(withNoise(pluck(line), 20));
		expect(pitchesOf(heard)).toEqual(pitchesOf(line));
	});

	test('is heard over a humming cable', () => {
		const line = lineFrom(50);
		const sound = pluck(line);
		const heard = heardIn(mix(sound, hum(sound.length / RATE, 0.01)));
		expect(pitchesOf(heard)).toEqual(pitchesOf(line));
	});

	test('that clips is heard without mistakes of an octave', () => {
		const line = lineFrom(45);
		const { right, octaves } = judge(line, heardIn(clipped(pluck(line), 6)));
		expect([right, octaves]).toEqual([line.length, 0]);
	});

	test.each([44_100, 96_000])('is heard at %i Hz as well', (rate) => {
		const line = lineFrom(52);
		expect(pitchesOf(heardIn(pluck(line, { rate }), rate))).toEqual(pitchesOf(line));
	});

	test('is louder where it was struck harder', () => {
		const line = lineFrom(52, [0, 0, 0, 0]).map((note, index) => ({
			...note,
			length: 0.15,
			strength: [0.9, 0.2, 0.9, 0.2][index]!
		}));
		const [hard, soft, again, last] = heardIn(pluck(line)).map(({ velocity }) => velocity);
		expect(soft).toBeLessThan(0.7 * hard!);
		expect(last).toBeLessThan(0.7 * again!);
	});
});

describe('a line without attacks', () => {
	test('of hammer-ons is heard where the pitch changes', () => {
		const line = lineFrom(57, [0, 2, 4, 2, 0, 3, 5, 3]);
		const { right, ghosts } = judge(line, heardIn(breathe(line, { ...SINE, vibrato: 0 })));
		expect([right, ghosts]).toEqual([line.length, 0]);
	});

	test.each([50, 60, 70])(
		'a long tone on %i with vibrato of half a semitone is one note',
		(pitch) => {
			const tone = [{ pitch, start: 0.3, length: 3, strength: 0.7 }];
			expect(pitchesOf(heardIn(breathe(tone, SINE)))).toEqual([pitch]);
			expect(pitchesOf(heardIn(breathe(tone, { ...VOICE, vibrato: 50 })))).toEqual([pitch]);
		}
	);

	test('sung with glides of 50 ms has the notes that it rests on', () => {
		const line = lineFrom(55, [0, 2, 4, 7, 4, 2]).map((note, index) => ({
			...note,
			start: 0.4 + index * 0.5,
			length: 0.5
		}));
		expect(pitchesOf(heardIn(breathe(line, VOICE)))).toEqual(pitchesOf(line));
	});

	test('whistled two octaves above the voice is heard in its own octave', () => {
		const line = lineFrom(79, [0, 2, 4, 7, 12, 7]);
		expect(pitchesOf(heardIn(breathe(line, WHISTLE)))).toEqual(pitchesOf(line));
	});

	test('a slow glide over an octave is not a chromatic scale', () => {
		const line = [
			{ pitch: 52, start: 0.3, length: 1, strength: 0.7 },
			{ pitch: 64, start: 1.3, length: 1.5, strength: 0.7 }
		];
		const heard = pitchesOf(heardIn(breathe(line, { ...VOICE, vibrato: 0, glide: 0.4 })));
		expect(heard[0]).toBe(52);
		expect(heard.at(-1)).toBe(64);
		expect(heard.length).toBeLessThanOrEqual(3);
	});

	test('ends when it dies away', () => {
		const [note] = heardIn(
			after(0.2, breathe([{ pitch: 60, start: 0, length: 1, strength: 0.5 }], VOICE))
		);
		expect(note!.end).toBeGreaterThan(1.1);
		expect(note!.end).toBeLessThan(1.35);
	});
});

describe('what is no line', () => {
	const noise = (seconds: number, size: number) => {
		const random = fc.sample(fc.double({ min: -1, max: 1, noNaN: true }), {
			seed: 1,
			numRuns: 4801
		});
		return silence(seconds).map((_, frame) => size * random[(frame * 7 + (frame >> 9)) % 4801]!);
	};

	test.each([
		['silence', silence(3)],
		['noise', noise(3, 0.1)],
		['noise that bursts in', after(1, noise(2, 0.3))],
		['hum', hum(4, 0.1)],
		['hum at 60 Hz', hum(4, 0.1, 60)],
		['a single click', after(1, silence(2).fill(0.9, 0, 30))],
		['a steady voltage', silence(2).fill(0.4)]
	])('%s is no note', (_, sound) => {
		expect(heardIn(sound)).toEqual([]);
	});

	test('no number in the input silences the ear', () => {
		const line = lineFrom(52);
		const sound = pluck(line);
		for (const broken of [NaN, Infinity, -Infinity]) sound[1000] = broken;
		expect(pitchesOf(heardIn(sound))).toEqual(pitchesOf(line));
	});

	test('whatever comes in, each note that begins ends, in order, and is a MIDI note', () => {
		fc.assert(
			fc.property(
				fc.array(
					fc.tuple(
						fc.double({ min: -1, max: 1, noNaN: true }),
						fc.integer({ min: 2, max: 1200 }),
						fc.integer({ min: 1, max: 60 })
					),
					{ maxLength: 8 }
				),
				(parts) => {
					let sounding: number | null = null;
					let told = -1;
					const ear = new LineEar(RATE, {
						noteOn: (pitch, velocity, at, known) => {
							expect(sounding).toBeNull();
							expect(Number.isInteger(pitch) && pitch >= 0 && pitch <= 127).toBe(true);
							expect(velocity > 0 && velocity <= 1).toBe(true);
							expect(at).toBeLessThanOrEqual(known);
							sounding = pitch;
							told = at;
						},
						noteOff: (pitch, at) => {
							expect(pitch).toBe(sounding);
							expect(at).toBeGreaterThanOrEqual(told);
							sounding = null;
						}
					});
					let now = 0;
					for (const [size, period, blocks] of parts) {
						for (let block = 0; block < blocks; block++, now += QUANTUM) {
							const samples = Float32Array.from({ length: QUANTUM }, (_, frame) =>
								(now + frame) % period < period / 2 ? size : -size
							);
							ear.process(now, samples);
						}
					}
					ear.stop(now);
					expect(sounding).toBeNull();
				}
			)
		);
	});
});

describe('while nothing is connected', () => {
	/** A low string that rings on until the input is taken away; then `seconds` of nothing, and `after`. */
	function unplugged(seconds: number, after: Float32Array) {
		const told: string[] = [];
		const ear = new LineEar(RATE, {
			noteOn: (pitch) => told.push(`on ${pitch}`),
			noteOff: (pitch) => told.push(`off ${pitch}`)
		});
		const sound = pluck([{ pitch: 40, start: 0.2, length: 2, strength: 0.9 }]);
		let now = 0;
		const play = (samples: Float32Array) => {
			for (let from = 0; from + QUANTUM <= samples.length; from += QUANTUM, now += QUANTUM) {
				ear.process(now, samples.subarray(from, from + QUANTUM));
			}
		};
		play(sound.subarray(0, RATE));
		const search = vi.spyOn(Periodicity.prototype, 'find');
		for (const end = now + seconds * RATE; now < end; now += QUANTUM) ear.rest(now);
		const searches = search.mock.calls.length;
		search.mockRestore();
		play(after);
		return { told, searches };
	}

	test('what sounds ends, and nothing is searched any more', () => {
		const short = unplugged(1, silence(0));
		expect(short.told).toEqual(['on 40', 'off 40']);
		expect(unplugged(10, silence(0)).searches).toBe(short.searches);
	});

	test('what comes afterwards is heard, and nothing of what was before', () => {
		const room = withNoise(silence(0.5), -70);
		expect(unplugged(5, room).told).toEqual(['on 40', 'off 40']);
		const next = pluck([{ pitch: 52, start: 0.3, length: 0.5, strength: 0.9 }]);
		expect(unplugged(5, next).told.slice(0, 3)).toEqual(['on 40', 'off 40', 'on 52']);
	});
});
