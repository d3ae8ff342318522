/** Whether two addresses are the same, in whatever case they are written. */
export function sameAddress(left: string | null, right: string): boolean {
  return left?.toLowerCase() === right.toLowerCase();
}
