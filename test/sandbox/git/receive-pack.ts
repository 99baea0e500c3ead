/** The names of the references that a push wants to change. Source: gitprotocol-pack(5), "Reference Update Request". */
export function pushedReferences(body: Buffer): string[] {
  const references: string[] = [];
  for (let at = 0; at + 4 <= body.length;) {
    const length = Number.parseInt(body.toString('latin1', at, at + 4), 16);
    if (!(length >= 4)) break;
    const line = body.toString('utf8', at + 4, at + length).split('\0', 1)[0] ?? '';
    const [, reference] = /^[0-9a-f]{40,64} [0-9a-f]{40,64} (\S+)/.exec(line) ?? [];
    if (reference !== undefined) references.push(reference);
    at += length;
  }
  return references;
}
