import { ComposerError } from './composerError';

/** How long after its work has failed a lost device may need to say that it is lost. */
const LOSS_DELAY_MS = 200;

/** From when a backend's device is put to use until it is lost, if ever. */
export class DeviceLife {
	#isLost = false;
	#reject: (cause: ComposerError) => void = () => undefined;
	readonly #lost: Promise<never>;

	constructor() {
		this.#lost = new Promise<never>((_, reject) => {
			this.#reject = reject;
		});
		// Nobody may be waiting when it happens; whoever waits hears of it in `during`.
		this.#lost.catch(() => undefined);
	}

	get isLost(): boolean {
		return this.#isLost;
	}

	end(): void {
		this.#isLost = true;
		this.#reject(new ComposerError('engine-lost', 'the device is gone'));
	}

	/** Waits for work on the device, which may never end once that is lost. Throws `engine-lost` then. */
	async during(work: Promise<void>): Promise<void> {
		await Promise.race([work, this.#lost]);
		if (this.#isLost) await this.#lost;
	}

	/** Whether work failed because the device was lost. */
	async wasLost(): Promise<boolean> {
		const moment = new Promise((resolve) => setTimeout(resolve, LOSS_DELAY_MS));
		await Promise.race([moment, this.#lost.catch(() => undefined)]);
		return this.#isLost;
	}
}
