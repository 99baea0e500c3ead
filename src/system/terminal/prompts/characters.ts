/** `20 characters`, `1,284 characters`. */
export function characters(count: number): string {
  return `${count.toLocaleString('en-US')} character${count === 1 ? '' : 's'}`;
}
