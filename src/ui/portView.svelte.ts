import { createSubscriber } from 'svelte/reactivity';
import type { Watchable } from './watchable';

/** Lets components read a port as if it were made of runes: what is read through `now` is followed. */
export class PortView<Port extends Watchable> {
	readonly #port: Port;
	readonly #subscribe: () => void;

	constructor(port: Port) {
		this.#port = port;
		this.#subscribe = createSubscriber((update) => port.changed.on(update));
	}

	get now(): Port {
		this.#subscribe();
		return this.#port;
	}
}
