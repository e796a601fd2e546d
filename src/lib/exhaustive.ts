/** Closes a union: the compiler refuses the call while a case is left. */
export function unreachable(value: never): never {
	throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
