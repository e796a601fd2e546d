import { ComposerError } from '../../composerError';
import { DeviceLife } from '../../deviceLife';

const lives = new WeakMap<GPUDevice, GpuLife>();

/** A device's life, from the first call for it on. */
export function lifeOf(device: GPUDevice): GpuLife {
	const life = lives.get(device) ?? new GpuLife(device);
	lives.set(device, life);
	return life;
}

const READ = 1;

/** Work on a device, each failure of which is a ComposerError `engine-lost`. */
export class GpuLife {
	readonly #device: GPUDevice;
	readonly #life = new DeviceLife();

	constructor(device: GPUDevice) {
		this.#device = device;
		void device.lost.then(() => {
			this.#life.end();
		});
	}

	/** Throws if the device is known to be lost. */
	check(): void {
		if (this.#life.isLost) throw lost();
	}

	/** Waits for work that may never end, or fail without a reason, once the device is lost. */
	async during<Result>(work: Promise<Result>): Promise<Result> {
		let result: Result | undefined;
		try {
			await this.#life.during(
				work.then((value) => {
					result = value;
				})
			);
		} catch (cause) {
			throw cause instanceof ComposerError ? cause : lost(cause);
		}
		return result as Result;
	}

	/** The first bytes of a buffer that can be mapped. */
	async read(buffer: GPUBuffer, bytes: number): Promise<ArrayBuffer> {
		await this.during(buffer.mapAsync(READ, 0, bytes));
		const copy = buffer.getMappedRange(0, bytes).slice(0);
		buffer.unmap();
		return copy;
	}

	/** Makes something, and says later whether the device refused any of it. */
	watched<Result>(make: () => Result): { readonly made: Result; readonly done: Promise<void> } {
		this.#device.pushErrorScope('out-of-memory');
		this.#device.pushErrorScope('validation');
		const made = make();
		const errors = [this.#device.popErrorScope(), this.#device.popErrorScope()];
		const done = this.during(Promise.all(errors)).then((found) => {
			const error = found.find((one) => one !== null);
			if (error !== undefined) throw lost(error);
		});
		// Whoever needs it waits for it; until then it is no unhandled rejection.
		done.catch(() => undefined);
		return { made, done };
	}
}

const lost = (cause?: unknown) =>
	new ComposerError('engine-lost', 'the graphics device is gone or refuses', cause);
