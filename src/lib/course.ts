/** How somebody follows a long piece of work, and calls it off. */
export interface Course {
	/** Aborted once the work is not wanted any more. */
	readonly signal: AbortSignal;
	/** Takes the share of the work that is done, 0–1. */
	readonly tell: (share: number) => void;
}

/** The part of the work that leads from the share `from` of the whole to the share `to`. */
export const partOf = ({ signal, tell }: Course, from: number, to: number): Course => ({
	signal,
	tell: (share) => {
		tell(from + (to - from) * share);
	}
});
