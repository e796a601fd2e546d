import { beforeEach, expect, test } from 'vitest';
import {
	CalibrationWizard,
	type CalibrationPorts,
	type CalibrationState,
	type ClickRun
} from '../../../src/audio/input/calibrationWizard';
import { CLICK_COUNT, CLICK_SECONDS } from '../../../src/audio/input/tapping';
import { frames, perfTime, type Frames, type PerfTime } from '../../../src/music/units';
import { delayed } from './acoustics';

const RATE = 8000;
const START = 1000;

/** A browser whose input hears its output late, and whose clicks end when the test says so. */
class FakePorts implements CalibrationPorts {
	readonly sampleRate = RATE;
	delay = 800.25;
	answer: 'sound' | 'silence' | 'nothing' | 'error' = 'sound';
	hasSound = true;
	stops = 0;
	endClicks: (isWhole: boolean) => void = () => {};

	playAndRecord(samples: Float32Array): Promise<Float32Array | null> {
		if (this.answer === 'error') return Promise.reject(new Error('lost'));
		if (this.answer === 'nothing') return Promise.resolve(null);
		if (this.answer === 'silence') return Promise.resolve(new Float32Array(samples.length));
		return Promise.resolve(delayed(samples, this.delay));
	}

	playClicks(count: number, spacingSeconds: number): ClickRun | null {
		if (!this.hasSound) return null;
		const at = Array.from({ length: count }, (_, click) =>
			frames(START + click * spacingSeconds * RATE)
		);
		const isWhole = new Promise<boolean>((resolve) => {
			this.endClicks = resolve;
		});
		return { clicks: { at, sampleRate: RATE }, isWhole };
	}

	stop(): void {
		this.stops++;
		this.endClicks(false);
	}

	frameAt(moment: PerfTime): Frames {
		return frames((moment / 1000) * RATE);
	}

	latencies() {
		return { inputLatency: 0.01 };
	}
}

let ports: FakePorts;
let wizard: CalibrationWizard;
let states: CalibrationState['kind'][];

beforeEach(() => {
	ports = new FakePorts();
	wizard = new CalibrationWizard(ports);
	states = [];
	wizard.changed.on(() => states.push(wizard.state.kind));
});

/** One tap a click, so many seconds late. */
function tapAlong(late: number): void {
	for (let click = 0; click < CLICK_COUNT; click++) {
		wizard.tap(perfTime((START / RATE + click * CLICK_SECONDS + late) * 1000));
	}
}

/** NaN where the state has none. */
const milliseconds = ({ state }: CalibrationWizard) =>
	'milliseconds' in state ? state.milliseconds : NaN;

/** Empty where the state has none. */
const sentence = ({ state }: CalibrationWizard) => ('sentence' in state ? state.sentence : '');

test('it plays, measures and finds', async () => {
	expect(wizard.state.kind).toBe('idle');
	await wizard.measure();
	expect(states).toEqual(['playing', 'measuring', 'found']);
	expect(milliseconds(wizard)).toBeCloseTo(100.03, 1);
	expect(wizard.result?.source).toBe('measured');
	expect(wizard.result?.delayFrames).toBeCloseTo(800.25, 1);
});

test.each([
	['silence', 'silent'],
	['nothing', 'stopped'],
	['error', 'stopped']
] as const)('an input with %s is refused, with a sentence', async (answer, word) => {
	ports.answer = answer;
	await wizard.measure();
	expect(wizard.state.kind).toBe('refused');
	expect(sentence(wizard)).toContain(word);
	expect(wizard.result).toBeNull();
	ports.answer = 'sound';
	await wizard.measure();
	expect(wizard.state.kind).toBe('found');
});

test('taps are counted and give the output’s delay, with the input’s own added', async () => {
	const tapping = wizard.startTapping();
	expect(wizard.state).toEqual({ kind: 'tapping', count: 0, of: CLICK_COUNT });
	tapAlong(0.25);
	expect(wizard.state).toEqual({ kind: 'tapping', count: CLICK_COUNT, of: CLICK_COUNT });
	ports.endClicks(true);
	await tapping;
	expect(milliseconds(wizard)).toBeCloseTo(260);
	expect(wizard.result?.source).toBe('tapped');
	expect(wizard.result?.delayFrames).toBeCloseTo(2080);
});

test('nobody taps: it is refused', async () => {
	const tapping = wizard.startTapping();
	ports.endClicks(true);
	await tapping;
	expect(wizard.state.kind).toBe('refused');
	expect(sentence(wizard)).toContain('tap');
});

test.each([true, false])('clicks that stop or never sound are refused', async (hasSound) => {
	ports.hasSound = hasSound;
	const tapping = wizard.startTapping();
	ports.endClicks(false);
	await tapping;
	expect(wizard.state.kind).toBe('refused');
});

test('cancelled, it is idle and what comes late changes nothing', async () => {
	const measuring = wizard.measure();
	wizard.cancel();
	await measuring;
	expect(wizard.state.kind).toBe('idle');
	const tapping = wizard.startTapping();
	wizard.cancel();
	await tapping;
	expect(wizard.state.kind).toBe('idle');
	expect(wizard.result).toBeNull();
	expect(ports.stops).toBe(4);
});

test('a new run takes the place of the old', async () => {
	const tapping = wizard.startTapping();
	await wizard.measure();
	await tapping;
	expect(wizard.state.kind).toBe('found');
});

test('taps outside of tapping are not counted', () => {
	wizard.tap(perfTime(5));
	expect(wizard.state.kind).toBe('idle');
	expect(states).toEqual([]);
});
