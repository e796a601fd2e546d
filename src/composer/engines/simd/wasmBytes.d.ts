/** AssemblyScript, compiled by tools/assemblyKernels.ts. */
declare module '*.as.ts?wasm' {
	const bytes: Uint8Array<ArrayBuffer>;
	export default bytes;
}
