/** Notices when some values become others than they were when last looked at. */
export class Watch<Value> {
	#last: readonly Value[];

	constructor(...values: readonly Value[]) {
		this.#last = values;
	}

	isNew(...values: readonly Value[]): boolean {
		const isNew = values.some((value, index) => value !== this.#last[index]);
		this.#last = values;
		return isNew;
	}
}
