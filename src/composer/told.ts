/** How far each candidate of an answer was told. */
export class Told {
	readonly #to = new Map<number, number>();

	/** Whether a piece up to `to` was not told yet; from now on it was. */
	isNews(candidate: number, to: number): boolean {
		if (to <= (this.#to.get(candidate) ?? 0)) return false;
		this.#to.set(candidate, to);
		return true;
	}
}
