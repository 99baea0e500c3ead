/**
 * Runs work with variables of this very process set, and puts back what was there: AWS's SDK finds its sign-in caches
 * through `process.env` only, and looks in `HOME` even on Windows, where AWS's other tools look in the user's profile.
 * An undefined value leaves that variable alone.
 */
export async function withProcessEnvironment<T>(
  variables: Readonly<Record<string, string | undefined>>,
  work: () => Promise<T>,
): Promise<T> {
  const wanted = Object.entries(variables).filter(
    ([name, value]) => value !== undefined && process.env[name] !== value,
  );
  const before = wanted.map(([name]) => [name, process.env[name]] as const);
  for (const [name, value] of wanted) process.env[name] = value;
  try {
    return await work();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  }
}
