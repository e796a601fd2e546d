import { pluck, type PlayedNote } from '../ears/live/sounds';
import type { Visit } from './appPage';
import { waitForState } from './appTracks';
import { fakeMicrophone, MICROPHONE_RATE, type FakeMicrophone } from './fakeMicrophone';

/** I and V in C, broken in eighths, at 100 BPM. */
const CHORDS = [
	[48, 52, 55, 60],
	[43, 50, 55, 59]
] as const;
const EIGHTH = 60 / 100 / 2;
const LOOP_SECONDS = CHORDS.length * 8 * EIGHTH;
const REST_SECONDS = 6;

const LINE: readonly PlayedNote[] = CHORDS.flatMap((pitches, bar) =>
	Array.from({ length: 8 }, (_, index) => ({
		pitch: pitches[index % 4]!,
		start: (bar * 8 + index) * EIGHTH,
		length: 0.95 * EIGHTH,
		strength: index % 4 === 0 ? 0.9 : 0.6
	}))
);

/** Hears the line twice after a rest. */
export function lineMicrophone(): Promise<FakeMicrophone> {
	const line = pluck(LINE, { rate: MICROPHONE_RATE });
	const length = Math.round(LOOP_SECONDS * MICROPHONE_RATE);
	const rest = REST_SECONDS * MICROPHONE_RATE;
	const file = new Float32Array(rest + 2 * length);
	for (const start of [rest, rest + length]) file.set(line.subarray(0, length), start);
	return fakeMicrophone(file);
}

/**
 * The line as the first loop of the first track, heard: two bars at 100 BPM. Call it while the microphone
 * rests; the bass plays along.
 */
export async function recordLine(visit: Visit): Promise<void> {
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
		LOOP_SECONDS
	);
	await waitForState(visit, 'playing');
	await page.waitForFunction(() => continuo.jam.heard !== null);
}
