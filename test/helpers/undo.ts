/**
 * Collects what a suite has to undo and does it afterwards, last first; to be called in a `describe`.
 * Unlike an `after` hook it undoes only what was really begun: mocha runs `after` also where `before` skipped.
 */
export function undoAfter(): (step: () => Promise<unknown>) => void {
  const steps: (() => Promise<unknown>)[] = [];
  after(async () => {
    for (const step of steps.reverse()) await step();
  });
  return (step) => {
    steps.push(step);
  };
}
