import { Emitter } from '../lib/emitter';

/** A port's `changed` that follows emitters of any payload. */
export function anyOf(...sources: readonly Pick<Emitter<never>, 'on'>[]): Emitter<void> {
	const changed = new Emitter<void>();
	for (const source of sources) {
		source.on(() => {
			changed.emit();
		});
	}
	return changed;
}
