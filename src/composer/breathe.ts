/**
 * Lets the worker hear a `cancel`. A message to oneself comes at once, where the fifth timer of 0 in
 * a row is held back for 4 ms.
 */
export const breathe = () =>
	new Promise<void>((resolve) => {
		const { port1, port2 } = new MessageChannel();
		port1.onmessage = () => {
			port1.close();
			resolve();
		};
		port2.postMessage(null);
	});
