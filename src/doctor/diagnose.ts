import type { House } from '../core/ports/ports.js';
import type { Examination } from './cause.js';
import { checks } from './checks/index.js';
import { methods } from '../methods/index.js';
import { admit, type Complaint } from './gather-facts.js';
import { examine } from './run-checks.js';
import type { Rooms } from '../stores/stores.js';

/** Lets the doctor look at everything, from the beginning. */
export async function consult(complaint: Complaint, house: House, rooms: Rooms): Promise<Examination> {
  return await house.ui.step('Looking for the cause', async () => {
    const patient = await admit(complaint, house, rooms, methods);
    const forgetAnswer = (password: string): Promise<void> => rooms.answers.forget(password);
    return {
      patient,
      findings: await examine(checks, patient, {
        ...house,
        forgetAnswer,
        version: house.program.version,
        nodeVersion: process.version,
      }),
    };
  });
}
