import type { TapeListener } from './tapeEar';

/** A recording is heard within a bar; who waits longer is told why. */
const PATIENCE_MS = 3000;

/** The same ear, which says by `isLate` that an answer takes long, and by `isThere` that it came at last. */
export function patientEar(
	ear: TapeListener,
	told: { readonly isLate: () => void; readonly isThere: () => void }
): TapeListener {
	return {
		listen: (...sound) => {
			ear.listen(...sound);
		},
		forget: (tape) => {
			ear.forget(tape);
		},
		hear: async (...window) => {
			const wait = { isLong: false };
			const timer = setTimeout(() => {
				wait.isLong = true;
				told.isLate();
			}, PATIENCE_MS);
			try {
				return await ear.hear(...window);
			} finally {
				clearTimeout(timer);
				if (wait.isLong) told.isThere();
			}
		}
	};
}
