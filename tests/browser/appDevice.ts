import type { Visit } from './appPage';

/** The device that the tests play on. */
export const PORT = 'Keystation';

export const plug = ({ page }: Visit, name = PORT) =>
	page.evaluate(async (port) => {
		fakeMidi.plug(port);
		// The browser tells of it in a later task, and opens it in another.
		do await new Promise((resolve) => setTimeout(resolve, 50));
		while (!fakeMidi.isSettled);
	}, name);

/** Sends messages, one after the other; says of each whether anybody could hear it. */
export const receive = ({ page }: Visit, ...messages: readonly (readonly number[])[]) =>
	page.evaluate(([port, all]) => all.map((message) => fakeMidi.receive(port, message)), [
		PORT,
		messages
	] as const);
