import type { Patient } from '../check.js';

/** A look at something that several checks go by: taken once for each patient, however many of them ask. */
export function oncePerPatient<Tools, T>(
  look: (patient: Patient, tools: Tools) => Promise<T>,
): (patient: Patient, tools: Tools) => Promise<T> {
  const taken = new WeakMap<Patient, Promise<T>>();
  return (patient, tools) => {
    const known = taken.get(patient) ?? look(patient, tools);
    taken.set(patient, known);
    return known;
  };
}
