import type { DiagnosisFacts } from '../check.js';

/** A look at something that several checks go by: taken once for each diagnosis, however many of them ask. */
export function oncePerDiagnosis<Tools, T>(
  look: (facts: DiagnosisFacts, tools: Tools) => Promise<T>,
): (facts: DiagnosisFacts, tools: Tools) => Promise<T> {
  const taken = new WeakMap<DiagnosisFacts, Promise<T>>();
  return (facts, tools) => {
    const known = taken.get(facts) ?? look(facts, tools);
    taken.set(facts, known);
    return known;
  };
}
