/**
 * Takes the focus off what was worked by pointer, so that the keyboard goes on playing and Enter goes
 * on starting and stopping. What was reached by keyboard keeps its focus.
 */
export class FocusKeeper {
	#wasPointer = false;

	/** Returns the function that stops it. */
	watch(page: Document): () => void {
		const listeners = new AbortController();
		const options = { capture: true, signal: listeners.signal };
		page.addEventListener('pointerdown', () => (this.#wasPointer = true), options);
		page.addEventListener('keydown', () => (this.#wasPointer = false), options);
		page.addEventListener(
			'change',
			() => {
				this.#leave('select, input:not([type=number], [type=url])');
			},
			options
		);
		page.addEventListener(
			'click',
			() => {
				this.#leave('button, summary');
			},
			options
		);
		return () => {
			listeners.abort();
		};
	}

	#leave(selector: string): void {
		const { activeElement } = document;
		if (!this.#wasPointer || !(activeElement instanceof HTMLElement)) return;
		if (activeElement.matches(selector)) activeElement.blur();
	}
}
