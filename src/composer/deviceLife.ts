import { ComposerError } from './composerError';

/** How long after its work has failed a lost device may need to say that it is lost. */
const LOSS_DELAY_MS = 200;

/** From when a backend's device is put to use until it is lost, if ever. */
export class DeviceLife {
	#isLost = false;
	/** Who waits, and is told of the loss. */
	readonly #waiting = new Set<() => void>();

	get isLost(): boolean {
		return this.#isLost;
	}

	end(): void {
		this.#isLost = true;
		for (const tell of this.#waiting) tell();
		this.#waiting.clear();
	}

	/** Waits for work on the device, which may never end once that is lost. Throws `engine-lost` then. */
	async during(work: Promise<void>): Promise<void> {
		await this.#untilLost(work);
		if (this.#isLost) throw new ComposerError('engine-lost', 'the device is gone');
	}

	/** Whether work failed because the device was lost. */
	async wasLost(): Promise<boolean> {
		const moment = new Promise((resolve) => setTimeout(resolve, LOSS_DELAY_MS));
		await this.#untilLost(moment);
		return this.#isLost;
	}

	/** Waits for work, or for the loss if that comes before. */
	async #untilLost(work: Promise<unknown>): Promise<void> {
		if (this.#isLost) {
			// Nobody hears of what becomes of it.
			work.catch(() => undefined);
			return;
		}
		let tell: () => void = () => undefined;
		const loss = new Promise<void>((resolve) => {
			tell = resolve;
			this.#waiting.add(tell);
		});
		try {
			await Promise.race([work, loss]);
		} finally {
			this.#waiting.delete(tell);
		}
	}
}
