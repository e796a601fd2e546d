import type { Page } from 'playwright';
import type { ReadBack } from '../../browser/sessionPage/page';
import type { KillScene } from './kill';

/** What the microphone hears: as good as any sound to tell what was kept from silence. */
const LEVEL = 0.25;
/** The microphone fades in, and a page that has just started may stutter. */
const SETTLE_SECONDS = 0.6;
/** `measureKill` counts frames at this rate. */
const MEASURE_RATE = 48_000;
/** The page looks for the last visit's session as it starts. */
const OFFER_MS = 5000;

async function start(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Start', exact: true }).first().click();
	await page.waitForFunction(() => continuo.looper.node.isOpen);
}

/** The app itself, whose microphone hears a constant. */
export const appScene: KillScene = {
	async record(page) {
		await start(page);
		return page.evaluate(async (level) => {
			navigator.mediaDevices.getUserMedia = () => {
				const { context } = continuo.audio;
				const source = new ConstantSourceNode(context, { offset: level });
				const end = new MediaStreamAudioDestinationNode(context);
				source.connect(end);
				source.start();
				return Promise.resolve(end.stream);
			};
			await continuo.looper.soundIn.input.start();
			await new Promise((resolve) => setTimeout(resolve, 500));
			continuo.looper.tracks.press(0, 'record', performance.now() as never);
			return Date.now();
		}, LEVEL);
	},
	async readBack(page): Promise<ReadBack> {
		await start(page);
		return page.evaluate(
			async ({ level, settle, rate, patience }) => {
				const { looper } = continuo;
				const { port, store } = looper.sessions;
				const deadline = performance.now() + patience;
				while (port.offered === null && performance.now() < deadline) {
					await new Promise((resolve) => setTimeout(resolve, 50));
				}
				const id = port.offered?.id ?? null;
				if (id !== null) await port.open(id);
				await new Promise((resolve) => setTimeout(resolve, 500));
				const layer = looper.node.tracks[0]!.record.content.layers[0];
				const { tape, from, span } = layer ?? { tape: 0, from: 0, span: 0 };
				const { left } = await looper.node.read(tape, from, span);
				const { sampleRate } = looper.node;
				const settled = left.subarray(Math.round(settle * sampleRate));
				const wrong = settled.filter((sample) => Math.abs(sample - level) > 1e-3).length;
				const listed = await store.list();
				const sessions = listed.kind === 'done' ? listed.result : [];
				return {
					id,
					frames: (span * rate) / sampleRate,
					wrong: listed.kind === 'done' ? wrong : Infinity,
					takeFrames: span,
					sentence: port.status.sentence,
					unreadable: sessions.filter(({ failure }) => failure !== null).length
				};
			},
			{ level: LEVEL, settle: SETTLE_SECONDS, rate: MEASURE_RATE, patience: OFFER_MS }
		);
	}
};
