import { createSubscriber } from 'svelte/reactivity';

/**
 * Lets components read what moves on without an event. It is read again at each animation frame
 * while somebody looks, and components hear of it only when it is another value.
 */
export class FrameView<Value> {
	readonly #read: () => Value;
	readonly #subscribe: () => void;

	constructor(read: () => Value) {
		this.#read = read;
		this.#subscribe = createSubscriber((update) => {
			let shown = read();
			let frame = requestAnimationFrame(function look() {
				const value = read();
				if (value !== shown) {
					shown = value;
					update();
				}
				frame = requestAnimationFrame(look);
			});
			return () => {
				cancelAnimationFrame(frame);
			};
		});
	}

	get now(): Value {
		this.#subscribe();
		return this.#read();
	}
}
