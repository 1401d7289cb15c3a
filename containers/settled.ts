/** Like `Promise.all`, but settles only when every one has: what is cleaned up afterwards is not made anew by a straggler. */
export async function settled<Values extends readonly unknown[]>(
  promises: Values,
): Promise<{ -readonly [Index in keyof Values]: Awaited<Values[Index]> }> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
