import { bpm, type PerfTime } from '../../../src/music/units';
import { seededRandom } from '../../../src/lib/random';
import { Session } from './session';

const ACTIONS = 1000;
const SEED = 7;
const SILENCE = 1e-4;

const PEDAL = [
	'record',
	'close',
	'overdub',
	'finish',
	'play',
	'stop',
	'undo',
	'redo',
	'clear'
] as const;
const MODES = ['off', 'answer', 'along'] as const;

/** What hung after the monkey let go, and what still sounded. */
export interface MonkeyResult {
	readonly actions: number;
	readonly seed: number;
	/** Voices that the ledger still holds. */
	readonly stuck: number;
	readonly late: number;
	readonly rms: number;
}

/**
 * A thousand random actions on the real page with its real instruments: keys, pedal, undo, unplug,
 * blur, tempo and mode; then everything is let go and stopped, and what still sounds is counted.
 */
export async function measureStuck(url: string): Promise<MonkeyResult> {
	const session = await Session.open(url, { isProbe: false });
	const { page } = session;
	const random = seededRandom(SEED);
	const below = (count: number) => Math.floor(random() * count);
	for (let count = 0; count < ACTIONS; count++) {
		await act(session, below(12), below);
		if (count % 5 === 0) await page.waitForTimeout(below(60));
	}
	const result = await page.evaluate(async () => {
		const { audio, jam } = continuo;
		if (jam.isRunning) jam.startStop();
		window.dispatchEvent(new Event('blur'));
		fakeMidi.unplug('Measure');
		await new Promise((resolve) => setTimeout(resolve, 4000));
		const analyser = new AnalyserNode(audio.context, { fftSize: 32768 });
		audio.mixer.output.connect(analyser);
		await new Promise((resolve) => setTimeout(resolve, 1200));
		const samples = new Float32Array(analyser.fftSize);
		analyser.getFloatTimeDomainData(samples);
		const power = samples.reduce((sum, sample) => sum + sample * sample, 0);
		return {
			stuck: audio.ledger.soundingCount,
			late: audio.scheduler.late,
			rms: Math.sqrt(power / samples.length)
		};
	});
	await session.close();
	const stuck = result.stuck + (result.rms > SILENCE ? 1 : 0);
	return { actions: ACTIONS, seed: SEED, ...result, stuck };
}

async function act({ page }: Session, kind: number, below: (count: number) => number) {
	if (kind <= 2) {
		const status = [0x90, 0x80, 0xb0][kind]! + below(16);
		const data = kind === 2 ? [status, 64, below(2) * 127] : [status, 40 + below(40), below(128)];
		await page.evaluate((message) => fakeMidi.receive('Measure', message), data);
	} else if (kind <= 5) {
		const action = PEDAL[below(PEDAL.length)]!;
		await page.evaluate((pressed) => {
			continuo.jam.press(pressed, performance.now() as PerfTime);
		}, action);
	} else if (kind === 6) {
		await page.evaluate((mode) => {
			continuo.jam.change({ mode });
		}, MODES[below(3)]!);
	} else if (kind === 7) {
		await page.evaluate(
			(tempo) => {
				continuo.jam.setBpm(tempo);
			},
			bpm(40 + below(201))
		);
	} else if (kind === 8) {
		await page.evaluate(() => {
			fakeMidi.unplug('Measure');
			fakeMidi.plug('Measure');
		});
	} else if (kind === 9) {
		await page.evaluate(() => {
			window.dispatchEvent(new Event('blur'));
		});
	} else if (kind === 10) {
		const key = 'ASDFGHJK'[below(8)]!;
		await (below(2) === 0 ? page.keyboard.down(key) : page.keyboard.up(key));
	} else {
		const command = (['startStop', 'keep', 'swap', 'out', 'cancelPending'] as const)[below(5)]!;
		await page.evaluate((name) => {
			const { jam } = continuo;
			if (name === 'startStop' || name === 'cancelPending') jam[name]();
			else jam.band.tell(name);
		}, command);
	}
}
