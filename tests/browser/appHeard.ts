import { pluck, type PlayedNote } from '../ears/live/sounds';
import type { Visit } from './appPage';
import { waitForState } from './appTracks';
import { fakeMicrophone, MICROPHONE_RATE, type FakeMicrophone } from './fakeMicrophone';

/** Of what is played into the microphone. */
export const LINE_BPM = 100;
const EIGHTH = 60 / LINE_BPM / 2;
const REST_SECONDS = 6;

/** A loop that is played into the microphone. */
export interface PlayedLine {
	readonly notes: readonly PlayedNote[];
	readonly seconds: number;
}

/** A bar of eighths, broken, for each chord of four pitches. */
export const brokenChords = (chords: readonly (readonly number[])[]): PlayedLine => ({
	notes: chords.flatMap((pitches, bar) =>
		Array.from({ length: 8 }, (_, index) => ({
			pitch: pitches[index % 4]!,
			start: (bar * 8 + index) * EIGHTH,
			length: 0.95 * EIGHTH,
			strength: index % 4 === 0 ? 0.9 : 0.6
		}))
	),
	seconds: chords.length * 8 * EIGHTH
});

/** Hears the line twice after a rest. */
export function lineMicrophone({ notes, seconds }: PlayedLine): Promise<FakeMicrophone> {
	const line = pluck(notes, { rate: MICROPHONE_RATE });
	const length = Math.round(seconds * MICROPHONE_RATE);
	const rest = REST_SECONDS * MICROPHONE_RATE;
	const file = new Float32Array(rest + 2 * length);
	for (const start of [rest, rest + length]) file.set(line.subarray(0, length), start);
	return fakeMicrophone(file);
}

/**
 * The line as the first loop of the first track, heard. Call it while the microphone rests: the first string
 * that sounds begins the loop. The bass plays along.
 */
export async function recordLine(visit: Visit, line: PlayedLine): Promise<void> {
	const { page } = visit;
	await page.waitForFunction(() => continuo.looper.node.isOpen);
	await page.evaluate(() => {
		continuo.jam.change({ mode: 'off', isMetronomeOn: false, countInBars: 0 });
		continuo.jam.band.change('bass', { mode: 'along' });
		continuo.looper.tracks.change({ start: 'threshold', thresholdDb: -40 });
	});
	await page.keyboard.press('Shift+Digit1');
	await page.waitForFunction(() => continuo.looper.soundIn.port.status.kind === 'open');
	await page.keyboard.press('Space');
	await waitForState(visit, 'recording');
	// The pedal comes up where the player hears the line end, however late this script says so.
	await page.evaluate(
		(seconds) =>
			new Promise<void>((resolve) => {
				const { node, tracks } = continuo.looper;
				const end = node.tracks[0]!.recordingFrom! + seconds * node.sampleRate;
				const timer = setInterval(() => {
					const now = performance.now();
					const late = node.heardAt(now as never) - end;
					if (late < 0) return;
					clearInterval(timer);
					tracks.press(0, 'close', (now - (late / node.sampleRate) * 1000) as never);
					resolve();
				}, 5);
			}),
		line.seconds
	);
	await waitForState(visit, 'playing');
	await page.waitForFunction(() => continuo.jam.heard !== null);
}
