// What one run through the trunk reads: `rows` events. Each looks back on the first `prefix` events of
// a memory that it shares with the others, and on those of its own.
struct Pass { rows: u32, prefix: u32, prefixRoom: u32, room: u32 }

@group(0) @binding(0) var<uniform> pass_: Pass;
@group(0) @binding(1) var<storage, read> arena: array<u32>;

const EPSILON = 1e-6;
