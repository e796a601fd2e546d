const PERIOD_MS = 10;

/** The gaps between the turns of a timer of 10 ms, in milliseconds. */
export class Heartbeat {
	#gaps: number[] = [];
	#timer = 0;

	begin(): void {
		this.#gaps = [];
		let last = performance.now();
		this.#timer = window.setInterval(() => {
			const now = performance.now();
			this.#gaps.push(now - last);
			last = now;
		}, PERIOD_MS);
	}

	end(): number[] {
		window.clearInterval(this.#timer);
		return this.#gaps;
	}
}

interface PlaybackStats {
	readonly underrunEvents: number;
}

/** A sounding AudioContext, however softly, so that the browser counts what it missed. */
export class Sound {
	readonly #context = new AudioContext();

	constructor() {
		const source = new ConstantSourceNode(this.#context, { offset: 1e-4 });
		source.connect(this.#context.destination);
		source.start();
	}

	/** How often the device ran out of sound; null where there is no device or nobody counts. */
	get underruns(): number | null {
		const { playbackStats } = this.#context as { playbackStats?: PlaybackStats };
		if (playbackStats === undefined || this.#context.currentTime === 0) return null;
		return playbackStats.underrunEvents;
	}
}
