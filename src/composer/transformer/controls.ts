import { ComposerError } from '../composerError';
import type { AnswerRequest, ControlWish } from '../protocol';
import type { Vocabulary } from './vocabulary';

/** The class, 1.., of a measured value. */
const classOf = (value: number, edges: readonly number[]) =>
	1 + edges.filter((edge) => value >= edge).length;

function wishedClass(
	wish: ControlWish,
	edges: readonly number[],
	styles: readonly string[]
): number {
	if (typeof wish === 'number') return classOf(wish, edges);
	if (typeof wish === 'string') return classOf(styles.indexOf(wish), edges);
	return wish.class;
}

/** The class of every control in the vocabulary's order, 0 for what is not asked. */
export function controlClasses(
	wishes: NonNullable<AnswerRequest['controls']>,
	{ controls, styles }: Vocabulary
): number[] {
	const byName = new Map<string, ControlWish>(Object.entries(wishes));
	return controls.map(({ name, edges }) => {
		const wish = byName.get(name);
		if (wish === undefined) return 0;
		const isUnknown = typeof wish === 'string' && (name !== 'style' || !styles.includes(wish));
		const asked = isUnknown ? NaN : wishedClass(wish, edges, styles);
		if (!Number.isInteger(asked) || asked < 0 || asked > edges.length + 1) {
			throw new ComposerError('broken', `no ${name} is ${JSON.stringify(wish)}`);
		}
		return asked;
	});
}
