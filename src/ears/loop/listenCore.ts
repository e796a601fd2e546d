import { hearLoop } from './hearLoop';
import type { HearWindow } from './pitchNetwork';
import type { ListenReply, ListenRequest } from './protocol';
import { Take } from './take';

interface OpenTake {
	readonly take: Take;
	readonly rate: number;
	/** Frames that have come. */
	length: number;
}

/** The worker's mind: takes that grow, and questions about them. */
export class ListenCore {
	readonly #open: () => Promise<HearWindow>;
	readonly #reply: (reply: ListenReply) => void;
	readonly #takes = new Map<number, OpenTake>();
	#network: Promise<HearWindow> | null = null;

	/** `open` is called when the network is first needed, and again after it could not be had. */
	constructor(open: () => Promise<HearWindow>, reply: (reply: ListenReply) => void) {
		this.#open = open;
		this.#reply = reply;
	}

	receive(request: ListenRequest): void {
		switch (request.kind) {
			case 'prepare':
				this.#hear().catch(() => undefined);
				return;
			case 'sound':
				this.#add(request);
				return;
			case 'hear':
				void this.#answer(request);
				return;
			case 'forget':
				this.#takes.delete(request.take);
		}
	}

	/** A stretch that does not follow on the last makes the take unknown. */
	#add({ take: name, from, rate, samples }: ListenRequest & { kind: 'sound' }): void {
		if (from === 0) {
			const take = new Take(async (window) => (await this.#hear())(window), rate);
			this.#takes.set(name, { take, rate, length: 0 });
		}
		const open = this.#takes.get(name);
		if (open === undefined) return;
		if (open.length !== from) {
			this.#takes.delete(name);
			return;
		}
		open.length += samples.length;
		// A window that fails is tried again with what follows, and told when it is asked for.
		open.take.push(samples).catch((cause: unknown) => {
			console.warn('A window of a recording was not heard:', cause);
		});
	}

	async #answer({ id, take: name, from, length }: ListenRequest & { kind: 'hear' }) {
		const open = this.#takes.get(name);
		if (open === undefined) {
			this.#reply({ kind: 'failed', id, reason: 'take-unknown' });
			return;
		}
		try {
			const window = { from, length, rate: open.rate };
			const loop = await hearLoop(open.take, window);
			this.#reply({ kind: 'heard', id, loop });
		} catch (cause) {
			console.warn('A loop was not heard:', cause);
			const reason = cause instanceof NetworkMissing ? 'network-missing' : 'broken';
			this.#reply({ kind: 'failed', id, reason });
		}
	}

	#hear(): Promise<HearWindow> {
		this.#network ??= this.#open().catch((cause: unknown) => {
			this.#network = null;
			throw new NetworkMissing('the network that hears notes could not be had', { cause });
		});
		return this.#network;
	}
}

class NetworkMissing extends Error {}
