import { LineEar } from '../../../src/ears/live/lineEar';
import { QUANTUM } from '../../../src/lib/frameCounter';
import { RATE, type PlayedNote } from './sounds';

/** A note that was heard; times in seconds of the sound. */
export interface HeardLineNote {
	readonly pitch: number;
	readonly velocity: number;
	/** Where it is said to have begun, and when that was said. */
	readonly at: number;
	readonly known: number;
	/** Infinity while it sounds. */
	end: number;
}

/** All that the ear makes of a sound, heard block by block. */
export function heardIn(samples: Float32Array, sampleRate = RATE): HeardLineNote[] {
	const notes: HeardLineNote[] = [];
	const ear = new LineEar(sampleRate, {
		noteOn: (pitch, velocity, at, known) => {
			notes.push({
				pitch,
				velocity,
				at: at / sampleRate,
				known: known / sampleRate,
				end: Infinity
			});
		},
		noteOff: (pitch, at) => {
			const note = notes.findLast((one) => one.pitch === pitch && one.end === Infinity);
			if (note === undefined) throw new Error(`${pitch} ended, and did not sound`);
			note.end = at / sampleRate;
		}
	});
	for (let from = 0; from + QUANTUM <= samples.length; from += QUANTUM) {
		ear.process(from, samples.subarray(from, from + QUANTUM));
	}
	return notes;
}

/** How what was heard fits what was played. */
export interface Judgement {
	readonly played: number;
	/** Notes with the right pitch whose onset is within 50 ms. */
	readonly right: number;
	/** Notes whose onset was found and whose pitch is octaves away. */
	readonly octaves: number;
	/** Of the onsets found, those that have another wrong pitch. */
	readonly wrong: number;
	readonly missed: number;
	/** Notes that nobody played. */
	readonly ghosts: number;
	/** From where a right note began to when it was known, in milliseconds; by its pitch. */
	readonly latencies: readonly (readonly [pitch: number, ms: number])[];
	/** From where it began to where it is said to have begun, in milliseconds. */
	readonly placements: readonly number[];
}

const WITHIN_SECONDS = 0.05;

/** Pairs each played note with the heard one nearest in time, the right pitches first. */
export function judge(played: readonly PlayedNote[], heard: readonly HeardLineNote[]): Judgement {
	const left = new Set(heard);
	const latencies: (readonly [number, number])[] = [];
	const placements: number[] = [];
	let octaves = 0;
	let wrong = 0;
	let missed = 0;
	const open: PlayedNote[] = [];
	const nearest = ({ start }: PlayedNote, fits: (note: HeardLineNote) => boolean) =>
		[...left]
			.filter((note) => Math.abs(note.at - start) <= WITHIN_SECONDS && fits(note))
			.sort((a, b) => Math.abs(a.at - start) - Math.abs(b.at - start))[0];
	for (const note of played) {
		const match = nearest(note, ({ pitch }) => pitch === note.pitch);
		if (match === undefined) {
			open.push(note);
			continue;
		}
		left.delete(match);
		latencies.push([note.pitch, (match.known - note.start) * 1000]);
		placements.push((match.at - note.start) * 1000);
	}
	for (const note of open) {
		const match = nearest(note, () => true);
		if (match === undefined) {
			missed++;
			continue;
		}
		left.delete(match);
		if ((match.pitch - note.pitch) % 12 === 0) octaves++;
		else wrong++;
	}
	return {
		played: played.length,
		right: latencies.length,
		octaves,
		wrong,
		missed,
		ghosts: left.size,
		latencies,
		placements
	};
}
