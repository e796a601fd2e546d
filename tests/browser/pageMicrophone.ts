import type { Page } from 'playwright';
import '../measure/answer/page.d.ts';

/** What the page's own output takes on its way back, beside what the browser adds. */
const LOOPBACK_SECONDS = 0.06;

/** The page's own output comes back as its microphone, late. */
export const loopback = (page: Page) =>
	page.addInitScript((seconds) => {
		navigator.mediaDevices.getUserMedia = () => {
			const { context, mixer } = continuo.audio;
			const delay = new DelayNode(context, { delayTime: seconds, maxDelayTime: 1 });
			const end = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
			mixer.output.connect(delay).connect(end);
			return Promise.resolve(end.stream);
		};
	}, LOOPBACK_SECONDS);

/** The player says no when the browser asks about the microphone. */
export const refusal = (page: Page) =>
	page.addInitScript(() => {
		navigator.mediaDevices.getUserMedia = () =>
			Promise.reject(new DOMException('no', 'NotAllowedError'));
	});
