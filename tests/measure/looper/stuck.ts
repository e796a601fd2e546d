import { seededRandom } from '../../../src/lib/random';
import { TRACK_ACTIONS, TRACK_COUNT } from '../../../src/music/looper';
import { AppHouse } from '../../browser/appPage';
import { clicks, fakeMicrophone } from '../../browser/fakeMicrophone';

const SEED = 11;
const MICROPHONE_SECONDS = 120;
const SILENCE = 1e-4;
/** The longest reverb has died away. */
const TAIL_MS = 6000;

/**
 * Random actions on all tracks of the real page, then *silence everything* and *clear*: how many
 * tracks hang, whether anything still sounds, and whether a recorded frame was lost or the page fell.
 */
export async function measureStuck(actions: number): Promise<number> {
	const microphone = await fakeMicrophone(clicks(MICROPHONE_SECONDS));
	const house = await AppHouse.open(microphone.flags);
	const visit = await house.visit({ query: 'engine=simd&seed=1' });
	const { page } = visit;
	await page.waitForFunction(() => continuo.looper.node.isOpen);
	await page.evaluate(() => void continuo.looper.soundIn.input.start());
	await page.waitForFunction(() => continuo.looper.soundIn.input.open !== null);
	const random = seededRandom(SEED);
	for (let count = 0; count < actions; count++) {
		const track = Math.floor(random() * TRACK_COUNT);
		const action = TRACK_ACTIONS[Math.floor(random() * TRACK_ACTIONS.length)]!;
		await page.evaluate(
			({ index, wanted, isTap }) => {
				const { tracks } = continuo.looper;
				const at = performance.now() as never;
				if (!isTap) tracks.press(index, wanted, at);
				else {
					tracks.select(index);
					tracks.pedalDown(at);
					tracks.pedalUp(at);
				}
			},
			{ index: track, wanted: action, isTap: random() < 0.3 }
		);
		if (count % 4 === 0) await page.waitForTimeout(Math.floor(random() * 80));
	}
	const hanging = await page.evaluate(
		async ({ tail, silence }) => {
			const { jam, looper, audio } = continuo;
			jam.panic();
			await new Promise((resolve) => setTimeout(resolve, 500));
			looper.tracks.tracks.forEach(({ index }) => {
				looper.tracks.press(index, 'clear', performance.now() as never);
			});
			await new Promise((resolve) => setTimeout(resolve, tail));
			const analyser = new AnalyserNode(audio.context, { fftSize: 32_768 });
			audio.mixer.output.connect(analyser);
			await new Promise((resolve) => setTimeout(resolve, 1200));
			const samples = new Float32Array(analyser.fftSize);
			analyser.getFloatTimeDomainData(samples);
			const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
			const tracks = looper.tracks.tracks.filter(({ state }) => state !== 'empty').length;
			return tracks + Number(loudest > silence) + Number(looper.node.lost > 0);
		},
		{ tail: TAIL_MS, silence: SILENCE }
	);
	await house.close();
	await microphone.remove();
	return hanging + visit.crashes.length;
}
