import { SessionError } from './sessionError';

/** Reads the fields of what JSON said; each throws a SessionError that names a field that is wrong. */
export type Fields = Readonly<Record<string, unknown>>;

const damaged = (field: string) => new SessionError('damaged', `the field ${field} is wrong`);

export function fieldsOf(value: unknown, field: string): Fields {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) throw damaged(field);
	return value as Fields;
}

export function textIn(fields: Fields, field: string): string {
	const value = fields[field];
	if (typeof value !== 'string') throw damaged(field);
	return value;
}

export function flagIn(fields: Fields, field: string): boolean {
	const value = fields[field];
	if (typeof value !== 'boolean') throw damaged(field);
	return value;
}

/** In [least, most]. */
export function numberIn(
	fields: Fields,
	field: string,
	least = -Infinity,
	most = Infinity
): number {
	const value = fields[field];
	if (typeof value !== 'number' || !(value >= least && value <= most)) throw damaged(field);
	return value;
}

/** A whole number that is not negative. */
export function countIn(fields: Fields, field: string): number {
	const value = numberIn(fields, field, 0, Number.MAX_SAFE_INTEGER);
	if (!Number.isInteger(value)) throw damaged(field);
	return value;
}

export function choiceIn<Choice extends string>(
	fields: Fields,
	field: string,
	choices: readonly Choice[]
): Choice {
	const found = choices.find((choice) => choice === fields[field]);
	if (found === undefined) throw damaged(field);
	return found;
}

export function listIn<Item>(
	fields: Fields,
	field: string,
	most: number,
	itemOf: (value: unknown) => Item
): readonly Item[] {
	const value = fields[field];
	if (!Array.isArray(value) || value.length > most) throw damaged(field);
	return value.map((item: unknown) => itemOf(item));
}

export const orNull = <Item>(value: unknown, itemOf: (value: unknown) => Item): Item | null =>
	value === null ? null : itemOf(value);
